// Predictions through the epochs in a run folder: what is written is read, and what comes from anywhere harms nobody.
import assert from "node:assert/strict";
import { filmLine, FRAME_SIDE, openFilm, writeFilm } from "../../../evaluation/mod.ts";
import { encodeLabelPng } from "../../../io/mod.ts";
import { withoutUnix } from "../../ignored.ts";

const CLASSES = [
  { label: 1, name: "cat", color: "#e07a3f" },
  { label: 2, name: "dog", color: "#3f6fb5" },
];
const NAMES = CLASSES.map(({ name }) => name);

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "triptych-film-" });
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A frame of stripes. */
function frame(id: string, rows: number, columns: number, dice: (number | undefined)[] = []) {
  const labels = Uint8Array.from({ length: rows * columns }, (_, i) => (i % columns) % 3);
  return { id, dice, labels, shape: [rows, columns] as const };
}

Deno.test("a film has what was written: epochs, Dice, and frames without padding", () =>
  inFolder(async (folder) => {
    const square = { width: 8, height: 8 };
    const first = [frame("a", 8, 8, [0.25, undefined]), frame("other", 8, 8, [1, 1])];
    const second = [frame("a", 8, 8, [0.123456, 1])];
    for (const [i, frames] of [first, second].entries()) {
      const lines = frames.map((one) => filmLine(one, CLASSES));
      await writeFilm(folder, { epoch: 3 * i + 1, classes: NAMES }, lines);
    }
    using film = (await openFilm(folder, ["a", "b"], ["dog", "cat", "cow"]))!;
    assert.deepEqual(film.epochs, [1, 4]);
    const dice = [0, 1, 2].map((place) =>
      film.diceOf("a", place).map((value) => Number(value.toFixed(4)))
    );
    assert.deepEqual(dice, [[NaN, 1], [0.25, 0.1235], [NaN, NaN]]);
    assert.deepEqual([film.has("a"), film.has("b"), film.has("other")], [true, false, false]);
    const frames = await film.framesOf("a", square);
    assert.deepEqual(frames.map(({ epoch }) => epoch), [1, 4]);
    assert.deepEqual(frames[1], { epoch: 4, ...square, labels: second[0].labels });
    assert.deepEqual([...film.problems], []);
  }));

Deno.test("a fitted image comes without its padding, a large one smaller", () =>
  inFolder(async (folder) => {
    const lines = [frame("wide", 8, 8), frame("large", 300, 2 * FRAME_SIDE)]
      .map((one) => filmLine(one, CLASSES));
    await writeFilm(folder, { epoch: 1, classes: NAMES, fit: "pad" }, lines);
    using film = (await openFilm(folder, ["wide", "large"], NAMES))!;
    const [wide] = await film.framesOf("wide", { width: 600, height: 300 });
    assert.deepEqual([wide.width, wide.height], [8, 4]);
    assert.deepEqual([...wide.labels.subarray(0, 4)], [0, 1, 2, 0]);
    const [large] = await film.framesOf("large", { width: 1024, height: 600 });
    assert.deepEqual([large.width, large.height], [FRAME_SIDE, 150]);
  }));

Deno.test("a folder without films has none, and of very many epochs some are read", () =>
  inFolder(async (folder) => {
    assert.equal(await openFilm(folder, ["a"], NAMES), undefined);
    await Deno.mkdir(`${folder}/epochs`);
    await Deno.writeTextFile(`${folder}/epochs/a.001.png`, "");
    assert.equal(await openFilm(folder, ["a"], NAMES), undefined);
    const line = filmLine(frame("a", 2, 2, [1, 1]), CLASSES);
    for (let epoch = 1; epoch <= 250; epoch++) {
      await writeFilm(folder, { epoch, classes: NAMES }, [line]);
    }
    using film = (await openFilm(folder, ["a"], NAMES))!;
    assert.deepEqual([film.epochs.length, film.epochs[0], film.epochs.at(-1)], [200, 1, 250]);
  }));

