import assert from "node:assert/strict";
import { encode } from "fast-png";
import {
  type AnnotatedImage,
  rasterize,
  readCoco,
  readLabelme,
  readYolo,
  type Region,
} from "../../io/mod.ts";
import AREAS from "../fixtures/io/annotations.json" with { type: "json" };

type Area = typeof AREAS[number];

/** A file of COCO with one image and objects of its. */
function coco(
  { width, height }: { width: number; height: number },
  segmentations: unknown[],
  more: Record<string, unknown> = {},
): string {
  return JSON.stringify({
    images: [{ id: 1, file_name: "a.jpg", width, height }],
    categories: [{ id: 5, name: "dog" }, { id: 2, name: "cat" }],
    annotations: segmentations.map((segmentation, i) => ({
      id: i,
      image_id: 1,
      category_id: i % 2 === 0 ? 2 : 5,
      segmentation,
      ...more,
    })),
  });
}

function rowsOf(image: AnnotatedImage): string[] {
  const { labels, width, height } = rasterize(image);
  return Array.from(
    { length: height },
    (_, y) => [...labels.subarray(y * width, (y + 1) * width)].join(""),
  );
}

for (const area of AREAS as Area[]) {
  Deno.test(`rasterize() gives pycocotools' pixels: ${area.name}`, () => {
    const { polygons, compressed, counts, width, height, rows } = area;
    const size = [height, width];
    for (const segmentation of [polygons, { size, counts: compressed }, { size, counts }]) {
      const { images, classes } = readCoco(coco(area, [segmentation]));
      assert.deepEqual(classes, ["cat", "dog"]);
      assert.deepEqual(rowsOf(images[0]), rows);
    }
  });
}

const square = (from: number, to: number): number[] => [from, from, to, from, to, to, from, to];

Deno.test("rasterize() puts smaller areas on top, of equal ones the later, or always the later", () => {
  const regions: Region[] = [
    { class: 0, polygons: [square(1, 3)] },
    { class: 1, polygons: [square(0, 4)] },
    { class: 2, polygons: [square(1, 3)] },
  ];
  const image = { file: "a.jpg", width: 4, height: 4, regions };
  assert.deepEqual(rowsOf(image), ["2222", "2332", "2332", "2222"]);
  const { labels } = rasterize({ ...image, regions: regions.slice(0, 2) }, { onTop: "later" });
  assert.ok(labels.every((label) => label === 2));
});

Deno.test("rasterize() ignores a crowd where nothing else lies", () => {
  const regions: Region[] = [
    { class: 0, polygons: [square(0, 2)] },
    { class: 0, polygons: [square(1, 3)], isCrowd: true },
  ];
  const { labels } = rasterize({ file: "a.jpg", width: 3, height: 3, regions });
  assert.deepEqual([...labels], [1, 1, 0, 1, 1, 255, 0, 255, 255]);
});

Deno.test("rasterize() refuses an unknown size, run lengths of another, and corners far away", () => {
  const regions: Region[] = [{ class: 0, polygons: [square(0, 2)] }];
  assert.throws(() => rasterize({ file: "a.jpg", regions }), {
    name: "TypeError",
    message: "Cannot draw annotations: the size of a.jpg must be known, got undefinedxundefined",
  });
  const size = { file: "a.jpg", width: 3, height: 3 };
  const runs = { counts: [4], width: 2, height: 2 };
  assert.throws(
    () => rasterize({ ...size, regions: [{ class: 0, polygons: [], runs }] }),
    /run lengths of a.jpg must be of its 3x3 pixels, got 2x2/,
  );
  for (const far of [1e12, NaN, -Infinity]) {
    const away: Region[] = [{ class: 0, polygons: [[0, 0, far, 0, 1, 1]] }];
    assert.throws(
      () => rasterize({ ...size, regions: away }),
      /corners must lie near the 3x3 pixels/,
    );
  }
  assert.throws(
    () => rasterize({ ...size, width: 1e6, height: 1e6, regions }),
    /at most 100 megap/,
  );
});

Deno.test("rasterize() draws an outline of millions of steps in little memory", async () => {
  const program = `
    import { rasterize } from ${JSON.stringify(new URL("../../io/mod.ts", import.meta.url))};
    const corners = Array.from({ length: 600 }, (_, i) => i % 4 < 2 ? -9000 : 9000);
    const regions = [{ class: 0, polygons: [corners] }];
    console.log(rasterize({ file: "a.jpg", width: 1000, height: 1000, regions }).labels.length);
  `;
  const args = ["eval", "--no-lock", "--no-check", "--v8-flags=--max-old-space-size=100", program];
  const { stdout, success } = await new Deno.Command("deno", { args }).output();
  assert.deepEqual([success, new TextDecoder().decode(stdout)], [true, "1000000\n"]);
});

Deno.test("readCoco() keeps images without objects and crowds, and counts objects that have only a box", () => {
  const runs = { size: [2, 2], counts: [1, 2, 1] };
  const { images, notes } = readCoco(coco({ width: 2, height: 2 }, [runs], { iscrowd: 1 }));
  assert.equal(images[0].regions[0].isCrowd, true);
  assert.deepEqual(notes, []);
  const boxes = readCoco(coco({ width: 2, height: 2 }, [[], undefined], { bbox: [0, 0, 1, 1] }));
  assert.deepEqual(boxes.images[0].regions, []);
  assert.deepEqual(boxes.notes, ["objects without a segmentation, left out: 2"]);
});

