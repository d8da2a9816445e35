// deno task train as it is typed: the same bits with and without V8's flags, a terminal's Ctrl-C, a PATH
// without Deno.
import assert from "node:assert/strict";
import { readRun } from "../../evaluation/mod.ts";
import { ignoreUnless } from "../ignored.ts";
import { type Ended, inFolder, output, root, SMALL } from "./train_command.ts";

/** Runs `deno task train`. */
async function task(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["task", "train", ...args],
    cwd: root,
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
  return await output(command.spawn());
}

Deno.test("deno task train skips bounds checks, --safe keeps them, --fast is no error: all give the same bits", async () => {
  await inFolder(async (folder) => {
    const weights: Uint8Array[] = [];
    for (
      const [flag, engine] of [
        ["", /^engine {2}simd: .* without bounds checks on/m],
        ["--safe", /^engine {2}simd: .* WebAssembly on/m],
        ["--fast", /^engine {2}simd: .* without bounds checks on/m],
      ] as const
    ) {
      const out = `${folder}/run${flag}`;
      const { code, stdout, stderr } = await task(
        [...SMALL, "--epochs", "1", "--out", out, ...flag ? [flag] : []],
      );
      assert.equal(code, 0, stderr);
      assert.match(stdout, engine);
      weights.push(await Deno.readFile(`${out}/model/weights.bin`));
    }
    assert.deepEqual(weights[1], weights[0]);
    assert.deepEqual(weights[2], weights[0]);
  });
});

Deno.test("deno task train gives the program's exit code for work that fails and for wrong usage", async () => {
  const failed = await task([...SMALL, "--data", "/no/such/folder"]);
  assert.equal(failed.code, 1, failed.stderr);
  const wrong = await task(["--epoch", "1"]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /^error: Unknown flag --epoch, did you mean --epochs\?$/m);
});

Deno.test("deno task train needs no deno on the PATH", async () => {
  await inFolder(async (folder) => {
    const { code, stdout, stderr } = await task(["--help"], { PATH: folder });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /--safe/);
  });
});

Deno.test({
  name:
    "Ctrl-C at a terminal stops deno task train once, after the step, and asks for no permission",
  ignore: ignoreUnless(
    Deno.build.os === "linux" && await hasScript(),
    "needs util-linux's script, which makes a terminal",
  ),
  fn: () =>
    inFolder(async (folder) => {
      const out = `${folder}/run`;
      const { code, text } = await atTerminal(
        [Deno.execPath(), "task", "train", ...SMALL, "--epochs", "1000", "--out", out],
        /epoch +2\//,
      );
      assert.equal(code, 130, text);
      // a bar is drawn at terminals alone
      assert.match(text, /images\/s/);
      assert.match(text, /Stopping after this step/);
      assert.match(text, /Stopped\. To resume: deno task train --resume/);
      assert.equal((await readRun(out)).run?.status, "stopped");
    }),
});

async function hasScript(): Promise<boolean> {
  try {
    const command = new Deno.Command("script", { args: ["--version"] });
    return new TextDecoder().decode((await command.output()).stdout).includes("util-linux");
  } catch {
    return false;
  }
}

/** Runs a command at a terminal of its own, and types Ctrl-C when its output matches. */
async function atTerminal(
  words: string[],
  when: RegExp,
): Promise<{ code: number; text: string }> {
  const line = words.map((word) => `'${word}'`).join(" ");
  const child = new Deno.Command("script", {
    args: ["-qec", line, "/dev/null"],
    cwd: root,
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const keyboard = child.stdin.getWriter();
  let text = "", typed = false;
  for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (typed || !when.test(text)) continue;
    typed = true;
    await keyboard.write(Uint8Array.of(3));
  }
  await keyboard.close().catch(() => {});
  return { code: (await child.status).code, text };
}
