import { formatBytes, formatDuration } from "./numbers.ts";
import { textWidth } from "./table.ts";

/** Where progress is shown; tests bring their own. */
export interface Terminal {
  /** Whether lines can be redrawn; a file or a pipe gets plain lines. */
  isTerminal: boolean;
  /** Characters per line, asked each time it is drawn. */
  columns: () => number;
  /** Writes a text as it is. */
  write: (text: string) => void;
  /** The time, in milliseconds. */
  now: () => number;
}

/** What a progress bar counts. */
export interface ProgressOptions {
  /** The count at the end; until it is known, nothing is shown. */
  total?: number;
  /** The count at the start, for work that is resumed; 0 when left out. */
  start?: number;
  /** What is counted: `images`; `bytes` are shown as kB and MB. */
  unit: string;
  /** What is being done, in front of the bar: `download images.tar.gz`. */
  label?: string;
  /** Where lines can't be redrawn: one plain line per 10 % (true, the default), or none. */
  plainLines?: boolean;
  /** Where to show it; Deno's standard output when left out. */
  terminal?: Terminal;
}

/**
 * Shows the progress of a long task; the bar disappears however the task ends.
 *
 * @param options What is counted and where it is shown.
 * @param work The task, called with the bar.
 * @returns What the task returns.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const sum = await withProgress({ total: 3, unit: "images" }, async (bar) => {
 *   for (let done = 1; done <= 3; done++) bar.update(await Promise.resolve(done));
 *   return 6;
 * });
 * assert.equal(sum, 6);
 * ```
 */
export async function withProgress<Result>(
  options: ProgressOptions,
  work: (bar: Progress) => Promise<Result>,
): Promise<Result> {
  const bar = new Progress(options);
  try {
    return await work(bar);
  } finally {
    bar.clear();
  }
}

/**
 * The progress of a long task: on a terminal one line redrawn in place (label, bar, percent, note, speed
 * and time left), cut to the terminal's width, at most ten times per second; elsewhere a plain line per
 * 10 %. {@link withProgress} removes it at the end.
 */
export class Progress {
  #options: Required<Omit<ProgressOptions, "total">> & { total: number };
  #startedAt = 0;
  #drawnAt = -Infinity;
  #drawn = false;
  #tenths = 0;
  #done = 0;

  /** @param options What is counted and where it is shown. */
  constructor(options: ProgressOptions) {
    const terminal = options.terminal ?? denoTerminal();
    this.#options = { total: NaN, start: 0, label: "", plainLines: true, ...options, terminal };
    this.restart({});
  }

  /**
   * Begins another count on the same line.
   *
   * @param options Its total and its label, where they differ.
   */
  restart(options: Pick<ProgressOptions, "total" | "label">): void {
    this.clear();
    this.#options = { ...this.#options, ...options };
    this.#startedAt = this.#options.terminal.now();
    this.#drawnAt = -Infinity;
    this.#done = this.#options.start;
    this.#tenths = this.#tenthsDone();
  }

  /**
   * {@link update} as a callback, for tasks that find out the total themselves.
   *
   * @param done The count so far.
   * @param total The count at the end; undefined if it isn't known.
   */
  readonly onProgress = (done: number, total?: number): void => {
    if (total === undefined) return;
    if (total !== this.#options.total) this.restart({ total });
    this.update(done);
  };

  /**
   * Sets how far the task is.
   *
   * @param done The count so far.
   * @param note What else is worth showing: `epoch 3/30, loss 0.512`.
   */
  update(done: number, note = ""): void {
    this.#done = done;
    const { terminal, plainLines, total } = this.#options;
    if (Number.isNaN(total)) return;
    if (terminal.isTerminal) {
      const isEnd = done >= total;
      if (!isEnd && terminal.now() - this.#drawnAt < MILLISECONDS_PER_FRAME) return;
      this.#drawnAt = terminal.now();
      this.#draw(note);
    } else if (plainLines && this.#tenthsDone() > this.#tenths) {
      this.#tenths = this.#tenthsDone();
      terminal.write(`${join(this.#texts(note))}\n`);
    }
  }

  /**
   * Prints a line above the bar.
   *
   * @param line The text, without a newline.
   */
  log(line: string): void {
    this.clear();
    this.#drawnAt = -Infinity;
    this.#options.terminal.write(`${line}\n`);
  }

  /** Removes the bar from the terminal; call it when the task ends, well or not. */
  clear(): void {
    if (this.#drawn) this.#options.terminal.write(CLEAR_LINE);
    this.#drawn = false;
  }

  #draw(note: string): void {
    const columns = this.#options.terminal.columns() - 1;
    const [label, ...rest] = this.#texts(note);
    // the bar gets what the texts leave; a short line does without
    const cells = columns - textWidth(join([label, ...rest])) - GAP.length;
    const middle = cells < BAR_LEAST ? "" : bar(this.#share(), Math.min(BAR_WIDTH, cells));
    const line = [...join([label, middle, ...rest])].slice(0, Math.max(0, columns)).join("");
    this.#options.terminal.write(CLEAR_LINE + line);
    this.#drawn = true;
  }

  /** Label, percent, note, speed and time left; empty if there is none. */
  #texts(note: string): string[] {
    const { label, unit, total, start, terminal } = this.#options;
    const seconds = (terminal.now() - this.#startedAt) / 1000;
    const speed = seconds > 0 ? (this.#done - start) / seconds : 0;
    const percent = `${Math.floor(100 * this.#share())} %`.padStart(5);
    const texts = [label, percent, note];
    if (unit === "bytes") texts.push(`${formatBytes(this.#done)} of ${formatBytes(total)}`);
    if (speed > 0) {
      texts.push(
        unit === "bytes" ? `${formatBytes(speed)}/s` : `${formatSpeed(speed)} ${unit}/s`,
      );
      texts.push(`${formatDuration((total - this.#done) / speed)} left`);
    }
    return texts;
  }

  #share(): number {
    const { total } = this.#options;
    return total > 0 ? Math.min(1, Math.max(0, this.#done / total)) : 1;
  }

  #tenthsDone(): number {
    return Math.floor(10 * this.#share());
  }
}

const MILLISECONDS_PER_FRAME = 100;
const BAR_WIDTH = 30;
const BAR_LEAST = 8;
const GAP = "  ";

/** Back to the line's start, and everything from there on erased. */
const CLEAR_LINE = "\r\x1b[K";

function join(texts: string[]): string {
  return texts.filter((text) => text !== "").join(GAP);
}

/** Three digits, without an exponent. */
function formatSpeed(speed: number): string {
  return speed >= 100 ? speed.toFixed(0) : speed.toPrecision(3);
}

function bar(share: number, cells: number): string {
  const full = Math.round(share * cells);
  return "█".repeat(full) + "░".repeat(cells - full);
}

function denoTerminal(): Terminal {
  const encoder = new TextEncoder();
  return {
    isTerminal: Deno.stdout.isTerminal(),
    columns: () => Deno.consoleSize().columns || 80,
    write: (text) => writeAll(encoder.encode(text)),
    now: () => performance.now(),
  };
}

/** Writes to the terminal; if it was closed, the task goes on without. */
function writeAll(bytes: Uint8Array): void {
  try {
    for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
  } catch {
    // nobody is watching
  }
}
