import type { ToolInput } from "../model/plan.js";
import { answersTo, dayMs } from "./cache.js";
import type { StageContext } from "./context.js";

/** A program on PATH, and what tells one build of it from another without starting it. */
export interface Tool {
  readonly name: string;
  readonly path: string;
  readonly identity: { readonly realPath: string; readonly size: number; readonly mtimeMs: number };
}

export function findTool(system: StageContext["system"], name: string): Tool | null {
  const path = system.which(name);
  return path === null ? null : toolAt(system, name, path);
}

function toolAt(system: StageContext["system"], name: string, path: string): Tool | null {
  const realPath = system.realPath(path);
  const entry = realPath === null ? null : system.lstat(realPath);
  if (realPath === null || entry === null) return null;
  return { name, path, identity: { realPath, size: entry.size, mtimeMs: entry.mtimeMs } };
}

/** The tool as an input of the plan. Its version is asked once a build and day. */
export async function toolInput(context: StageContext, tool: Tool): Promise<ToolInput> {
  const answers = answersTo<string>(context, "tools", tool.identity);
  const known = answers.find(dayMs);
  if (known !== null) return { version: known, path: tool.path };
  const { stdout, outcome } = await context.system.run({
    program: tool.path,
    args: ["--version"],
    timeoutMs: 20_000,
  });
  const version = /\d+(?:\.\d+)+\S*/.exec(stdout)?.[0] ?? null;
  if (outcome === "success" && version !== null) answers.keep(version);
  return { version: version ?? "unknown", path: tool.path };
}