Deno.test("readCoco() names what is wrong", () => {
  const size = { width: 2, height: 2 };
  const wrong: [string, string][] = [
    ["", "it must be JSON, and ends too early"],
    ["[]", "it must be a JSON object"],
    ["{}", '"categories" must be a list of objects'],
    [coco(size, [[[1, 2, 3, 4]]]), "object 0 must have polygons of three corners or more"],
    [coco(size, [[[1, 2, 3, 4, null, 6]]]), "object 0 must have polygons of three corners or more"],
    [coco(size, [{ counts: [4] }]), "object 0 must have the size of its run lengths"],
    [coco(size, [{ size: [2, 2], counts: [3] }]), "object 0: its runs cover 3 of 4 pixels"],
    [
      coco(size, [{ size: [2, 2], counts: [9, -5] }]),
      "object 0: its runs must be whole numbers from 0",
    ],
    [coco(size, [{ size: [2, 2], counts: "P" }]), "object 0: its compressed runs are cut short"],
    [coco(size, [{ size: [2, 2], counts: "é" }]), "object 0: its compressed runs are damaged"],
    [coco(size, [[square(0, 1)]], { image_id: 8 }), "object 0 is of image 8, which isn't listed"],
    [
      coco(size, [[square(0, 1)]], { category_id: 8 }),
      "object 0 is of category 8, which isn't listed",
    ],
  ];
  for (const [text, fault] of wrong) {
    assert.throws(() => readCoco(text), {
      name: "TypeError",
      message: `Cannot read COCO annotations: ${fault}`,
    });
  }
});

Deno.test("readCoco() refuses one id for two images or categories, and takes one that is repeated", () => {
  const categories = [{ id: 1, name: "cat" }], images = [{ id: 7, file_name: "a.jpg" }];
  const read = (more: Record<string, unknown[]>) =>
    readCoco(JSON.stringify({ categories, images, annotations: [], ...more }));
  assert.throws(() => read({ images: [...images, { id: 7, file_name: "b.jpg" }] }), {
    name: "TypeError",
    message: "Cannot read COCO annotations: two images have the id 7: a.jpg and b.jpg",
  });
  assert.throws(() => read({ categories: [...categories, { id: 1, name: "dog" }] }), {
    name: "TypeError",
    message: "Cannot read COCO annotations: two categories have the id 1: cat and dog",
  });
  const twice = read({
    categories: [...categories, ...categories],
    images: [...images, ...images],
  });
  assert.equal(twice.images.length, 1);
});

/** A file of LabelMe with such shapes. */
function labelme(...shapes: Record<string, unknown>[]): string {
  return JSON.stringify({ imagePath: "..\\a.jpg", imageWidth: 4, imageHeight: 4, shapes });
}

Deno.test("readLabelme() reads polygons, rectangles, circles and masks, and notes points and lines", () => {
  const mask = encode({ width: 2, height: 1, data: Uint8Array.of(1, 0), channels: 1, depth: 8 });
  const { classes, images, notes } = readLabelme(labelme(
    { label: "cat", points: [[0, 0], [4, 0], [4, 1], [0, 1]] },
    { label: "dog", shape_type: "rectangle", points: [[4, 4], [2, 3]] },
    { label: "cat", shape_type: "point", points: [[1, 1]] },
    { label: "cat", shape_type: "mask", points: [[0, 2], [1, 2]], mask: mask.toBase64() },
  ));
  assert.deepEqual(classes, ["cat", "dog"]);
  assert.equal(images[0].file, "../a.jpg");
  assert.deepEqual(notes, ["shapes of kind point, left out: 1"]);
  assert.deepEqual(rowsOf(images[0]), ["1111", "0000", "1000", "0022"]);
  const circle = readLabelme(
    labelme({ label: "a", shape_type: "circle", points: [[2, 2], [2, 3.9]] }),
  );
  assert.equal(rasterize(circle.images[0]).labels.filter(Boolean).length, 12);
});

Deno.test("readLabelme() names what is wrong", () => {
  const wrong: [string, RegExp][] = [
    ["{", /Cannot read LabelMe annotations: it must be JSON/],
    ["{}", /"shapes" must be a list of objects/],
    [
      labelme({ label: "a", points: [[0, 0], [1, 1]] }),
      /shape 0 is a polygon and must have 3 points/,
    ],
    [labelme({ label: "a", points: [[0, 0], [1], [2, 2]] }), /shape 0 is a polygon/],
    [
      labelme({ label: "a", shape_type: "mask", points: [[0, 0], [1, 1]], mask: "?" }),
      /the mask of shape 0: /,
    ],
  ];
  for (const [text, fault] of wrong) assert.throws(() => readLabelme(text), fault);
});

Deno.test("readYolo() reads outlines as shares of the image, whose size is told to rasterize()", () => {
  const image = readYolo("0 0 0 1 0 1 0.5 0 0.5\r\n\r\n3 0.5 0.5 1 0.5 1 1 0.5 1\n", "a.jpg");
  const { labels } = rasterize(image, { width: 4, height: 2 });
  assert.deepEqual([...labels], [1, 1, 1, 1, 0, 0, 4, 4]);
  assert.deepEqual(readYolo("", "a.jpg").regions, []);
  const wrong: [string, string][] = [
    ["0 0.5 0.5 1 1", "line 1 is a box, not the outline that segmentation needs"],
    [
      "0 0 0 1 0 1 0.5\n0 0 0 1 0 1",
      "line 2 must have x and y of three corners or more, got 5 numbers",
    ],
    ["cat 0 0 1 0 1 0.5", "line 1 must begin with a class's number"],
    ["254 0 0 1 0 1 0.5", "line 1 must have a class's number up to 253, got 254"],
    ["0 0 0 640 0 640 480", "line 1 must have corners from 0 to 1, got 640"],
  ];
  for (const [text, fault] of wrong) {
    assert.throws(() => readYolo(text, "a.jpg"), {
      name: "TypeError",
      message: `Cannot read YOLO annotations: ${fault}`,
    });
  }
});
