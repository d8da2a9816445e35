// `deno task predict`, run as people run it, with the small model of an old run.
import assert from "node:assert/strict";
import { decodeLabelPng } from "../../io/mod.ts";
import { filesBelow, folderTest, MODEL, model, predict, root } from "./predict_command.ts";

folderTest(
  "predict gives a mask of the photograph's size, and an overlay",
  ["ph/a.jpg"],
  async (cwd) => {
    const { code, stdout, stderr } = await predict(cwd, [...MODEL, "ph", "--out", "out"]);
    assert.deepEqual([code, stderr], [0, ""], stdout);
    assert.match(stdout, /^1 mask written to out, 0 files skipped$/m);
    const { width, height, labels } = decodeLabelPng(await Deno.readFile(`${cwd}/out/a.png`));
    assert.deepEqual([width, height], [40, 30]);
    assert.ok(labels.every((label) => label >= 1 && label <= 3));
    assert.deepEqual(await filesBelow(`${cwd}/out`), ["a.overlay.jpg", "a.png"]);
  },
);

folderTest(
  "--confidence writes how sure the model is, and a page of most trouble first",
  ["ph/a.jpg", "ph/b.png"],
  async (cwd) => {
    const args = [...MODEL, "ph", "--out", "out", "--confidence", "--page", "page"];
    const { code, stdout, stderr } = await predict(cwd, [...args, "--probabilities", "npy"]);
    assert.deepEqual([code, stderr], [0, ""], stdout);
    assert.match(stdout, /^trouble the lowest Dice that the model expects of itself; .*no truth/m);
    const read = async (name: string) => decodeLabelPng(await Deno.readFile(`${cwd}/out/${name}`));
    const rows = (await Deno.readTextFile(`${cwd}/out/confidence.csv`)).trim().split("\n");
    assert.match(rows[0], /^image,expected_dice,mean_confidence,expected_dice_foreground,/);
    const expected = new Map<string, number>();
    for (const name of ["a", "b"]) {
      const { labels } = await read(`${name}.png`);
      const { labels: percents } = await read(`${name}.confidence.png`);
      const npy = await Deno.readFile(`${cwd}/out/${name}.npy`), pixels = labels.length;
      const planes = new Float32Array(npy.buffer.slice(npy.length - 4 * 3 * pixels));
      const of = (c: number, at: number) => planes[c * pixels + at];
      assert.deepEqual([...percents], Array.from(labels, (l, i) => Math.round(100 * of(l - 1, i))));
      const dice = [0, 1, 2].filter((c) => labels.includes(c + 1)).map((c) => {
        let all = 0, own = 0, predicted = 0;
        labels.forEach((label, i) => {
          all += of(c, i);
          if (label === c + 1) [own, predicted] = [own + of(c, i), predicted + 1];
        });
        return 2 * own / (all + predicted);
      });
      expected.set(name, dice.reduce((a, b) => a + b) / dice.length);
    }
    const order = rows.slice(1).map((row) => row.split(","));
    for (const [name, value] of order) {
      assert.ok(Math.abs(Number(value) - expected.get(name)!) < 1e-4, name);
    }
    assert.ok(Number(order[0][1]) <= Number(order[1][1]));
    const page = await Deno.readTextFile(`${cwd}/page/index.html`);
    assert.match(page, /model’s own opinion: there is no truth here/);
    assert.ok(
      page.indexOf(`${order[0][0]}</b> expected Dice`) < page.indexOf(`${order[1][0]}</b> exp`),
    );
    for (const name of ["1.jpg", "1.png", "2.jpg", "2.png"]) {
      await Deno.stat(`${cwd}/page/pictures/${name}`);
    }
    const refused = await predict(cwd, [...MODEL, "ph", "--out", "x", "--page", "y"]);
    assert.deepEqual([refused.code, /add --confidence/.test(refused.stderr)], [2, true]);
  },
);

