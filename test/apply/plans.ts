import type { Address } from "../../src/model/address.js";
import { scopeOf } from "../../src/model/address.js";
import { digestOf } from "../../src/model/digest.js";
import { planFormatVersion, summaryOf, type Action, type Change, type Plan } from "../../src/model/plan.js";
import type { Choice, Resolution } from "../../src/model/resolution.js";
import { toSpans } from "../../src/model/span.js";
import { orderActions } from "../../src/plan/order.js";
import { projectPathOf } from "../../src/plan/paths.js";

const chosen = <T>(value: T): Choice<T> => ({
  value,
  reason: `because of ${String(value)}`,
  sources: ["a table"],
});

export const resolution: Resolution = {
  torch: chosen("2.11.0"),
  wheel: chosen("cu126"),
  index: chosen("https://download.pytorch.org/whl/cu126"),
  torchvision: chosen("0.26.0"),
  torchaudio: null,
  triton: null,
  cuda: chosen("12.6"),
  toolkit: chosen("cudaPackages_12_6"),
  toolkitComponents: chosen(["cuda_nvcc"]),
  hostCompiler: chosen("gcc13"),
  python: chosen("3.12"),
  nixpkgs: chosen("26.05"),
  systems: chosen(["x86_64-linux"]),
  driver: chosen("production"),
  openKernelModule: chosen(true),
  archList: chosen(["8.9"]),
  graphicsOption: chosen("hardware.graphics"),
};

/** What a part of a test's plan does to one resource. */
export interface Part {
  readonly change: Change;
  readonly actions: readonly Action[];
}

/** Text before and after; `null`: absent. Equal: a no-op. `path` only for system resources. */
export function file(address: Address, before: string | null, after: string | null, path?: string): Part {
  const [from, to] = [before, after].map((text) => (text === null ? null : digestOf(text)));
  const change: Change = {
    address,
    action: from === to ? "no-op" : before === null ? "create" : after === null ? "delete" : "update",
    path: path ?? projectPathOf(address),
    before: from!,
    after: to!,
    details: [],
    reason: "the test says so",
    needs: [],
  };
  if (from === to) return { change, actions: [] };
  const action: Action =
    after === null
      ? { type: "remove-file", address, before: from! }
      : { type: "write-file", address, before: from!, content: after, after: to! };
  return { change, actions: [action] };
}

/** An edit of a partly owned file: `old` becomes `fresh`, once. */
export function edit(address: Address, text: string, old: string, fresh: string, path?: string): Part {
  const start = text.indexOf(old);
  const after = text.replace(old, () => fresh);
  const { change } = file(address, text, after, path);
  const spans = toSpans(text, [{ start, end: start + old.length, text: fresh }]);
  return {
    change,
    actions: [{ type: "write-spans", address, before: change.before!, spans, after: digestOf(after) }],
  };
}

/** Something other than a file: its effect is known after apply. */
export function effect(action: Action, kind: "update" | "delete" = "update"): Part {
  const change: Change = {
    address: action.address,
    action: kind,
    path: projectPathOf(action.address),
    before: null,
    after: kind === "delete" ? null : "known-after-apply",
    details: [],
    reason: "the test says so",
    needs: [],
  };
  return { change, actions: [action] };
}

/** One change with the actions of several parts of one address. */
export function together(first: Part, ...others: readonly Part[]): Part {
  return { change: first.change, actions: [first, ...others].flatMap(({ actions }) => actions) };
}

/** A part whose file was a person's until now. */
export function takingOver(part: Part): Part {
  return { ...part, change: { ...part.change, takesOver: true } };
}

export function planOf(parts: readonly Part[], rest: Partial<Plan> = {}): Plan {
  const changes = parts.map((part) => part.change);
  const hasSystem = changes.some((change) => scopeOf(change.address) === "system");
  return {
    formatVersion: planFormatVersion,
    purpose: "apply",
    nixtorchVersion: "0.1.0",
    catalogVersion: "2026-11-01",
    configDigest: digestOf("config"),
    host: hasSystem ? "workstation" : null,
    root: "/",
    resolution,
    previous: null,
    inputs: { files: {}, tools: {} },
    drift: [],
    changes,
    actions: orderActions(parts.flatMap((part) => part.actions)),
    diagnostics: [],
    summary: summaryOf(changes),
    ...rest,
  };
}
