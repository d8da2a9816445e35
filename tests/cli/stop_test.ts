import assert from "node:assert/strict";
import { withoutUnix } from "../ignored.ts";

const CLI = new URL("../../cli/mod.ts", import.meta.url).href;

/** A command that waits to be stopped, then prints what it still had to do. */
const PROGRAM = `import { runCommand, stopSignal } from "${CLI}";
await runCommand(async () => {
  const signal = stopSignal();
  console.log("waiting");
  await new Promise((done) => { signal.onabort = done; setTimeout(done, 20_000); });
  console.log("put away");
  signal.throwIfAborted();
});`;

const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

for (const [name, code] of Object.entries(CODES) as [keyof typeof CODES, number][]) {
  Deno.test({
    name: `a command stopped by ${name} puts its work away and exits with ${code}`,
    ignore: withoutUnix(),
    fn: async () => {
      const { stdout, stderr, code: ended } = await signalled(PROGRAM, [name]);
      assert.deepEqual([stdout, ended], ["waiting\nput away\n", code]);
      assert.equal(stderr, "\nStopping after this step; press Ctrl-C again to quit immediately\n");
    },
  });
}

Deno.test({
  name: "a signal that comes twice is one, also where a step is computed meanwhile",
  ignore: withoutUnix(),
  fn: async () => {
    const program = PROGRAM.replace(
      "signal.onabort = done",
      `signal.onabort = () => {
      setTimeout(() => { for (const end = Date.now() + 800; Date.now() < end;); }, 1);
      setTimeout(done, 1000);
    }`,
    );
    const { stdout, code } = await signalled(program, ["SIGINT", 100, "SIGINT"]);
    assert.deepEqual([stdout, code], ["waiting\nput away\n", 130]);
  },
});

Deno.test({
  name: "a second signal ends the program at once",
  ignore: withoutUnix(),
  fn: async () => {
    const program = PROGRAM.replace("signal.onabort = done", "");
    const { stdout, code } = await signalled(program, ["SIGTERM", 1000, "SIGINT"]);
    assert.deepEqual([stdout, code], ["waiting\n", 130]);
  },
});

/** Runs a program and, once it has printed something, sends it signals, with pauses in milliseconds. */
async function signalled(
  program: string,
  signals: (Deno.Signal | number)[],
): Promise<{ stdout: string; stderr: string; code: number }> {
  const args = ["run", "--no-lock", "--allow-read", "--allow-env", "-"];
  const command = new Deno.Command("deno", {
    args,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
  await using child = command.spawn();
  const stdin = child.stdin.getWriter();
  await stdin.write(new TextEncoder().encode(program));
  await stdin.close();
  let stdout = "", sent: Promise<void> | undefined;
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    if (text !== "") sent ??= send(child, signals);
    stdout += text;
  }
  await sent;
  const stderr = await new Response(child.stderr).text();
  return { stdout, stderr, code: (await child.status).code };
}

async function send(child: Deno.ChildProcess, signals: (Deno.Signal | number)[]): Promise<void> {
  for (const signal of signals) {
    if (typeof signal === "string") child.kill(signal);
    else await new Promise((resolve) => setTimeout(resolve, signal));
  }
}