folderTest("predict refuses to write where it reads, before anything is written", [
  "ph/a.jpg",
  "ph/b.png",
], async (cwd) => {
  await Deno.symlink(`${cwd}/ph`, `${cwd}/link`);
  const before = await Deno.readFile(`${cwd}/ph/b.png`);
  const refused: [string[], string, RegExp][] = [
    [
      ["ph", "--out", "ph"],
      cwd,
      /Cannot write masks to ph, the same place as the images \(ph\)/,
    ],
    [["ph", "--out", "link"], cwd, /Cannot write masks to link, the same place as the images/],
    [["ph/b.png", "--out", "link"], cwd, /masks to link\/b\.png, .*images \(ph\/b\.png\)/],
    [["."], `${cwd}/ph`, /^$/],
    [[".", "--out", "."], `${cwd}/ph`, /Cannot write masks to \., the same place as the images/],
    [["ph", "--model", model, "--out", `${model}/pictures`], cwd, /inside the model's run folder/],
  ];
  for (const [args, folder, message] of refused) {
    const { code, stderr } = await predict(folder, [...MODEL, ...args]);
    assert.match(stderr, message);
    assert.equal(code, stderr === "" ? 0 : 1);
  }
  assert.deepEqual(await Deno.readFile(`${cwd}/ph/b.png`), before);
  assert.deepEqual((await filesBelow(`${cwd}/ph`)).filter((file) => !file.includes("/")), [
    "a.jpg",
    "b.png",
  ]);
});

folderTest(
  "predict keeps the masks of photographs apart that have one name",
  [
    "one/a.jpg",
    "two/a.jpg",
    "two/A.png",
    "two/con.jpg",
    "two/b..jpg",
    `two/${"ü".repeat(122)}.jpg`,
  ],
  async (cwd) => {
    const { code, stdout } = await predict(cwd, [...MODEL, "one", "two", "two/", "two/a.jpg"]);
    assert.equal(code, 0);
    assert.match(stdout, /^6 masks written to predictions, 0 files skipped$/m);
    const masks = (await filesBelow(`${cwd}/predictions`)).filter((file) => file.endsWith(".png"));
    assert.deepEqual(masks, [
      "one/a.png",
      "two/A.png.png",
      "two/_con.png",
      "two/a.jpg.png",
      "two/b_.png",
      `two/${"ü".repeat(90)}.png`,
    ]);
  },
);

folderTest(
  "predict names and counts what it can't read, and what it leaves out",
  ["ph/a.jpg"],
  async (cwd) => {
    for (const name of ["1.jpg", "2.jpg", "3.png", "4.gif"]) {
      await Deno.writeTextFile(`${cwd}/ph/${name}`, "");
    }
    for (const name of ["x.heic", "y.HEIC", "z.txt", "README", ".hidden"]) {
      await Deno.writeTextFile(`${cwd}/ph/${name}`, "");
    }
    const { code, stdout } = await predict(cwd, [...MODEL, "ph"]);
    assert.equal(code, 0);
    assert.match(
      stdout,
      /^4 other files in ph left out: \.heic, (\.txt, no ending|no ending, \.txt)$/m,
    );
    assert.match(stdout, /^skipped 4 files \(ph\/1\.jpg, ph\/2\.jpg, ph\/3\.png, …\): /m);
    assert.match(stdout, /^1 mask written to predictions, 4 files skipped$/m);

    await Deno.remove(`${cwd}/ph/a.jpg`);
    const nothing = await predict(cwd, [...MODEL, "ph"]);
    assert.deepEqual([nothing.code, nothing.stderr], [
      1,
      "error: Cannot predict: no image could be read\n",
    ]);
  },
);

folderTest(
  "predict searches folders with all below them, and leaves out what Triptych wrote",
  ["ph/a.jpg", "ph/in/a.jpg", "ph/in/deep/b.png", "run/pictures/c.jpg", "run/epochs/c.001.png"],
  async (cwd) => {
    for (const name of ["c.truth.png", "c.prediction.png"]) {
      await Deno.copyFile(`${cwd}/run/epochs/c.001.png`, `${cwd}/run/pictures/${name}`);
    }
    await Deno.writeTextFile(`${cwd}/run/run.json`, "{}");
    const { code, stdout, stderr } = await predict(cwd, [...MODEL, "."]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^2 masks and overlays of Triptych in run\/pictures left out$/m);
    assert.match(stdout, /^taken {3}1 image from run\/pictures$/m);
    const expected = ["ph/a", "ph/in/a", "ph/in/deep/b", "run/pictures/c"]
      .flatMap((name) => [`${name}.overlay.jpg`, `${name}.png`]);
    assert.deepEqual(await filesBelow(`${cwd}/predictions`), expected.sort());
    // its own output is no input of a second time
    const again = await predict(cwd, [...MODEL, "."]);
    assert.match(again.stdout, /^4 masks written to predictions, 0 files skipped$/m);
    const elsewhere = await predict(cwd, [...MODEL, "predictions", "--out", "other"]);
    assert.match(elsewhere.stderr, /^error: Cannot find an image: there must be a \.jpg/);
  },
);

folderTest(
  "predict takes links to photographs and waits for no pipe",
  ["far/a.jpg"],
  async (cwd) => {
    await Deno.mkdir(`${cwd}/ph`);
    await Deno.symlink(`${cwd}/far/a.jpg`, `${cwd}/ph/linked.jpg`);
    await Deno.symlink(`${cwd}/nowhere`, `${cwd}/ph/dead.jpg`);
    await new Deno.Command("mkfifo", { args: [`${cwd}/ph/pipe.jpg`] }).output();
    const { code, stdout } = await predict(cwd, [...MODEL, "ph"]);
    const said = [
      "taken   1 image from ph",
      "values  1 foreground, 2 background, 3 border",
      "1 mask written to predictions, 0 files skipped\n",
    ];
    assert.deepEqual([code, stdout], [0, said.join("\n")]);
    const pipe = await predict(cwd, [...MODEL, "ph/pipe.jpg"]);
    assert.equal(pipe.code, 1);
    assert.match(
      pipe.stderr,
      /^error: Cannot read ph\/pipe\.jpg: it must be an image or a f/,
    );
  },
  true,
);

folderTest("predict ends with exit code 1 and the path where it can't write", [
  "ph/a.jpg",
  "ph/b.jpg",
], async (cwd) => {
  await Deno.writeTextFile(`${cwd}/file`, "");
  const noFolder = await predict(cwd, [...MODEL, "ph", "--out", "file/x"]);
  assert.equal(noFolder.code, 1);
  assert.match(noFolder.stderr, /^error: Cannot write file\/x: a file is where/);

  // files may have at most 512 bytes: the first overlay is larger
  const full = await predict(cwd, [...MODEL, "ph"], `trap "" XFSZ; ulimit -f 1;`);
  assert.equal(full.code, 1);
  assert.match(
    full.stderr,
    /^error: Cannot write predictions\/a\.\S+: the file is too large for this disk; 0 of 2 masks were written before$/m,
  );
  assert.deepEqual(
    (await filesBelow(`${cwd}/predictions`)).filter((file) => !/^a\.png$/.test(file)),
    [],
  );
}, true);

for (
  const [args, message] of [
    [[], /Expected images or folders, got none/],
    [["--modle", "x"], /Unknown flag --modle, did you mean --model\?/],
  ] as [string[], RegExp][]
) {
  Deno.test(`predict ${args.join(" ")} exits with 2`, async () => {
    const { code, stderr } = await predict(root, args);
    assert.equal(code, 2);
    assert.match(stderr, message);
  });
}
