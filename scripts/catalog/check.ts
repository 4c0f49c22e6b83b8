import type * as z from "zod";
import type { Catalog } from "../../src/compat/catalog-types.js";
import { cudaProblems } from "./checks/cuda.js";
import { gpuProblems } from "./checks/gpus.js";
import { nixpkgsProblems } from "./checks/nixpkgs.js";
import { cacheProblems, packageProblems } from "./checks/packages.js";
import { sourceProblems } from "./checks/sources.js";
import { torchProblems } from "./checks/torch.js";
import { childOf, placeOf } from "./place.js";
import { catalogSchema } from "./schema.js";

const checks = [
  sourceProblems,
  torchProblems,
  cudaProblems,
  gpuProblems,
  nixpkgsProblems,
  cacheProblems,
  packageProblems,
];

/**
 * Everything that is wrong with a catalog, one readable line each: its shape first, and if that is right, whether its
 * rows agree with each other. Empty: it may be released.
 */
export function catalogProblems(catalog: unknown): readonly string[] {
  const { error } = catalogSchema.safeParse(catalog);
  if (error !== undefined) return error.issues.map((issue) => shapeProblem(catalog, issue));
  return checks.flatMap((check) => [...check(catalog as Catalog)]);
}

function shapeProblem(catalog: unknown, issue: z.core.$ZodIssue): string {
  const place = placeOf(catalog, issue.path);
  const value = issue.path.reduce<unknown>(childOf, catalog);
  if (value === undefined) return `${place}: is missing`;
  if (issue.code === "invalid_format" && issue.format === "regex")
    return `${place}: ${JSON.stringify(value)} ${issue.message}`;
  return `${place}: ${issue.message}`;
}
