/** What is read from `nix --log-format internal-json`, line by line. */
export interface NixLog {
  /** Feeds one line of stderr; gives a line to show, or `null`. */
  push(line: string): string | null;
  /** Messages (errors and warnings) as plain text, in order. */
  text(): string;
  /** Bytes that were downloaded so far. */
  downloaded(): number;
}

/** Activity and result numbers of Nix (`src/libutil/logging.hh`). */
const fileTransfer = 101;
const progressResult = 105;

interface Transfer {
  readonly what: string;
  done: number;
  expected: number;
}

interface Event {
  readonly action?: string;
  readonly id?: number;
  readonly type?: number;
  readonly level?: number;
  readonly text?: string;
  readonly msg?: string;
  readonly fields?: readonly unknown[];
}

/** Nix's log, shown as at most one line a second while something is downloaded. */
export function nixLog(now: () => number): NixLog {
  const transfers = new Map<number, Transfer>();
  const messages: string[] = [];
  let shownAt = Number.NEGATIVE_INFINITY;

  function onEvent(event: Event): string | null {
    if (event.action === "msg" && event.msg !== undefined && (event.level ?? 0) <= 1) {
      messages.push(plain(event.msg));
    }
    if (event.id === undefined) return null;
    if (event.action === "start" && event.type === fileTransfer) {
      const what = String(event.fields?.[0] ?? event.text ?? "");
      transfers.set(event.id, { what, done: 0, expected: 0 });
    }
    const transfer = transfers.get(event.id);
    if (transfer === undefined || event.action !== "result" || event.type !== progressResult) return null;
    transfer.done = countOf(event.fields?.[0]);
    transfer.expected = countOf(event.fields?.[1]);
    if (transfer.done === 0 || now() - shownAt < 1000) return null;
    shownAt = now();
    return progressText(transfer);
  }

  return {
    push(line) {
      if (!line.startsWith("@nix ")) {
        messages.push(plain(line));
        return null;
      }
      const event = parseEvent(line.slice("@nix ".length));
      return event === null ? null : onEvent(event);
    },
    text: () => messages.join("\n"),
    downloaded: () => [...transfers.values()].reduce((sum, transfer) => sum + transfer.done, 0),
  };
}

function parseEvent(json: string): Event | null {
  try {
    const value: unknown = JSON.parse(json);
    return value !== null && typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}

function countOf(value: unknown): number {
  return typeof value === "number" && value > 0 ? value : 0;
}

function progressText({ what, done, expected }: Transfer): string {
  const total = expected > done ? ` of ${mebibytes(expected)}` : "";
  return `downloading ${what}: ${mebibytes(done)}${total}`;
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

/** Text without the escape sequences that colour it. */
export function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex -- escape sequences start with a control character
  return text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, "");
}
