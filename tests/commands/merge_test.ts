// `deno task merge` and the parts that it merges, run as people run them.
import assert from "node:assert/strict";
import { evaluate, folderTest, maskFolders, ROOT } from "../evaluation/masks/evaluate_command.ts";

const { tasks } = JSON.parse(await Deno.readTextFile(`${ROOT}deno.json`));

async function merge(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const [, ...command] = tasks.merge.command.replace("commands/", `${ROOT}commands/`).split(" ");
  const { code, stdout, stderr } = await new Deno.Command("deno", {
    args: [...command, ...args],
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

folderTest("evaluate --shard and merge measure all cases", async (folder) => {
  const masks = { a: [0, 1], b: [1, 1], c: [0, 1], d: [0, 0] };
  const line = [...await maskFolders(folder, masks, masks), "--classes", "1=cat"];
  for (const part of [1, 2]) {
    const out = ["--shard", `${part}/2`, "--out", `${folder}/part-${part}`];
    const { code, stderr } = await evaluate([...line, ...out]);
    assert.deepEqual([code, stderr], [0, ""]);
  }
  const gap = await merge(`${folder}/part-1`, "--out", `${folder}/out`);
  assert.deepEqual([gap.code, gap.stderr], [
    1,
    "error: Cannot merge 1 of 2 parts: all must be given, missing 2\n",
  ]);
  const { code, stdout } = await merge(
    `${folder}/part-1`,
    `${folder}/part-2`,
    "--out",
    `${folder}/out`,
  );
  assert.equal(code, 0);
  assert.match(stdout, /^4 cases of 2 parts: \S*out$/m);
});

folderTest("merge checks the labels that no part can check alone", async (folder) => {
  const masks = { a: [0, 255], b: [255, 255], c: [0, 255], d: [0, 0] };
  const line = await maskFolders(folder, masks, masks);
  const merged = async (classes: string) => {
    const parts = [1, 2].map((part) => `${folder}/${classes}-${part}`);
    for (const [i, out] of parts.entries()) {
      const shard = ["--shard", `${i + 1}/2`, "--classes", classes, "--out", out];
      assert.equal((await evaluate([...line, ...shard])).code, 0);
    }
    return await merge(...parts, "--out", `${folder}/${classes}`);
  };
  const { code, stderr } = await merged("1=liver");
  assert.equal(code, 1);
  assert.equal(
    stderr,
    "error: Cannot measure label 1: a folder must contain the label that --classes names, got: " +
      `${folder}/truth contains 0, 255 in 4 masks, ${folder}/prediction contains 0, 255 in 4 masks\n`,
  );
  await assert.rejects(Deno.stat(`${folder}/1=liver`), Deno.errors.NotFound);
  const noted = await merged("255=liver,1=lung");
  assert.deepEqual([noted.code, noted.stderr], [0, ""]);
  assert.match(noted.stdout, /^note: no mask contains label 1 \(lung\)$/m);
});

Deno.test("merge and --shard say what is wrong with their flags", async () => {
  const folders = ["--truth", "a", "--prediction", "b"];
  const refused: [Promise<{ code: number; stderr: string }>, RegExp][] = [
    [merge("--out", "x"), /Expected the run folders of all parts, RUN …, got none/],
    [merge("a"), /--out DIR must be given/],
    [evaluate([...folders, "--shard", "1/2"]), /--shard needs --classes/],
    [evaluate([...folders, "--classes", "1", "--shard", "3/2"]), /PART\/OF, .*, got "3\/2"/],
    [evaluate([...folders, "--regions", "whole"]), /--regions must be .*, got "whole"/],
    [evaluate([...folders, "--regions", "a=1,a=2"]), /--regions must differ/],
    [evaluate([...folders, "--regions", "a=1+9", "--ignore", "9"]), /got 9 in both/],
    [evaluate([...folders, "--pairs", "x.csv"]), /--pairs takes the place of/],
  ];
  for (const [found, message] of refused) {
    const { code, stderr } = await found;
    assert.equal(code, 2);
    assert.match(stderr, message);
  }
});
