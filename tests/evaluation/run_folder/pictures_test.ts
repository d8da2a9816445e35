import assert from "node:assert/strict";
import type { LabelClass } from "../../../core/mod.ts";
import { fileName, fileNames, writeEpochPicture, writePictures } from "../../../evaluation/mod.ts";
import { decodeLabelPng, decodePhotograph } from "../../../io/mod.ts";

const CLASSES: LabelClass[] = [
  { label: 1, name: "cat", color: "#e07a3f" },
  { label: 3, name: "dog", color: "#3f6fb5" },
];

const SET = {
  file: "Abyssinian_1",
  shape: [2, 3] as const,
  truth: Uint8Array.of(0, 1, 3, 1, 1, 3),
  prediction: Uint8Array.of(0, 1, 1, 1, 5, 3),
  classes: CLASSES,
};

Deno.test("writePictures() writes labels that are read back as they were, in the classes' colours", async () => {
  const folder = await Deno.makeTempDir();
  const paths = await writePictures(folder, SET);
  assert.deepEqual(paths, {
    truth: "pictures/Abyssinian_1.truth.png",
    prediction: "pictures/Abyssinian_1.prediction.png",
  });
  for (const kind of ["truth", "prediction"] as const) {
    const bytes = await Deno.readFile(`${folder}/${paths[kind]}`);
    assert.deepEqual(decodeLabelPng(bytes), { labels: SET[kind], width: 3, height: 2 });
  }
  const { data } = await decodePhotograph(await Deno.readFile(`${folder}/${paths.truth}`));
  assert.deepEqual([...data.slice(0, 9)], [0, 0, 0, 0xe0, 0x7a, 0x3f, 0x3f, 0x6f, 0xb5]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("writePictures() writes the photograph as JPEG", async () => {
  const folder = await Deno.makeTempDir();
  const image = new Uint8Array(2 * 3 * 3).fill(120);
  const paths = await writePictures(folder, { ...SET, image });
  assert.equal(paths.image, "pictures/Abyssinian_1.jpg");
  const bytes = await Deno.readFile(`${folder}/${paths.image}`);
  assert.deepEqual([...bytes.slice(0, 3)], [0xff, 0xd8, 0xff]);
  const { data, width, height } = await decodePhotograph(bytes);
  assert.deepEqual([width, height], [3, 2]);
  assert.ok(data.every((value) => Math.abs(value - 120) < 4));
  await Deno.remove(folder, { recursive: true });
});

Deno.test("writeEpochPicture() puts the epoch into the name", async () => {
  const folder = await Deno.makeTempDir();
  const path = await writeEpochPicture(folder, 7, SET);
  assert.equal(path, "epochs/Abyssinian_1.007.png");
  const { labels } = decodeLabelPng(await Deno.readFile(`${folder}/${path}`));
  assert.deepEqual(labels, SET.prediction);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("fileName() leaves ordinary ids alone", () => {
  for (const id of ["Abyssinian_1", "a-b.c", "case.001", "7"]) assert.equal(fileName(id), id);
});

const HOSTILE = [
  "../../etc/passwd",
  "..",
  ".",
  "",
  ".hidden",
  "a/b",
  "a\\b",
  "a b",
  "a\0b",
  "a\nb",
  "C:",
  "con",
  "NUL.png",
  "a?b#c%20",
  "trailing.",
  "café",
  "\u{1f431}",
  "x".repeat(300),
  "<script>",
  '"quoted"',
];

Deno.test("fileName() makes hostile ids safe, each its own name", () => {
  const names = HOSTILE.map(fileName);
  for (const name of names) {
    assert.match(name, /^[A-Za-z0-9_-]([A-Za-z0-9_-]|\.(?!\.))*$/);
    assert.ok(name.length < 100, name);
  }
  assert.equal(new Set(names).size, HOSTILE.length);
  // what an id is made into is no other id's own name, for two ids that differ in one character
  assert.notEqual(fileName("a/b"), fileName("a_b"));
});

Deno.test("fileNames() tell ids apart that differ in nothing but case, and leave others alone", () => {
  const names = fileNames(["a", "A", "b", "con", "b"]);
  assert.deepEqual([names.size, names.get("b")], [4, "b"]);
  assert.equal(new Set([...names.values()].map((name) => name.toLowerCase())).size, 4);
  assert.match(names.get("a")!, /^a-[0-9a-f]{12}$/);
  assert.notEqual(names.get("con"), "con");
});
