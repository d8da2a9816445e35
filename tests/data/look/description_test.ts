// triptych.json: what it may say, and what is said where it says something else.
import assert from "node:assert/strict";
import { formatDescription, parseDescription } from "../../../data/look/description.ts";
import { compilePattern, pairFiles } from "../../../io/mod.ts";

const VOID = { ignore: [255] };

const WHOLE = {
  images: "{split}/*.jpg",
  masks: "{split}annot/{id}.png",
  classes: [
    { name: "background", values: [0], color: "#102030" },
    { name: "cat", values: [1, 100000, "#ff0000"] },
  ],
  ...VOID,
  groups: "^(patient\\d+)_",
  split: { train: "train", test: "test.txt" },
  spacing: [0.5, 0.25] as [number, number],
  unit: "mm",
};

Deno.test("a description survives being written and read", () => {
  const text = formatDescription(WHOLE);
  assert.deepEqual(parseDescription(text, "triptych.json"), WHOLE);
  assert.equal(text.split("\n").filter((line) => line.includes('"name"')).length, 2);
});

const WRONG: [change: Record<string, unknown>, message: RegExp][] = [
  [{ images: "images/a.jpg" }, /field images must be a pattern with a \*, \*\* or \{id\}/],
  [{ channels: 0 }, /field channels must be a number of channels, 1 or more, got 0$/],
  [{ masks: 3 }, /field masks must be a pattern of paths, images\/\*\.jpg, got 3$/],
  [
    { classes: [{ name: "a", values: [0] }] },
    /field classes must be a list of two classes or more/,
  ],
  [
    { classes: [{ name: "a", values: [0] }, { name: "b", values: [0] }] },
    /must say each name and value once, 0 stands twice/,
  ],
  [
    { classes: [{ name: "a", values: [0] }, { name: "a", values: [1] }] },
    /must say each name and value once, a stands twice/,
  ],
  [{ classes: [{ name: "a", values: [0] }, { name: "b", values: [1.5] }] }, /field classes must/],
  [{ ignore: "255" }, /field ignore must be a list of values, \[255\] or/],
  [{ groups: "patient" }, /field groups must be a regular expression with a group/],
  [{ groups: "(" }, /field groups must be a regular expression with a group/],
  [{ split: { training: "a.txt" } }, /field split must be \{ "train"/],
  [{ spacing: [0, 1] }, /field spacing must be two positive numbers/],
  [{ unit: "" }, /field unit must be a word/],
  [{ mask: "x/*.png" }, /its field mask is unknown; there are images, channels, masks, classes/],
];

for (const [change, message] of WRONG) {
  Deno.test(`a description with ${JSON.stringify(change)} is refused in its own terms`, () => {
    const text = JSON.stringify({ ...WHOLE, ...change });
    assert.throws(() => parseDescription(text, "my/triptych.json"), (error: Error) => {
      assert.match(error.message, /^Cannot read my\/triptych\.json: /);
      return message.test(error.message);
    });
  });
}

Deno.test("a description may say a part, the rest is found", () => {
  const text = JSON.stringify({ split: { train: "train.txt", test: "test.txt" } });
  assert.deepEqual(parseDescription(text, "triptych.json"), JSON.parse(text));
});

Deno.test("what is no JSON is refused with the file's name", () => {
  assert.throws(() => parseDescription("{", "my/triptych.json"), {
    message: /^Cannot read my\/triptych\.json: it must be JSON, /,
  });
});

Deno.test("a placeholder that stands twice means the same", () => {
  const parts = compilePattern("{split}/images/*_{split}.tif");
  assert.equal(parts("training/images/21_training.tif")?.id, "21");
  assert.equal(parts("training/images/21_test.tif"), undefined);
});

Deno.test("a pattern may begin with the name of what all objects have", () => {
  assert.equal(compilePattern("constructor*.tif")("constructor1.tif")?.id, "1");
});

Deno.test("a file that both patterns match is a mask", () => {
  const { pairs, images } = pairFiles(["a.png", "a_mask.png"], "*.png", "{id}_mask.png");
  assert.deepEqual([pairs.map(({ images }) => images), images], [[["a.png"]], []]);
});

Deno.test("pairFiles() refuses two images of one id, and names what has no partner", () => {
  assert.throws(() => pairFiles(["a.jpg", "a.png", "m/a.png"], "*.{jpg,png}", "m/{id}.png"), {
    message: "Cannot pair images with masks: an id must have one image, got a.jpg and a.png",
  });
  const { images, masks } = pairFiles(
    ["i/a.png", "i/b.png", "m/b.png", "m/c.png"],
    "i/*.png",
    "m/{id}.png",
  );
  assert.deepEqual([images, masks], [["i/a.png"], ["m/c.png"]]);
});
