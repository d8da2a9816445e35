// What `deno task evaluate` can't begin with, and what it says of names, labels and rights.
import assert from "node:assert/strict";
import { encodeNpy } from "../../../io/mod.ts";
import { ignoreUnless } from "../../ignored.ts";
import { commandLine, evaluate, folderTest, maskFolders, writeMask } from "./evaluate_command.ts";

/** What a run can't be begun with: folders, the rest of the command line, exit code, sentence. */
const REFUSED: [
  what: string,
  make: (folder: string) => Promise<string[]>,
  code: number,
  message: RegExp,
][] = [
  [
    "a pattern that matches nothing",
    async (folder) => {
      const [, , ...prediction] = await maskFolders(folder, { a: [0, 1] }, { a: [0, 1] });
      return ["--truth", `${folder}/truth/*.nii.gz`, ...prediction];
    },
    1,
    /^error: Nothing to measure: .* \S*truth\/\*\.nii\.gz contains nothing, \S* contains 1 mask \(a\)$/m,
  ],
  [
    "empty folders",
    (folder) => maskFolders(folder, {}, {}),
    1,
    /^error: Nothing to measure: .* \S*truth contains nothing, \S*prediction contains nothing$/m,
  ],
  [
    "a pattern that names no case",
    (folder) =>
      Promise.resolve(["--truth", `${folder}/t/{a,b}.png`, "--prediction", `${folder}/p`]),
    1,
    /^error: Cannot use the pattern .*: it must have a \*, \*\* or \{id\}, got none$/m,
  ],
  [
    "names that differ in upper and lower case",
    (folder) => maskFolders(folder, { A: [0, 1] }, { a: [0, 1] }),
    1,
    /^error: Nothing to measure: .* contains 1 mask \(A\), \S* contains 1 mask \(a\)$/m,
  ],
  [
    "nothing but pairs that can't be used",
    (folder) => maskFolders(folder, { a: [0, 1] }, { a: [0, 1, 1] }),
    1,
    /^error: Nothing to measure: the only pair can't be used$/m,
  ],
  [
    "a list that is not there",
    (folder) => Promise.resolve(["--pairs", `${folder}/none.csv`]),
    1,
    /^error: Cannot read \S*none\.csv: there is no such file$/m,
  ],
];

for (const [what, make, code, message] of REFUSED) {
  folderTest(`evaluate refuses ${what}`, async (folder) => {
    const args = [...await make(folder), "--out", `${folder}/out`];
    const found = await evaluate(args);
    assert.match(found.stderr, message);
    assert.equal(found.code, code);
    assert.doesNotMatch(found.stdout + found.stderr, /^ +at /m);
    await assert.rejects(Deno.stat(`${folder}/out`), Deno.errors.NotFound);
  });
}

folderTest(
  "evaluate says of two files of one name, and of names in another case, which it left out",
  async (folder) => {
    const line = await maskFolders(
      folder,
      { a: [0, 1], Case_1: [0, 1] },
      { a: [0, 1], case_1: [0, 1] },
    );
    await Deno.writeFile(`${folder}/prediction/a.npy`, encodeNpy(Uint8Array.of(0, 1), [1, 2]));
    const { code, stdout } = await evaluate([...line, "--out", `${folder}/out`]);
    assert.equal(code, 0);
    assert.match(stdout, /^skipped a\.npy: another file has the same name: a\.png$/m);
    assert.match(
      stdout,
      /^skipped case_1\.png: has no true mask; Case_1\.png differs only in upper and lower case$/m,
    );
    assert.match(stdout, /^note: 1 true mask has no prediction, counted as missed .*: Case_1$/m);
  },
);

folderTest("evaluate says that masks are measured against themselves", async (folder) => {
  const [, truth] = await maskFolders(folder, { a_gt: [0, 1], a_pred: [1, 1] }, {});
  const line = ["--truth", truth, "--prediction", `${folder}/prediction/../truth`];
  const { code, stdout } = await evaluate([...line, "--out", `${folder}/out`]);
  assert.equal(code, 0);
  assert.match(
    stdout,
    /^note: true and predicted mask are the same file in 2 cases; patterns tell /m,
  );
});

folderTest("evaluate says which labels are in no class", async (folder) => {
  const line = await maskFolders(folder, { a: [0, 1, 2, 3, 4] }, { a: [0, 1, 2, 9, 255] });
  const more = ["--classes", "1=cat", "--regions", "both=1+2", "--ignore", "4"];
  const { code, stdout } = await evaluate([...line, ...more, "--out", `${folder}/out`]);
  assert.equal(code, 0);
  assert.match(stdout, /^note: in no class or region, and not measured: labels 3, 9$/m);
});

folderTest("a list names masks that are not there", async (folder) => {
  await writeMask(`${folder}/a.png`, 0, 1);
  await Deno.mkdir(`${folder}/b.png`);
  await Deno.writeTextFile(`${folder}/list.csv`, "truth,prediction\na.png,none.png\nb.png,a.png\n");
  const { code, stdout, stderr } = await evaluate([
    ...["--pairs", `${folder}/list.csv`, "--out", `${folder}/out`],
  ]);
  assert.equal(code, 1);
  assert.match(
    stdout,
    /^skipped none\.png: counted as missed, predicted mask: there is no such file$/m,
  );
  assert.match(stdout, /^skipped b\.png: true mask: it is a folder$/m);
  assert.match(stderr, /^error: Nothing to measure: none of the 2 pairs can be used$/m);
});

const canDrop = Deno.build.os === "linux" && Deno.uid() === 0 &&
  (await new Deno.Command("setpriv", { args: ["--version"] }).output().catch(() => null))
      ?.success === true;

Deno.test({
  name: "evaluate names masks that it may not read, and a folder that it may not write to",
  ignore: ignoreUnless(canDrop, "only root on Linux can give up the right to read every file"),
  fn: async () => {
    const folder = await Deno.makeTempDir();
    const line = await maskFolders(folder, { a: [0, 1], b: [0, 1] }, { a: [0, 1], b: [0, 1] });
    await Deno.chmod(`${folder}/prediction/b.png`, 0);
    await Deno.mkdir(`${folder}/closed`, { mode: 0o500 });
    const obedient = async (out: string) => {
      const rights = "-dac_override,-dac_read_search";
      const { code, stdout, stderr } = await new Deno.Command("setpriv", {
        args: [`--bounding-set=${rights}`, `--inh-caps=${rights}`, "deno"]
          .concat(commandLine([...line, "--out", out])),
        env: { NO_COLOR: "1" },
      }).output();
      return { code, text: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
    };
    const one = await obedient(`${folder}/out`);
    assert.equal(one.code, 0, one.text);
    assert.match(
      one.text,
      /^skipped b\.png: counted as missed, predicted mask: no permission to read it$/m,
    );
    const other = await obedient(`${folder}/closed/out`);
    assert.match(other.text, /^error: Cannot write \S*closed\/out: no permission$/m);
    assert.equal(other.code, 1);
    await Deno.chmod(`${folder}/truth`, 0);
    const third = await obedient(`${folder}/third`);
    assert.match(third.text, /^error: Cannot read the folder \S*truth: no permission to read it$/m);
    assert.equal(third.code, 1);
    await Deno.remove(folder, { recursive: true });
  },
});
