import process from "node:process";

/** Processor seconds after which a library is not asked again for one case. */
export const BUDGET = 1.5;

/** What a peer answers. */
export interface Answer {
  /** Seconds of each repeat. */
  seconds?: number[];
  /** The metrics in the order of the set. */
  values?: (number | null)[];
  /** What went wrong. */
  error?: string;
}

/** A Python process that answers one request at a time. */
export class Peers {
  /** The versions of all peers. */
  versions: Record<string, string> = {};
  #child: Deno.ChildProcess;
  #writer: WritableStreamDefaultWriter<Uint8Array>;
  #lines: AsyncIterator<string>;

  /** Starts the process. */
  constructor(python: string) {
    const script = new URL("metrics_peers.py", import.meta.url).pathname;
    this.#child = new Deno.Command(python, { args: [script], stdin: "piped", stdout: "piped" })
      .spawn();
    this.#writer = this.#child.stdin.getWriter();
    this.#lines = readLines(this.#child.stdout);
  }

  /** Waits until all peers are loaded. */
  async start(): Promise<void> {
    this.versions = JSON.parse((await this.#lines.next()).value);
  }

  /** Asks one question. */
  async ask(request: unknown): Promise<Answer> {
    await this.#writer.write(new TextEncoder().encode(JSON.stringify(request) + "\n"));
    return JSON.parse((await this.#lines.next()).value);
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    await this.#writer.close();
    await this.#child.status;
  }
}

/** The lines of a stream. */
async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}

/** The number in the middle. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** Processor seconds that this program has taken so far, all its threads together. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Repeats batches of at least 5 ms until the budget is spent; returns seconds and last result. */
export function time<T>(run: () => T): { seconds: number[]; result: T } {
  let result = run();
  // warm up, and see how many calls make a batch
  const begin = processorTime();
  let calls = 0;
  while (processorTime() - begin < 0.3) {
    result = run();
    calls++;
  }
  const batch = Math.ceil(0.005 * calls / (processorTime() - begin));
  const seconds: number[] = [];
  const start = processorTime();
  while (seconds.length < 3 || processorTime() - start < BUDGET && seconds.length < 100) {
    const before = processorTime();
    for (let k = 0; k < batch; k++) result = run();
    seconds.push((processorTime() - before) / batch);
  }
  return { seconds, result };
}
