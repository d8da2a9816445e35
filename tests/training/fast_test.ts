// deno task train --fast, as processes: the same bits, and no harm where V8 refuses its flags.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import project from "../../deno.json" with { type: "json" };

const root = fileURLToPath(new URL("../..", import.meta.url));
const SMALL = "--backend simd --size 32 --features 8 --animals 24 --batch 4 --epochs 1".split(" ");

async function train(args: string[], env: Record<string, string> = {}) {
  const [, ...words] = project.tasks.train.command.split(" ");
  const child = new Deno.Command(Deno.execPath(), { args: [...words, ...args], env, cwd: root });
  const { code, stdout } = await child.output();
  return { code, stdout: new TextDecoder().decode(stdout) };
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  await use(folder).finally(() => Deno.remove(folder, { recursive: true }));
}

Deno.test("train --fast says what it gives up, and ends with the same bits", async () => {
  await inFolder(async (folder) => {
    const [slow, fast] = [`${folder}/slow`, `${folder}/fast`];
    await train([...SMALL, "--out", slow]);
    const { code, stdout } = await train([...SMALL, "--fast", "--out", fast]);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^fast {4}no memory bounds checks/);
    if (!stdout.includes("256-bit")) console.log("no 256-bit vectors here: --fast fell back");
    const weights = [slow, fast].map((run) => Deno.readFileSync(`${run}/model/weights.bin`));
    assert.deepEqual(weights[0], weights[1]);
  });
});

Deno.test("train --fast gives the exit code of the process that it started", async () => {
  await inFolder(async (folder) => {
    const { code } = await train([...SMALL, "--fast", "--data", `${folder}/missing`]);
    assert.equal(code, 1);
  });
});

Deno.test("train --fast killed with kill -9 leaves no process behind", async () => {
  await inFolder(async (folder) => {
    const [, ...words] = project.tasks.train.command.split(" ");
    const args = [...words, ...SMALL, "--epochs", "1000", "--fast", "--out", `${folder}/run`];
    const child = new Deno.Command(Deno.execPath(), { args, cwd: root, stdout: "piped" }).spawn();
    const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!/epoch +1\//.test(text)) {
      const { value, done } = await lines.read();
      assert.ok(!done, text);
      text += value;
    }
    child.kill("SIGKILL");
    // the output ends when the last process that holds it does
    while (!(await lines.read()).done);
  });
});

Deno.test("train --fast continues without it where Deno refuses the flags", async () => {
  await inFolder(async (folder) => {
    const refusing = `${folder}/deno`;
    const script = `#!/bin/sh\necho "error: V8 did not recognize flag" >&2\nexit 1\n`;
    await Deno.writeTextFile(refusing, script, { mode: 0o755 });
    const env = { PATH: `${folder}:${Deno.env.get("PATH")}` };
    const { code, stdout } = await train([...SMALL, "--fast", "--out", `${folder}/run`], env);
    assert.equal(code, 0, stdout);
    assert.match(
      stdout,
      /^fast {4}unavailable, continuing without it: error: V8 did not recognize flag\n/,
    );
    assert.match(stdout, /relaxed SIMD|, SIMD/);
  });
});
