import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** An error of the compiler, counted from 1. */
export interface TypeError {
  readonly line: number;
  readonly column: number;
  /** With the chain of reasons below it. */
  readonly text: string;
}

const root = join(import.meta.dirname, "../..");

/** What the compiler says about one file, as a person's strict project would have it. */
export function compile(source: string): readonly TypeError[] {
  // Inside the repository, so that `nixtorch` is found as everywhere else in the tests.
  mkdirSync(join(root, ".cache"), { recursive: true });
  const directory = mkdtempSync(join(root, ".cache/types-"));
  try {
    writeFileSync(join(directory, "cases.ts"), source);
    writeFileSync(
      join(directory, "tsconfig.json"),
      JSON.stringify({
        extends: "../../tsconfig.json",
        compilerOptions: {
          rootDir: "../..",
          paths: { nixtorch: ["../../src/config/sdk.ts"] },
          noUnusedLocals: false,
        },
        files: ["cases.ts"],
        include: [],
      }),
    );
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const { stdout, error } = spawnSync(process.execPath, [tsc, "-p", directory, "--pretty", "false"], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    if (error !== undefined) throw error;
    return errorsIn(stdout);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function errorsIn(output: string): readonly TypeError[] {
  const errors: { line: number; column: number; text: string }[] = [];
  for (const line of output.split("\n")) {
    const head = /^(.*)\((\d+),(\d+)\): error TS\d+: (.*)$/.exec(line);
    if (head === null) {
      if (errors.length > 0 && line.trim() !== "") errors.at(-1)!.text += `\n${line}`;
    } else if (head[1]!.endsWith("cases.ts")) {
      errors.push({ line: Number(head[2]), column: Number(head[3]), text: head[4]! });
    } else throw new Error(`not in the cases: ${line}`);
  }
  return errors;
}
