export { observeGit, type GitContext, type GitFacts, type IgnoreRule } from "./observe.js";
export { planGit, type GitPlan, type NixFile } from "./plan.js";
