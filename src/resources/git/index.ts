export { observeChanges, type FileChange } from "./changes.js";
export { changeNotes, unplanGit, type WrittenFile } from "./notes.js";
export { observeGit, type GitContext, type GitFacts, type IgnoreRule } from "./observe.js";
export { planGit, type GitPlan, type NixFile } from "./plan.js";