/** What a damaged or hostile file of the second epoch is told, while those beside it are read. */
async function problemOf(make: (path: string) => Promise<void>): Promise<string | undefined> {
  let problem: string | undefined;
  await inFolder(async (folder) => {
    const line = filmLine(frame("a", 4, 4, [0.5, 0.5]), CLASSES);
    for (const epoch of [1, 2, 3]) await writeFilm(folder, { epoch, classes: NAMES }, [line]);
    await make(`${folder}/epochs/film.002.jsonl`);
    using film = (await openFilm(folder, ["a"], NAMES))!;
    const frames = await film.framesOf("a", { width: 4, height: 4 });
    assert.deepEqual(frames.map(({ epoch }) => epoch), [1, 3]);
    problem = film.problems.get("epochs/film.002.jsonl");
    assert.ok(film.problems.size <= 1);
  });
  return problem;
}

const HEAD = `{"film":1,"epoch":2,"classes":["cat","dog"]}\n`;
const lineOf = (png: string) => JSON.stringify({ id: "a", dice: [1, 1], png }) + "\n";

Deno.test("what can't be read of a film is left out and named", async () => {
  const write = (text: string) => problemOf((path) => Deno.writeTextFile(path, text));
  const png = encodeLabelPng({ labels: new Uint8Array(4), width: 2, height: 2 }, [[0, 0, 0]]);
  const whole = lineOf(png.toBase64());
  assert.match((await write(""))!, /got nothing/);
  assert.match((await write(whole))!, /first line must have film 1, epoch 2 and its classes/);
  assert.match((await write(HEAD.replace("2", "7") + whole))!, /epoch 2/);
  assert.match((await write(HEAD.replace("1", "9") + whole))!, /film 1/);
  assert.equal(await write(HEAD + whole.slice(0, 40)), "line 2 can't be read");
  assert.equal(await write(HEAD + whole.replace("[1,1]", "[7,1]")), "line 2 can't be read");
  assert.equal(await write(HEAD + "[".repeat(99999)), "line 2 can't be read");
  assert.match((await write(HEAD + lineOf("?")))!, /^a: /);
  assert.match((await write(HEAD + lineOf(btoa("GIF89a"))))!, /^a: .*not a PNG/);
  assert.equal(await write(HEAD), undefined, "no frame of the case");
  // another size than the last frame's
  assert.equal(await write(HEAD + whole), undefined);
});

Deno.test("bombs are refused by their headers and sizes", async () => {
  const bomb = encodeLabelPng({ labels: new Uint8Array(4), width: 2, height: 2 }, [[0, 0, 0]]);
  new DataView(bomb.buffer).setUint32(16, 60_000);
  new DataView(bomb.buffer).setUint32(20, 60_000);
  const told = await problemOf((path) => Deno.writeTextFile(path, HEAD + lineOf(bomb.toBase64())));
  assert.match(told!, /at most 0\.26\d+ megapixels/);
  const line = await problemOf((path) => Deno.writeTextFile(path, HEAD + "x".repeat(3e6)));
  assert.match(line!, /a line must have at most 1048576 bytes/);
  const sparse = await problemOf((path) => Deno.truncate(path, 2 ** 30 + 1));
  assert.match(sparse!, /at most 1073741824 bytes/);
});

Deno.test("links out of the folder and FIFOs are refused", { ignore: withoutUnix() }, async () => {
  const link = await problemOf(async (path) => {
    await Deno.remove(path);
    await Deno.symlink("/etc/hosts", path);
  });
  assert.match(link!, /a link that leads out of it/);
  const fifo = await problemOf(async (path) => {
    await Deno.remove(path);
    assert.ok((await new Deno.Command("mkfifo", { args: [path] }).output()).success);
  });
  assert.match(fifo!, /got a FIFO/);
});
