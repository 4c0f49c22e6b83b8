#!/usr/bin/env node
import module from "node:module";
(module as { enableCompileCache?: () => unknown }).enableCompileCache?.();
await import("./cli/main.js");
