// A module of its own, loaded when it is first needed: a bundle keeps it apart, and names of CommonJS exports work.
export { transform } from "sucrase";
