import { StringDecoder } from "node:string_decoder";

/** Cuts a byte stream into lines, at line feeds and at the carriage returns of progress bars; empty ones are dropped. */
export class LineSplitter {
  readonly #decoder = new StringDecoder("utf8");
  readonly #onLine: (line: string) => void;
  #rest = "";

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Uint8Array): void {
    this.#emit(this.#rest + this.#decoder.write(Buffer.from(chunk)));
  }

  flush(): void {
    this.#emit(`${this.#rest}${this.#decoder.end()}\n`);
  }

  #emit(text: string): void {
    const lines = text.split(/[\r\n]/);
    this.#rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") this.#onLine(line.trimEnd());
  }
}
