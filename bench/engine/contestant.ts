/**
 * Contestants: each runs host.mjs in a process of its own or in a page of its own.
 *
 * @module
 */

/** What host.mjs answers. */
export interface Answer {
  version?: string;
  /** Of each run. */
  milliseconds?: number[];
  /** Losses of the first steps, or samples of the first logits. */
  first?: (number | number[])[];
  /** Why it can't do that. */
  error?: string;
}

/** Someone to ask. */
export interface Contestant {
  ask(request: Record<string, unknown>): Promise<Answer>;
  end(): Promise<void>;
}

/** Starts host.mjs in Node.js. */
export function inNode(node: string, folder: string): Contestant {
  const child = new Deno.Command(node, {
    args: ["host.mjs"],
    cwd: folder,
    // tfjs-node's own messages
    env: { TF_CPP_MIN_LOG_LEVEL: "2" },
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter(), lines = linesOf(child.stdout);
  return {
    async ask(request) {
      try {
        await writer.write(new TextEncoder().encode(JSON.stringify(request) + "\n"));
      } catch {
        return { error: "its process has ended" };
      }
      for (;;) {
        const { value, done } = await lines.next();
        if (done) return { error: "its process has ended" };
        // libraries write to the terminal, too
        if (value.startsWith("{")) return JSON.parse(value);
      }
    },
    async end() {
      await writer.close().catch(() => {});
      await child.status;
    },
  };
}

// deno-lint-ignore no-explicit-any -- playwright-core is imported dynamically, without its types
type Browser = any;

/** Opens the page with host.mjs. */
export async function inPage(browser: Browser, url: string): Promise<Contestant> {
  const page = await browser.newPage();
  await page.goto(`${url}/host.html`);
  await page.waitForFunction("globalThis.answer");
  return {
    ask: (request) =>
      page.evaluate((it: unknown) => (globalThis as never as Host).answer(it), request),
    end: () => page.close(),
  };
}

interface Host {
  answer(request: unknown): Promise<Answer>;
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}
