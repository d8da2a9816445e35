// The launcher, as a process with small programs: what it starts them with, and that it is nowhere in
// the way of signals, terminals and exit codes.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { FAST_FLAGS } from "@triptych/engine/v8-flags";
import { withoutUnix } from "../ignored.ts";
import { type Ended, inFolder, output } from "./train_command.ts";

const LAUNCHER = fileURLToPath(new URL("../../commands/launch.ts", import.meta.url));
const FAST = FAST_FLAGS.join(",");

/** Tells what it was started with, and ends with the code that is its first argument. */
const TELLS = `console.log(JSON.stringify({
  flags: Deno.env.get("DENO_V8_FLAGS") ?? null,
  args: Deno.args,
  mayRun: Deno.permissions.querySync({ name: "run" }).state,
  stdin: await new Response(Deno.stdin.readable).text(),
}));
Deno.exit(Number(Deno.args[0]));`;

/** Ends with a code on each signal, and is killed by none. */
const LISTENS = `for (const [name, code] of [["SIGINT", 3], ["SIGTERM", 4], ["SIGHUP", 5]]) {
  Deno.addSignalListener(name, () => Deno.exit(code));
}
console.log(Deno.pid);
setInterval(() => {}, 1000);`;

interface Start {
  /** The program's text. */
  program: string;
  /** Its arguments. */
  args?: string[];
  /** Deno's options for the launcher. */
  options?: string[];
  /** Variables. */
  env?: Record<string, string>;
}

/** Starts the launcher with a program that may do nothing but look at V8's flags. */
async function launch(folder: string, start: Start): Promise<Deno.ChildProcess> {
  const { program, args = [], options = [], env } = start;
  const file = join(folder, "program.ts");
  await Deno.writeTextFile(file, program);
  const own = ["--allow-env=DENO_V8_FLAGS", `--allow-run=${Deno.execPath()}`, ...options];
  const words = ["run", "--no-lock", "--allow-env=DENO_V8_FLAGS,TRIPTYCH_LAUNCHER", file, ...args];
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-lock", ...own, LAUNCHER, ...words],
    env: { NO_COLOR: "1", ...env },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** What a program that tells is started with. */
async function told(start: Omit<Start, "program">, stdin = ""): Promise<Ended> {
  let ended: Ended | undefined;
  await inFolder(async (folder) => {
    const child = await launch(folder, { program: TELLS, ...start });
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(stdin));
    await writer.close();
    ended = await output(child);
  });
  return ended!;
}

/** Starts the program that listens and gives its process id. */
async function listening(
  folder: string,
): Promise<{ child: Deno.ChildProcess; pid: number; rest: () => Promise<void> }> {
  const child = await launch(folder, { program: LISTENS });
  await child.stdin.close();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await lines.read();
  // the output ends when the last process that holds it does
  const rest = async () => {
    while (!(await lines.read()).done);
  };
  return { child, pid: Number(value), rest };
}

Deno.test("a program gets V8's flags for speed, its arguments and its input, and may start nothing", async () => {
  const { code, stdout } = await told({ args: ["0", "--out", "a b", "-x"] }, "typed");
  assert.equal(code, 0);
  const args = ["0", "--out", "a b", "-x"];
  assert.deepEqual(JSON.parse(stdout), { flags: FAST, args, mayRun: "prompt", stdin: "typed" });
});

Deno.test("flags for V8 that were set are kept", async () => {
  const { stdout } = await told({ args: ["0"], env: { DENO_V8_FLAGS: "--no-lazy" } });
  assert.equal(JSON.parse(stdout).flags, `--no-lazy,${FAST}`);
});

