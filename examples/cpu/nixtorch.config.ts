import { defineConfig } from "nixtorch";

export default defineConfig({
  gpu: "none",
  packages: ["scikit-learn"],
});
