import { defineConfig } from "nixtorch";

export default defineConfig({
  gpu: "RTX 4090",
  packages: ["transformers"],
});
