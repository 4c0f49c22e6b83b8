import type { Config, SystemConfig } from "../model/config.js";
import { cardsFor, type Report } from "./cards/cards.js";
import type { Card, HostDemand } from "./demand.js";
import type { ConfigPath, HostQuestion, Question } from "./question.js";

/** No machine in particular: all cards in one, with the release of nixpkgs. */
const anywhere: HostDemand = {
  name: null,
  cards: null,
  release: null,
  releaseDeclared: false,
  branch: null,
  datacenter: false,
  open: null,
  path: ["system"],
};

/** The machines that the config declares, as it declares them: the same wherever the question is asked. */
export function declaredHosts(question: Question, report: Report): readonly HostDemand[] {
  const { config } = question;
  const system =
    config.system === null || isOnlySettings(config.system, question)
      ? []
      : [declaredHost(null, config.system, question, report)];
  const hosts = Object.entries(config.hosts).map(([name, one]) => declaredHost(name, one, question, report));
  const all = [...system, ...hosts];
  return all.length === 0 ? [anywhere] : all;
}

/** Whether `system` beside `hosts` says nothing that a stack could depend on: neither cards nor a driver. */
function isOnlySettings(system: SystemConfig, question: Question): boolean {
  const { branch, open } = system.driver;
  const isSilent = system.gpu === null && system.release === null && branch === null && open === null;
  return isSilent && unclaimedCards(question)?.length === 0;
}

function declaredHost(
  name: string | null,
  system: SystemConfig,
  question: Question,
  report: Report,
): HostDemand {
  const path = pathOf(name);
  return {
    name,
    cards:
      system.gpu !== null
        ? cardsFor(system.gpu, [...path, "gpu"], question.catalog, report)
        : name === null
          ? unclaimedOrAll(question)
          : null,
    release: system.release,
    releaseDeclared: system.release !== null,
    branch: branchOf(system),
    datacenter: system.datacenter && system.driver.branch === null,
    open: system.driver.open,
    path,
  };
}

/** The machine planned for, with the release that was found on it; `null`: none. */
export function hostHere(question: Question, report: Report): HostDemand | null {
  const { config, host } = question;
  if (host === null) return null;
  const name = ownerOf(host, config);
  const system = name === null ? config.system : config.hosts[name]!;
  const path = pathOf(name);
  const silent: Report = () => {};
  const declared = system === null ? anywhere : declaredHost(name, system, question, silent);
  // Names that nobody knows were reported where the machine is declared.
  const cards =
    host.gpu === null || system?.gpu === host.gpu
      ? declared.cards
      : cardsFor(host.gpu, [...path, "gpu"], question.catalog, report);
  return {
    name,
    cards,
    release: host.release ?? declared.release,
    releaseDeclared: host.release === null || host.release === declared.release,
    branch: host.driver?.branch ?? declared.branch,
    datacenter: declared.datacenter,
    open: host.driver?.open ?? null,
    path,
  };
}

/** In data-centre mode NixOS takes the branch `dc` where no other is stated. */
function branchOf({ driver, datacenter }: SystemConfig): string | null {
  return driver.branch ?? (datacenter ? "dc" : null);
}

/** The key below `hosts` of the machine that is asked about; `null`: it is `system`. */
export function ownerOf(host: HostQuestion, config: Config): string | null {
  // The engine hands over parts of the declaration itself, so the same object means the same machine.
  const owner = Object.entries(config.hosts).find(
    ([, system]) => host.driver !== null && system.driver === host.driver,
  );
  return owner?.[0] ?? null;
}

/** The machine that the config declares there; `null`: none. */
export function machineAt([, name]: ConfigPath, config: Config): SystemConfig | null {
  return name === undefined ? config.system : (config.hosts[name] ?? null);
}

function pathOf(name: string | null): ConfigPath {
  return name === null ? ["system"] : ["hosts", name];
}

/** The cards of `system`, which is every machine without an entry in `hosts`; `null`: all. */
function unclaimedOrAll(question: Question): readonly Card[] | null {
  const cards = unclaimedCards(question);
  return cards?.length === 0 ? null : cards;
}

/** The cards that no entry of `hosts` has for itself; `null`: none of them names cards. */
function unclaimedCards({ config, catalog }: Question): readonly Card[] | null {
  const claimed = Object.values(config.hosts).flatMap((host) => host.gpu ?? []);
  if (claimed.length === 0) return null;
  const silent: Report = () => {};
  const capabilities = cardsFor(claimed, [], catalog, silent).map((card) => card.capability);
  return cardsFor(config.gpu, ["gpu"], catalog, silent).filter(
    (card) => !capabilities.includes(card.capability),
  );
}
