/** Folders with files that can't be used. */
import { type Content, json, pairs, type Set } from "./set.ts";

/** A mask per class. */
const PER_CLASS: Set["files"] = {
  "images/a.png": "png",
  "masks/house/a.png": "mask 0/255",
  "masks/road/a.png": "mask bit right",
};

const named = (...names: string[]) => names.map((name) => ({ name, values: [] }));

export const REFUSED: Record<string, Set> = {
  "a damaged file among others": {
    files: {
      ...pairs("jpg", "mask 0/255"),
      "images/c.jpg": "cut jpg",
      "masks/c.png": "mask 0/255",
    },
    ids: ["a", "b"],
    skipped: { "images/c.jpg": /300 bytes of JPEG are damaged/ },
  },
  "a mask that is cut short among others": {
    files: {
      ...pairs("jpg", "mask 0/255"),
      "images/c.jpg": "jpg",
      "masks/c.png": "mask cut",
    },
    ids: ["a", "b"],
    skipped: { "masks/c.png": /^Cannot decode mask: .*60 bytes/ },
  },
  "images with other channels than most have": {
    files: Object.fromEntries(
      [["a", "t1"], ["a", "t2"], ["b", "t1"], ["b", "t2"], ["c", "flair"], ["c", "t1"]]
        .flatMap(([id, channel]): [string, Content][] => [
          [`images/${id}_${channel}.png`, "png16"],
          [`masks/${id}.png`, "mask 0/1"],
        ]),
    ),
    given: { images: "images/*_{channel}.png", masks: "masks/{id}.png" },
    ids: ["a", "b"],
    skipped: {
      "images/c_flair.png":
        /^an image must have the channels t1 and t2, as most have, got flair and t1$/,
    },
  },
  "masks that are cut short alone": {
    files: pairs("jpg", "mask cut"),
    refused: /masks .*can't be used: Cannot decode mask: .*60 bytes/,
  },
  "damaged files alone": {
    files: pairs("cut jpg", "mask 0/255"),
    refused: /2 files can't be used; the first: images\/a\.jpg: .*300 bytes of JPEG are damaged/,
  },
  "an empty mask among others": {
    files: {
      ...pairs("jpg", "mask 0/255"),
      "images/c.jpg": "jpg",
      "masks/c.png": { text: "" },
    },
    ids: ["a", "b"],
    skipped: { "masks/c.png": /^Cannot decode mask: / },
  },
  "one object's mask of another size": {
    files: {
      "images/a.png": "png",
      "images/b.png": "png",
      "masks/a/1.png": "mask 0/1",
      "masks/b/1.png": "mask 0/1",
      "masks/b/2.png": "mask small",
    },
    ids: ["a"],
    skipped: { "masks/b/2.png": /same size, it has 12x8, masks\/b\/1\.png 24x16/ },
  },
  "empty files": {
    files: { "images/a.jpg": { text: "" }, "masks/a.png": "mask 0/1" },
    refused: /images\/a\.jpg: Cannot .*got an empty file|images\/a\.jpg: Cannot .*0 bytes/,
  },
  "masks of another size": {
    files: pairs("jpg", "mask small"),
    refused: /masks\/a\.png: mask and image must have the same size, it has 12x8, the image 24x16/,
  },
  "masks of one value": {
    files: pairs("jpg", "mask flat"),
    refused: /masks must hold 2 values at least, one per class; these hold 0 alone/,
  },
  "YOLO's boxes": {
    files: { "images/1.jpg": "jpg", "labels/1.txt": { text: "0 0.5 0.5 0.2 0.2\n" } },
    refused: /labels\/\{id\}\.txt can't be used: .*line 1 is a box, not the outline/,
  },
  "volumes of different sizes": {
    files: { "images/a.nii": "nii", "masks/a.nii": "mask 0/1" },
    refused: /masks\/a\.nii|masks\/\{id\}\.nii/,
  },
  "a class that isn't called as its folder": {
    files: PER_CLASS,
    given: { classes: named("background", "car", "house") },
    refused:
      /classes must name background and the folders house and road, got background, car and house$/,
  },
  "a folder per class without a background": {
    files: PER_CLASS,
    given: { classes: named("house", "road") },
    refused: /classes must name background and .*, got house and road$/,
  },
  "a folder per class with a value to ignore": {
    files: PER_CLASS,
    given: { ignore: [255] },
    refused: /where each class has masks of its own, no value can be ignored, got 255$/,
  },
  "groups that match no name": {
    files: pairs("jpg", "mask 0/1"),
    given: { groups: "^(patient\\d+)_" },
    refused: /\^\(patient\\d\+\)_ must match names of images, and match none of 2, a for example/,
  },
  "a list of a part that isn't there": {
    files: { ...pairs("jpg", "mask 0/1"), "train.txt": { text: "a\n" } },
    given: { split: { train: "train.txt", test: "test.txt" } },
    refused: /test\.txt must be a list of images, there is none/,
  },
  "a list outside the folder": {
    files: pairs("jpg", "mask 0/1"),
    given: { split: { train: "lists/../../train.txt" } },
    refused: /lists of its parts must lie in it, got lists\/\.\.\/\.\.\/train\.txt/,
  },
  "a list of other images": {
    files: { ...pairs("jpg", "mask 0/1"), "train.txt": { text: "x\n" } },
    given: { split: { train: "train.txt" } },
    refused: /lines of train\.txt must name images for train, and name none of 2 images, a for/,
  },
  "a pattern that no image has": {
    files: pairs("jpg", "mask 0/1"),
    given: { images: "photos/*.jpg" },
    refused: /found no image photos\/\*\.jpg, but 2 pictures in images\/ and 2 pictures in masks\//,
  },
  "COCO's annotations with a damaged object": {
    files: {
      "images/a.jpg": "jpg",
      "annotations.json": json({
        images: [{ id: 1, file_name: "a.jpg" }],
        categories: [{ id: 1, name: "cat" }],
        annotations: [{ id: 7, image_id: 1, category_id: 1, segmentation: [[0, 0, 1, 1]] }],
      }),
    },
    refused: /annotations\.json: .*object 7 must have polygons of three corners or more/,
  },
  "COCO's annotations of two images that only their endings tell apart": {
    files: {
      "images/a.jpg": "jpg",
      "images/a.png": "png",
      "annotations.json": json({
        images: ["a.jpg", "a.png"].map((file_name, id) => ({ id, file_name })),
        categories: [],
        annotations: [],
      }),
    },
    refused: /the id a must have one image, got images\/a\.jpg and images\/a\.png/,
  },
  "another program's JSON": {
    files: { "images/a.jpg": "jpg", "info.json": json({ images: [{}], annotations: 3 }) },
    refused: /say which they are: --images/,
  },
  "images alone": { files: { "a.jpg": "jpg" }, refused: /say which they are: --images/ },
  "nothing": { files: { "notes.md": { text: "" } }, refused: /must hold images with masks, found/ },
  "an archive": { files: { "all.zip": { text: "PK" } }, refused: /1 file of \.zip; unpack the ar/ },
  "DICOM": {
    files: { "1.dcm": { text: "DICM" }, "2.dcm": { text: "DICM" } },
    refused: /2 files of \.dcm; convert DICOM to NIfTI, with dcm2niix/,
  },
};
