// How runs of `deno task evaluate` end: stopped, out of disk, started again.
import assert from "node:assert/strict";
import { readRun } from "../../../evaluation/mod.ts";
import { untilHolds } from "../../commands/train_command.ts";
import { ignoreUnless } from "../../ignored.ts";
import { commandLine, evaluate, filesBelow, folderTest, maskFolders } from "./evaluate_command.ts";
import { assertMatchesSchema } from "../run_folder/run_schema.ts";

/** So many masks that a signal comes in time. */
const MANY = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`case_${i}`, [0, 1, 1]]));

const hasSignals = Deno.build.os !== "windows";
const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

for (const [name, code] of Object.entries(CODES) as [keyof typeof CODES, number][]) {
  Deno.test({
    name: `an evaluation ended by ${name} is stopped, and starts again in its folder`,
    ignore: ignoreUnless(hasSignals, "Windows has no signals that a test can send"),
    fn: async () => {
      const folder = await Deno.makeTempDir();
      const line = [...await maskFolders(folder, MANY, MANY), "--out", `${folder}/out`];
      await using child = new Deno.Command("deno", {
        args: commandLine(line),
        stdout: "null",
        stderr: "null",
      }).spawn();
      const pictures = async () => (await filesBelow(`${folder}/out/pictures`)).length;
      await untilHolds(child, async () => await pictures() >= 6);
      assert.equal((await readRun(`${folder}/out`)).writer, "alive");
      child.kill(name);
      assert.equal((await child.status).code, code);
      await assertMatchesSchema(`${folder}/out`);
      const { run, evaluation, writer } = await readRun(`${folder}/out`);
      assert.deepEqual([run!.status, run!.error, evaluation, writer], [
        ...["stopped", undefined, null, "gone"],
      ]);

      // other masks than before: nothing of the first attempt may stay
      for (const side of ["truth", "prediction"]) {
        await Deno.remove(`${folder}/${side}`, { recursive: true });
      }
      await maskFolders(folder, { other: [0, 1] }, { other: [0, 1] });
      const again = await evaluate(line);
      assert.deepEqual([again.code, again.stderr], [0, ""]);
      assert.deepEqual(await filesBelow(`${folder}/out`), [
        ".lock",
        "evaluation.json",
        "evaluation.long.csv",
        "evaluation.wide.csv",
        "pictures/other.prediction.png",
        "pictures/other.truth.png",
        "run.json",
        "summary.json",
      ]);
      await Deno.remove(folder, { recursive: true });
    },
  });
}

folderTest(
  "evaluate starts again only where nothing else lies, and never over figures",
  async (folder) => {
    const line = [
      ...await maskFolders(folder, { a: [0, 1] }, { a: [0, 1] }),
      "--out",
      `${folder}/out`,
    ];
    assert.equal((await evaluate(line)).code, 0);
    const done = await evaluate(line);
    assert.deepEqual([done.code, /it must not exist yet/.test(done.stderr)], [1, true]);

    const path = `${folder}/out/run.json`;
    const run = JSON.parse(await Deno.readTextFile(path));
    const change = (fields: object) =>
      Deno.writeTextFile(path, JSON.stringify({ ...run, ...fields }));
    await change({ status: "running", backend: "simd" });
    assert.match((await evaluate(line)).stderr, /it must not exist yet/, "a training's folder");
    await change({ status: "running" });
    for (const other of ["notes.txt", "pictures/mine.png"]) {
      await Deno.writeTextFile(`${folder}/out/${other}`, "not to be lost");
      assert.match((await evaluate(line)).stderr, /it must not exist yet/, other);
      await Deno.remove(`${folder}/out/${other}`);
    }
    const part = `${folder}/out/pictures/a.truth.png.${crypto.randomUUID()}.part`;
    await Deno.writeTextFile(part, "half a picture");
    const again = await evaluate(line);
    assert.deepEqual([again.code, again.stderr], [0, ""]);
    await assert.rejects(Deno.stat(part), Deno.errors.NotFound);
  },
);

Deno.test({
  name: "an evaluation that can't write ends with exit code 1, the path, and why in run.json",
  ignore: ignoreUnless(hasSignals, "Windows has no limit on the size of files to set"),
  fn: async () => {
    const folder = await Deno.makeTempDir();
    const line = [
      ...await maskFolders(folder, { a: [0, 1] }, { a: [0, 1] }),
      "--out",
      `${folder}/out`,
    ];
    // files may have at most 1 KB: run.json and pictures may, the figures may not
    const script = `trap "" XFSZ; ulimit -f 2; exec deno "$@"`;
    const { code, stderr } = await new Deno.Command("sh", {
      args: ["-c", script, "sh", ...commandLine(line)],
      env: { NO_COLOR: "1" },
    }).output();
    const text = new TextDecoder().decode(stderr);
    assert.match(
      text,
      /^error: Cannot write \S*out\/evaluation\.json: the file is too large/,
    );
    const { run } = await readRun(`${folder}/out`);
    assert.deepEqual([code, run!.status], [1, "stopped"]);
    assert.match(String(run!.error), /^Cannot write \S*evaluation\.json: the file is too large/);
    assert.ok((await filesBelow(`${folder}/out`)).every((file) => !file.endsWith(".part")));
    await Deno.remove(folder, { recursive: true });
  },
});

const canMount = Deno.build.os === "linux" && Deno.uid() === 0 &&
  (await new Deno.Command("unshare", { args: ["-m", "true"] }).output().catch(() => null))
      ?.success === true;

Deno.test({
  name: "an evaluation that fills the disk is stopped, keeps its cases, and run.json says by what",
  ignore: ignoreUnless(canMount, "only root on Linux can mount a small disk"),
  fn: async () => {
    const folder = await Deno.makeTempDir();
    const line = [...await maskFolders(folder, MANY, MANY), "--out", `${folder}/full/out`];
    await Deno.mkdir(`${folder}/full`);
    const script = 'mount -t tmpfs -o size=400k tmpfs "$0" && { deno "$@"; echo "exit $?"; ' +
      'cat "$0/out/run.json"; wc -l "$0/out/cases.jsonl"; ls "$0/out"; }';
    const { stdout, stderr } = await new Deno.Command("unshare", {
      args: ["-m", "sh", "-c", script, `${folder}/full`, ...commandLine(line)],
      env: { NO_COLOR: "1" },
    }).output();
    const [text, errors] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    // pictures and journal fill it, whichever comes first
    const file = /^error: Cannot write \S*(\/pictures\/case_\S*|cases\.jsonl): the disk is full$/m;
    assert.match(errors, file);
    assert.match(text, /^exit 1$/m);
    assert.match(text, /"status": "stopped"/);
    assert.match(text, /"error": "Cannot write \S*: the disk is full"/);
    assert.match(text, /^[1-9]\d* \S*cases\.jsonl$/m);
    assert.doesNotMatch(text, /\.part$/m);
    await Deno.remove(folder, { recursive: true });
  },
});
