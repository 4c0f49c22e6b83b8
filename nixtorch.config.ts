import { defineConfig } from "nixtorch";

// The environment in which nixtorch itself is tried on a GPU: one card of every generation it must serve.
export default defineConfig({
  project: { name: "nixtorch-lab", python: "3.12" },
  gpu: ["GTX 1080 Ti", "RTX 4090", "H100"],
  packages: ["numpy"],
  groups: { dev: ["pytest"] },
});
