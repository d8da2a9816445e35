// `deno task export`, run as people run it, with the small model of an old run.
import assert from "node:assert/strict";
import { programArgs } from "../program_args.ts";
import { type Ended, filesBelow, model, root } from "./predict_command.ts";

Deno.test("export writes a file named after the run, and says what it takes and gives", async () => {
  await inFolder(async (cwd) => {
    const { code, stdout, stderr } = await exported(cwd, [model]);
    assert.deepEqual([code, stderr], [0, ""], stdout);
    assert.match(stdout, /^takes +image: uint8 \[n, height, width, 3\]/m);
    assert.match(stdout, /^gives +logits: float \[n, 3, 32, 32\]/m);
    assert.match(stdout, /^gives +labels: uint8 \[n, height, width\]/m);
    assert.match(stdout, /^done\.onnx written, [\d.]+ kB$/m);
    assert.deepEqual(await filesBelow(cwd), ["done.onnx"]);
    const text = new TextDecoder("latin1").decode(await Deno.readFile(`${cwd}/done.onnx`));
    assert.match(text, /classes.*"name":"foreground"/s);
  });
});

Deno.test("export takes the members of a run together for ONNX, one for TensorFlow.js", async () => {
  await inFolder(async (cwd) => {
    await Deno.mkdir(`${cwd}/run`);
    await Deno.writeTextFile(`${cwd}/run/run.json`, '{"members": 2, "status": "done"}');
    for (const member of [1, 2]) await copy(`${model}/model`, `${cwd}/run/members/${member}/model`);
    const one = await exported(cwd, [model, "--out", "one.onnx"]);
    const two = await exported(cwd, ["run", "--out", "new/two.onnx"]);
    assert.deepEqual([one.code, two.code], [0, 0], one.stderr + two.stderr);
    const [small, large] = await Promise.all(
      ["one.onnx", "new/two.onnx"].map((file) => Deno.stat(`${cwd}/${file}`)),
    );
    assert.ok(large.size > 1.8 * small.size, `${small.size} and ${large.size}`);

    const refused = await exported(cwd, ["run", "--format", "tfjs"]);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /must be one model, got 2 members.*run\/members\/1/);
  });
});

Deno.test("export says which steps of post-processing predict takes and the file doesn't", async () => {
  await inFolder(async (cwd) => {
    await copy(`${model}/model`, `${cwd}/run/model`);
    const path = `${cwd}/run/model/model.json`,
      described = JSON.parse(await Deno.readTextFile(path));
    const { classes } = described.userDefinedMetadata;
    const steps = [{ label: classes[0].label, keep: "largest" }];
    described.userDefinedMetadata.postProcessing = { at: "own", steps };
    await Deno.writeTextFile(path, JSON.stringify(described));
    const line = `without post-processing: of ${
      classes[0].name
    } only the largest part of an image stays`;
    for (const format of ["onnx", "tfjs"]) {
      const { code, stdout, stderr } = await exported(cwd, ["run", "--format", format]);
      assert.equal(code, 0, stderr);
      assert.ok(stdout.includes(line), stdout);
    }
    const text = new TextDecoder("latin1").decode(await Deno.readFile(`${cwd}/run.onnx`));
    assert.match(text, /postProcessing.*"keep":"largest"/s);
  });
});

Deno.test("export refuses what it can't do, and leaves nothing behind", async () => {
  await inFolder(async (cwd) => {
    await copy(`${model}/model`, `${cwd}/bad/model`);
    await Deno.truncate(`${cwd}/bad/model/weights.bin`, 100);
    await Deno.mkdir(`${cwd}/page`);
    await Deno.writeTextFile(`${cwd}/page/model.json`, "mine");
    const before = await filesBelow(cwd);
    const refused: [string[], number, RegExp][] = [
      [[], 2, /Expected one run folder, got none/],
      [[model, "bad"], 2, /Expected one run folder, got 2/],
      [[model, "--format", "pth"], 2, /onnx.*tfjs/],
      [["nothing"], 1, /Cannot load a model: there is no folder nothing; it must be one that/],
      [["bad"], 1, /weights\.bin must have \d+ bytes, got 100/],
      [["bad", "--out", "bad/model.onnx"], 1, /Cannot write the model to .*inside the run folder/],
      [["bad", "--format", "tfjs", "--out", "bad/model"], 1, /inside the run folder/],
      [[model, "--format", "tfjs", "--out", "page"], 1, /it holds one already/],
    ];
    for (const [args, code, message] of refused) {
      const ended = await exported(cwd, args);
      assert.match(ended.stderr, message, args.join(" "));
      assert.equal(ended.code, code);
      assert.doesNotMatch(ended.stderr, /^ +at /m);
    }
    assert.deepEqual(await filesBelow(cwd), before);
    assert.equal(await Deno.readTextFile(`${cwd}/page/model.json`), "mine");
  });
});

async function exported(cwd: string, args: string[]): Promise<Ended> {
  const words = programArgs("export").map((word) => word.replace(/^commands\//, `${root}$&`));
  const { code, stdout, stderr } = await new Deno.Command("deno", {
    args: [...words, ...args],
    cwd,
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

async function copy(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for (const name of ["model.json", "weights.bin"]) {
    await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
  }
}

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "triptych-export-" });
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
