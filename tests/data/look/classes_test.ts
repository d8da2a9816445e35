// What the values in masks mean, and which are to be ignored.
import assert from "node:assert/strict";
import { decideClasses } from "../../../data/look/classes.ts";
import { type Indices, inIndices, inLevels, joined } from "../../../data/look/indices.ts";
import { linePixels, Tally, type ValueTally } from "../../../data/look/tally.ts";

function tallies(...values: number[]): ValueTally[] {
  return values.map((value) => ({ value, pixels: 100, images: 2 }));
}

Deno.test("two values are background and foreground, whatever they are", () => {
  for (const values of [[0, 255], [0, 1], [3, 7]]) {
    const { classes, reasons } = decideClasses({ tallies: tallies(...values), isColor: false });
    assert.deepEqual(classes.map((one) => [one.name, one.values]), [
      ["background", [values[0]]],
      ["foreground", [values[1]]],
    ]);
    assert.match(reasons[0], new RegExp(`the values ${values[0]} and ${values[1]}`));
  }
});

Deno.test("an indexed black-and-white picture means the same as a grey one, in either order", () => {
  const palette = [[255, 255, 255], [0, 0, 0]] as const;
  const { classes } = decideClasses({ tallies: tallies(0, 1), isColor: false, palette });
  assert.deepEqual(classes.map((one) => [one.name, one.values]), [
    ["background", [1]],
    ["foreground", [0]],
  ]);
});

Deno.test("a palette's colours become the classes'", () => {
  const palette = [[0, 0, 0], [0x80, 0xff, 0], [0x10, 0x20, 0xff]] as const;
  const { classes } = decideClasses({ tallies: tallies(0, 1, 2), isColor: false, palette });
  assert.deepEqual(classes.map(({ name }) => name), ["background", "class 1", "class 2"]);
  assert.deepEqual(classes.slice(1).map(({ color }) => color), ["#80ff00", "#1020ff"]);
});

Deno.test("colours are classes with their own names, black is background", () => {
  const { classes } = decideClasses({ tallies: tallies(0, 0xff0000, 0x00ff7f), isColor: true });
  assert.deepEqual(classes.map((one) => [one.name, one.values]), [
    ["background", ["#000000"]],
    ["#ff0000", ["#ff0000"]],
    ["#00ff7f", ["#00ff7f"]],
  ]);
});

Deno.test("0 of many values is background only where it is the commonest", () => {
  const street = [
    { value: 0, pixels: 160, images: 2 }, // sky
    { value: 1, pixels: 220, images: 2 },
    { value: 2, pixels: 10, images: 2 },
  ];
  const { classes } = decideClasses({ tallies: street, isColor: false });
  assert.deepEqual(classes.map(({ name }) => name), ["class 0", "class 1", "class 2"]);
});

Deno.test("a legend names the classes that the masks hold", () => {
  const legend = {
    file: "labelmap.txt",
    classes: [
      { name: "road", values: [1] },
      { name: "sky", values: [2] },
      { name: "sea", values: [9] },
    ],
  };
  const { classes, reasons } = decideClasses({
    tallies: tallies(0, 1, 2),
    isColor: false,
    legend,
  });
  assert.deepEqual(classes.map(({ name }) => name), ["road", "sky", "0"]);
  assert.equal(reasons[0], "classes: 2 of the 3 that labelmap.txt names, beside 0");
});

Deno.test("a legend's class has all of its values, and none of them is another class", () => {
  const classes = [
    { name: "background", values: [0] },
    { name: "rest of kidney", values: [1, 3] },
    { name: "tumor", values: [2] },
  ];
  const legend = { file: "dataset.json", classes };
  const decided = decideClasses({ tallies: tallies(0, 1, 2, 3), isColor: false, legend });
  assert.deepEqual(decided.classes, classes);
  assert.equal(decided.reasons[0], "classes: 3 of the 3 that dataset.json names");
});

Deno.test("a value that only lines borders is ignored, and that is said", () => {
  const contents = { tallies: tallies(0, 1, 255), isColor: false, lining: 255 };
  const { classes, ignore, reasons } = decideClasses(contents);
  assert.deepEqual([classes.length, ignore], [2, [255]]);
  assert.equal(reasons[1], "ignored: value 255, since it only lines the borders of others");
});

Deno.test("one value alone, or as many as a photograph has, are refused", () => {
  assert.throws(() => decideClasses({ tallies: tallies(7), isColor: false }), {
    message: "masks must hold 2 values at least, one per class; these hold 7 alone",
  });
  const many = tallies(...Array.from({ length: 300 }, (_, i) => i));
  assert.throws(() => decideClasses({ tallies: many, isColor: true }), {
    message:
      "masks must hold at most 256 colours, one per class; these hold 300, as photographs do, or masks that " +
      "number objects",
  });
});

Deno.test("Tally counts pixels and images of each value", () => {
  const tally = new Tally();
  for (const values of [Uint8Array.of(0, 0, 5, 5, 0, 9), Uint8Array.of(5, 5, 5, 5, 5, 5)]) {
    tally.add({ values });
  }
  assert.deepEqual(tally.values(), [
    { value: 0, pixels: 3, images: 1 },
    { value: 5, pixels: 8, images: 2 },
    { value: 9, pixels: 1, images: 1 },
  ]);
});

Deno.test("linePixels() tells a five pixels wide outline from an area, whichever way it runs", () => {
  const [width, height] = [80, 60];
  const outline = new Uint8Array(width * height), area = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const edge = Math.min(x - 10, 70 - x, y - 10, 50 - y);
      outline[at] = edge < 0 ? 0 : edge < 5 ? 255 : 1;
      area[at] = x > 20 && y > 20 ? 255 : 0;
    }
  }
  const share = (values: Uint8Array) => {
    const { inLines, pixels } = linePixels({ values, width, height }, 255);
    return inLines / pixels;
  };
  assert.ok(share(outline) === 1, `outline ${share(outline)}`);
  assert.ok(share(area) < 0.2, `area ${share(area)}`);
  assert.deepEqual(
    linePixels({ values: new Uint8Array(4), width: 2, height: 2 }, 255),
    { inLines: 0, pixels: 0 },
  );
});

Deno.test("indices of palettes are written where no value could be a level as well", () => {
  const of = (...masks: [number, number][][]) =>
    masks.reduce<Indices | undefined>((all, own) => joined(all, own), new Map());
  const plain = of([[0, 0], [255, 1]])!;
  assert.deepEqual([...plain], [[0, 0], [255, 1]]);
  const known = { classes: [{ name: "a", values: [1] }], regions: { whole: [0, 1] } };
  const levels = inLevels(known, plain);
  assert.deepEqual([levels.classes![0].values, levels.regions], [[255], { whole: [0, 255] }]);
  assert.deepEqual(inIndices(levels, plain), { ...known, ignore: undefined });
  // black and white exchanged: 0 would be the background for one program and the object for another
  assert.equal(of([[255, 0], [0, 1]]), undefined);
  // 2 is an index and a level
  assert.equal(of([[0, 0], [1, 2]], [[0, 0], [2, 1]]), undefined);
});
