// Applies one plan in a process of its own, so that it can live in another mount namespace. Bundled by namespace.ts.
import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import { applyPlan } from "../../src/apply/executor.js";
import { realSystem } from "../../src/host/real.js";
import type { ApplyEvent } from "../../src/model/apply.js";
import type { Job, JobResult, Shown } from "./namespace.js";

const job = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as Job;
const real = realSystem({ env: job.env });
const { asUser } = job;
const system =
  asUser === undefined
    ? real
    : {
        ...real,
        uid: 1000,
        canWrite: (path: string) =>
          !asUser.cannotWrite.some((prefix) => path.startsWith(prefix)) && real.canWrite(path),
      };
const events: ApplyEvent[] = [];
const outcome = await applyPlan(system, job.plan, { ...job.options, onEvent: (event) => events.push(event) });

function show(path: string): Shown | null {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) return null;
  return {
    text: stats.isSymbolicLink() ? readlinkSync(path) : stats.isFile() ? readFileSync(path, "utf8") : "",
    mode: stats.mode & 0o7777,
    uid: stats.uid,
  };
}

const shown = Object.fromEntries(job.show.map((path) => [path, show(path)]));
process.stdout.write(JSON.stringify({ outcome, events, shown } satisfies JobResult));
