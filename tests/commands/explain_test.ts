// deno task explain as its users meet it: two runs, a planted cause, killed on the way.
import assert from "node:assert/strict";
import { readExplanation } from "../../evaluation/mod.ts";
import { putFolder } from "../data/put_folder.ts";
import { programArgs } from "../program_args.ts";
import { inFolder, output, root, train, untilHolds } from "./train_command.ts";

const DRAWN = [
  ..."--preset sample --backend simd --threads 1 --size 32 --features 8 --animals 40".split(" "),
  ..."--batch 4 --validation 0 --augment none --lr 1e-2 --loss dice-cross-entropy".split(" "),
  ..."--epochs 16".split(" "),
];

function start(...args: string[]): Deno.ChildProcess {
  return new Deno.Command("deno", {
    args: [...programArgs("explain"), ...args],
    cwd: root,
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

function figuresIn(out: string): number {
  try {
    return [...Deno.readDirSync(`${out}/figures`)].filter(({ name }) => !name.startsWith("."))
      .length;
  } catch {
    return 0;
  }
}

Deno.test("explain, killed on the way, goes on and finds which of two settings is the cause", async (t) => {
  await inFolder(async (folder) => {
    const [a, b, out] = ["bad", "good", "out"].map((name) => `${folder}/${name}`);
    // the background weighs a thousand times as much: nothing else is found; weight decay hardly matters
    await train(...DRAWN, "--class-weights", "1,1000,1", "--out", a);
    await train(...DRAWN, "--weight-decay", "1e-5", "--out", b);
    const args = [a, b, "--scale", "0.6", "--out", out];

    await t.step("it is killed when some corners are done", async () => {
      const child = start(...args), ended = output(child);
      await untilHolds(child, () => figuresIn(out) >= 4);
      child.kill("SIGKILL");
      const { stdout } = await ended;
      assert.match(stdout, /factor {2}class weights: classWeights 1,1000,1 to –\n/);
      assert.match(
        stdout,
        /corners 4: bad, good, bad \+ weightDecay and bad \+ classWeights; 3 seeds/,
      );
      assert.match(stdout, /time {4}about .+ for 12 of 12 trainings; Ctrl-C stops it/);
    });
    const before = await Deno.readTextFile(`${out}/explanation.json`);
    assert.match(before, /"seeds":\[0(,\d)*\]/);

    await t.step(
      "it goes on, shared by two processes, and names the cause and no other",
      async () => {
        const measured = figuresIn(out) - 1;
        const both = await Promise.all([start(...args), start(...args)].map(output));
        for (const { code, stderr } of both) assert.equal(code, 0, stderr);
        const said = both.map(({ stdout }) => stdout).join("\n");
        assert.match(said, /time {4}about .+ for (10|9|8) of 12 trainings/);
        const trained = said.match(/^\d+ of \d+: .+, seed \d/gm)!.map((line) =>
          line.replace(/^.*?: /, "")
        );
        assert.deepEqual([trained.length, new Set(trained).size], [12 - measured, 12 - measured]);
        assert.match(
          said,
          /From bad to good, .+: class weights give \+0\.\d+( of \+0\.\d+)?; weight decay \(.+ to .+\): nothing that can be told/,
        );
      },
    );

    await t.step("the file says the same, and is made again from the figures alone", async () => {
      const explained = (await readExplanation(out))!;
      assert.deepEqual(explained.corners.map(({ seeds }) => seeds.length), [3, 3, 3, 3]);
      await Deno.remove(`${out}/runs`, { recursive: true });
      await Deno.remove(`${out}/explanation.json`);
      const { code, stderr } = await output(start(...args));
      assert.equal(code, 0, stderr);
      assert.deepEqual((await readExplanation(out))!.figures, explained.figures);
    });
  });
});

Deno.test("two image sizes are explained at the images' own size, and changes to one training; not in one folder with others", async () => {
  await inFolder(async (folder) => {
    const data = `${folder}/data`, out = `${folder}/out`;
    const valueAt = (_: number, x: number, y: number) => Number(Math.hypot(x - 40, y - 30) < 20);
    await putFolder(data, { count: 10, width: 90, height: 70, valueAt });
    for (const size of ["32", "48"]) {
      const own = `--preset sample --backend simd --features 2 --batch 4 --epochs 1 --size ${size}`;
      const { code, stderr } = await train(
        ...own.split(" "),
        ...["--data", data, "--out", `${folder}/${size}`],
      );
      assert.equal(code, 0, stderr);
    }
    const runs = [`${folder}/32`, `${folder}/48`];
    const { code, stderr } = await output(start(...runs, "--seeds", "1", "--out", out));
    assert.equal(code, 0, stderr);
    const { factors } = (await readExplanation(out))!;
    assert.deepEqual(factors.map(({ title }) => title), ["image size"]);

    const other = await output(start(...runs, "--seeds", "1", "--tune", "--out", out));
    assert.equal(other.code, 2, other.stderr);
    assert.match(other.stderr, /have no --tune, got --tune true; --out names another folder/);

    const one = [runs[0], "--also", "size=48,batch=8", "--seeds", "1", "--out", `${out}-one`];
    const changed = await output(start(...one));
    assert.equal(changed.code, 0, changed.stderr);
    assert.match(changed.stdout, /^Changes to 32, mean Dice over \d case/m);
    const { corners, figures: [first] } = (await readExplanation(`${out}-one`))!;
    assert.deepEqual(corners.map(({ name }) => name), ["32", "32, size=48", "32, batch=8"]);
    assert.deepEqual(first.effects.map(({ kind }) => kind), ["forward", "forward"]);
  });
});

Deno.test("explain --minutes 0 trains nothing and writes what is there: the page of the docs", async () => {
  await inFolder(async (out) => {
    const docs = `${root}/docs/explained/unet-to-mobilenetv2-long`;
    await Deno.mkdir(`${out}/figures`);
    for (const { name } of Deno.readDirSync(`${docs}/figures`)) {
      await Deno.copyFile(`${docs}/figures/${name}`, `${out}/figures/${name}`);
    }
    const { code, stdout, stderr } = await output(start(
      ...["unet", "mobilenetv2-long", "--full", "--seeds", "2", "--also", "batch=400"],
      ...["--minutes", "0", "--data", "no/oxford-iiit-pet", "--out", out],
      ...["--weights", "no/mobilenet_v2_1.0_imagenet_folded.safetensors"],
    ));
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stdout, /^time /m);
    const count = figuresIn(out) - 1, { corners } = (await readExplanation(out))!;
    assert.equal(corners.reduce((sum, { seeds }) => sum + seeds.length, 0), count);
    const [made, kept] = await Promise.all(
      [`${out}/explanation.md`, `${docs}/README.md`].map((file) => Deno.readTextFile(file)),
    );
    assert.equal(unformatted(kept), unformatted(made), "deno task explain … --minutes 0 makes it");
    assert.match(
      await Deno.readTextFile(`${out}/site/explained/index.html`),
      /of 26 trainings are done|What makes/,
    );
  });
});

/** Without what `deno fmt` does to Markdown. */
function unformatted(text: string): string {
  return text.replace(/-{3,}/g, "---").replace(/\s+/g, " ");
}

Deno.test("what explain can't do it says, with 2 for a wrong command line and 1 for what it finds", async () => {
  await inFolder(async (folder) => {
    const cases: [string[], number, RegExp][] = [
      [["unet"], 2, /Expected two run folders or presets, A B, or one and --also, got unet/],
      [["unet", "--also", "batch=8", "--full"], 2, /--full needs two run folders or presets/],
      [["unet", "no/run"], 2, /no\/run must be a run folder or a preset, one of sample/],
      [["unet", "sample"], 2, /Both must be tested on the same images: --data is oxford/],
      [["unet", "mobilenetv2", "--also", "batch"], 2, /--also must be settings with values/],
      [
        ["sample", "sample", "--data", "menagerie", "--seeds", "0"],
        2,
        /--seeds must be a whole number of at least 1/,
      ],
    ];
    for (const [args, code, message] of cases) {
      const ended = await output(start(...args, "--out", `${folder}/out`));
      assert.match(ended.stderr, message);
      assert.equal(ended.code, code, args.join(" "));
    }
  });
});