for (
  const [args, flags] of [
    [["--safe"], null],
    [["--safe=true"], null],
    [["--safe", "--no-safe"], FAST],
    [["--safe=false"], FAST],
    [["--safer"], FAST],
  ] as const
) {
  Deno.test(`${args.join(" ")} starts a program ${flags ? "with" : "without"} the flags`, async () => {
    const { stdout } = await told({ args: ["0", ...args] });
    assert.deepEqual(JSON.parse(stdout).flags, flags);
    assert.deepEqual(JSON.parse(stdout).args, ["0", ...args]);
  });
}

Deno.test("--fast, which asked for what is now the default, is taken off", async () => {
  const { stdout } = await told({ args: ["0", "--fast", "--seed", "1"] });
  assert.deepEqual(JSON.parse(stdout).args, ["0", "--seed", "1"]);
});

Deno.test("where V8 refuses the flags, a line says so and the program runs without", async () => {
  await inFolder(async (folder) => {
    const flags = `data:text/javascript,export const FAST_FLAGS = ["--no-such-flag"];`;
    const map = join(folder, "imports.json");
    await Deno.writeTextFile(
      map,
      JSON.stringify({ imports: { "@triptych/engine/v8-flags": flags } }),
    );
    const { code, stdout, stderr } = await told({ args: ["0"], options: [`--import-map=${map}`] });
    assert.equal(code, 0, stderr);
    assert.equal(JSON.parse(stdout).flags, null);
    assert.equal(
      stderr,
      "note: continuing without V8's flags for speed: " +
        "error: V8 did not recognize flag '--no-such-flag'\n",
    );
  });
});

for (const code of [0, 1, 2, 130]) {
  Deno.test(`the exit code ${code} is passed on`, async () => {
    const ended = await told({ args: [`${code}`] });
    assert.deepEqual([ended.code, ended.stderr], [code, ""]);
  });
}

for (const [name, code] of [["SIGINT", 3], ["SIGTERM", 4], ["SIGHUP", 5]] as const) {
  Deno.test({
    name: `${name} for the launcher reaches the program`,
    ignore: withoutUnix(),
    fn: () =>
      inFolder(async (folder) => {
        const { child, rest } = await listening(folder);
        child.kill(name);
        await rest();
        const { code: ended, stderr } = await collected(child);
        assert.deepEqual([ended, stderr], [code, ""]);
      }),
  });
}

for (
  const [name, code, message] of [
    ["SIGKILL", 137, /^error: The program was ended by SIGKILL: .*because memory ran out\n$/],
    ["SIGABRT", 134, /^error: The program was ended by SIGABRT: .*--safe turns it into an error/],
    ["SIGQUIT", 131, /^error: The program was ended by SIGQUIT/],
  ] as const
) {
  Deno.test({
    name: `a program that ${name} ends gives ${code} and a sentence`,
    ignore: withoutUnix(),
    fn: () =>
      inFolder(async (folder) => {
        const { child, pid, rest } = await listening(folder);
        Deno.kill(pid, name);
        await rest();
        const ended = await collected(child);
        assert.equal(ended.code, code);
        assert.match(ended.stderr, message);
      }),
  });
}

Deno.test({
  name: "kill -9 of the launcher ends the program",
  ignore: withoutUnix(),
  fn: () =>
    inFolder(async (folder) => {
      const { child, rest } = await listening(folder);
      child.kill("SIGKILL");
      await rest();
      await collected(child);
    }),
});

Deno.test("a program whose launcher is gone when it starts does not run", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "program.ts");
    await Deno.writeTextFile(file, "console.log(1)");
    const watch = fileURLToPath(
      new URL("../../commands/launch/end_with_launcher.ts", import.meta.url),
    );
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-lock", "--allow-env=TRIPTYCH_LAUNCHER", `--preload=${watch}`, file],
      env: { TRIPTYCH_LAUNCHER: String(Deno.pid + 1) },
    }).output();
    assert.deepEqual([code, stdout.length], [1, 0]);
  });
});

async function collected(child: Deno.ChildProcess): Promise<{ code: number; stderr: string }> {
  const stderr = await new Response(child.stderr).text();
  return { stderr, code: (await child.status).code };
}
