import { Worker } from "node:worker_threads";

/** How much later than the deadline the watchdog acts: a thread that still listens has given up by then. */
const graceMs = 250;

/**
 * Runs in a thread of its own, because the main one may be caught in a loop between two awaits, where neither its
 * timers nor the time limit of a script reach it. Node's inspector can end what a thread is executing. A session that is
 * still open when the process ends would make Node wait for it, and say so on stderr.
 */
const text = `
const { Session } = require("node:inspector");
const { workerData } = require("node:worker_threads");
const done = new Int32Array(workerData.done);
if (Atomics.wait(done, 0, 0, workerData.ms) === "timed-out") {
  const session = new Session();
  session.connectToMainThread();
  session.post("Runtime.terminateExecution");
  session.disconnect();
}
`;

/** Ends whatever this thread is executing after `timeoutMs`, unless the returned function was called before. */
export function startWatchdog(timeoutMs: number): () => void {
  const done = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const worker = new Worker(text, { eval: true, workerData: { done, ms: timeoutMs + graceMs } });
  worker.unref();
  return () => {
    Atomics.store(new Int32Array(done), 0, 1);
    Atomics.notify(new Int32Array(done), 0);
  };
}
