/** Outlines in place of masks, volumes, and stacks of pages. */
import { type Content, json, pairs, type Set } from "./set.ts";

const SQUARE = [[0, 0, 8, 0, 8, 16, 0, 16]];
const HOLE = [[0, 0, 4, 0, 4, 16, 0, 16]];

/** COCO's annotations: cats that cover the left third, and a smaller dog in each. */
function coco(files: string[], { crowd = false } = {}): Content {
  return json({
    images: files.map((file_name, id) => ({ id, file_name, width: 24, height: 16 })),
    categories: [{ id: 18, name: "dog" }, { id: 17, name: "cat" }],
    annotations: files.flatMap((_, image_id) => [
      { id: 2 * image_id, image_id, category_id: 18, segmentation: HOLE },
      { id: 2 * image_id + 1, image_id, category_id: 17, segmentation: SQUARE },
      ...crowd
        ? [{
          id: 1000 + image_id,
          image_id,
          category_id: 17,
          iscrowd: 1,
          segmentation: { size: [16, 24], counts: [16 * 20, 16 * 4] },
        }]
        : [],
    ]),
  });
}

/** COCO's, in which the cat of image a and its dog belong to entries of their own. */
const LISTED_TWICE = json({
  images: ["a.jpg", "a.jpg", "b.jpg"].map((file_name, id) => ({
    id,
    file_name,
    width: 24,
    height: 16,
  })),
  categories: [{ id: 18, name: "dog" }, { id: 17, name: "cat" }],
  annotations: [
    { id: 1, image_id: 0, category_id: 17, segmentation: SQUARE },
    { id: 2, image_id: 1, category_id: 18, segmentation: HOLE },
  ],
});

/** LabelMe's file of one image: a cat on the left third, drawn over by a dog. */
function labelme(shapes: unknown[] = []): Content {
  const square = (to: number) => [[0, 0], [to, 0], [to, 16], [0, 16]];
  return json({
    imagePath: "..\\a.jpg",
    imageWidth: 24,
    imageHeight: 16,
    shapes: [
      { label: "cat", shape_type: "polygon", points: square(8) },
      { label: "dog", shape_type: "polygon", points: square(4) },
      { label: "nose", shape_type: "point", points: [[1, 1]] },
      ...shapes,
    ],
  });
}

const YOLO = { text: "1 0 0 0.3333 0 0.3333 1 0 1\n0 0 0 0.1666 0 0.1666 1 0 1\n" };
const CAT_AND_DOG = "333322221111111111111111", DOG_AND_CAT = "222233331111111111111111";

export const OUTLINES: Record<string, Set> = {
  "COCO: the smaller of two that overlap counts": {
    files: {
      "images/a.jpg": "jpg",
      "images/b.jpg": "jpg",
      "images/unlisted.jpg": "jpg",
      "annotations.json": coco(["a.jpg", "b.jpg"]),
    },
    patterns: ["images/*.jpg", "annotations.json"],
    classes: ["background", "cat", "dog"],
    ids: ["a", "b"],
    row: CAT_AND_DOG,
  },
  "COCO in parts, with crowds, which are ignored": {
    files: {
      "train2017/1.jpg": "jpg",
      "val2017/2.jpg": "jpg",
      "annotations/captions_train2017.json": json({ annotations: [{ caption: "a cat" }] }),
      "annotations/instances_train2017.json": coco(["1.jpg"], { crowd: true }),
      "annotations/instances_val2017.json": coco(["2.jpg"]),
    },
    patterns: ["{split}2017/*.jpg", "annotations/instances_{split}2017.json"],
    classes: ["background", "cat", "dog"],
    says: [/^split: by the folders train \(train\), val \(validation\)/, /^ignored: crowds/],
    row: "333322221111111111110000",
  },
  "COCO: the objects of an image that is listed twice are together": {
    files: { "images/a.jpg": "jpg", "images/b.jpg": "jpg", "annotations.json": LISTED_TWICE },
    ids: ["a", "b"],
    row: CAT_AND_DOG,
  },
  "COCO: an image is in one part, and another's objects aren't its": {
    files: {
      "images/1.jpg": "jpg",
      "images/2.jpg": "jpg",
      "instances_train.json": coco(["images/1.jpg", "images/2.jpg"]),
      "instances_val.json": coco(["images/2.jpg", "other/1.jpg"]),
    },
    ids: ["1", "2"],
    skipped: {
      "other/1.jpg":
        /^in instances_val\.json, but images\/1\.jpg is taken by images\/1\.jpg of instances_train/,
      "images/2.jpg":
        /^in instances_val\.json, but images\/2\.jpg is taken by images\/2\.jpg of instances_train/,
    },
    row: CAT_AND_DOG,
  },
  "COCO: the parts keep their images beside a file of both": {
    files: {
      "images/1.jpg": "jpg",
      "images/2.jpg": "jpg",
      "annotations/instances_train.json": coco(["1.jpg"]),
      "annotations/instances_trainval.json": coco(["1.jpg", "2.jpg"]),
      "annotations/instances_val.json": coco(["2.jpg"]),
    },
    ids: ["1", "2"],
    says: [/^split: by the folders train \(train\), val \(validation\)/],
    row: CAT_AND_DOG,
  },
  "LabelMe: the later of two that overlap counts": {
    files: { "a.jpg": "jpg", "a.json": labelme(), "b.jpg": "jpg", "b.json": labelme() },
    patterns: ["*.jpg", "{id}.json"],
    classes: ["background", "cat", "dog"],
    says: [/^shapes of kind point, left out: 2$/],
    row: CAT_AND_DOG,
  },
  "LabelMe: a name that is known keeps its value, whoever comes between": {
    files: {
      "a.jpg": "jpg",
      "a.json": labelme([{
        label: "bird",
        shape_type: "rectangle",
        points: [[20, 0], [24, 16]],
      }]),
      "triptych.json": json({
        masks: "{id}.json",
        classes: [
          { name: "background", values: [0] },
          { name: "cat", values: [1] },
          { name: "dog", values: [2] },
          { name: "other", values: [3] },
        ],
      }),
    },
    classes: ["background", "cat", "dog", "other"],
    row: "333322221111111111114444",
  },
  "YOLO: no file of labels is no object": {
    files: {
      "images/train/1.jpg": "jpg",
      "images/train/2.jpg": "jpg",
      "images/val/3.jpg": "jpg",
      "labels/train/1.txt": YOLO,
      "labels/val/3.txt": YOLO,
      "data.yaml": { text: "train: images/train\nnames:\n  0: cat # mine\n  1: 'dog'\n" },
    },
    patterns: ["images/{split}/*.jpg", "labels/{split}/{id}.txt"],
    classes: ["background", "cat", "dog"],
    ids: ["1", "2", "3"],
    says: [/^images without a file of labels, all background: 1$/],
    row: DOG_AND_CAT,
  },
  "YOLO by classes.txt": {
    files: {
      "images/1.jpg": "jpg",
      "labels/1.txt": YOLO,
      "labels/classes.txt": { text: "cat\ndog\n" },
    },
    classes: ["background", "cat", "dog"],
    row: DOG_AND_CAT,
  },
  "NIfTI: slices across the coarsest axis, those of a volume in one group": {
    files: {
      "volume-0.nii": "nii",
      "volume-1.nii": "nii",
      "segmentation-0.nii": "mask nii",
      "segmentation-1.nii": "mask nii",
    },
    patterns: ["volume-*.nii", "segmentation-{id}.nii"],
    ids: ["0", "1"].flatMap((id) => [0, 1, 2].map((z) => `${id}_z00${z}`)),
    says: [
      /^volumes: 2 volumes, cut across z into 6 slices, their coarsest axis \(5 mm,/,
      /^spacing: 0\.7 × 0\.8 mm/,
      /^groups: 2, /,
    ],
    classes: ["background", "class 1", "class 2"],
    row: "333333331111111111111111",
  },
  "NIfTI of different spacings: each is measured in its own": {
    files: {
      "images/a.nii": "nii",
      "images/b.nii": "nii fine",
      "labels/a.nii": "mask nii",
      "labels/b.nii": "mask nii fine",
    },
    says: [/^spacing: it differs from volume to volume; each is measured in its own, in mm$/],
    spacings: { a_z000: [0.7, 0.8], b_z000: [0.35, 0.4] },
    row: "333333331111111111111111",
  },
  "NIfTI to be measured in pixels": {
    files: { "images/a.nii": "nii", "labels/a.nii": "mask nii" },
    given: { unit: "px" },
    spacings: { a_z000: undefined },
    says: [/^groups: 1, since all slices are of one volume/],
    row: "333333331111111111111111",
  },
  "nnU-Net of volumes with two channels": {
    files: {
      "imagesTr/case_0001_0000.nii": "nii",
      "imagesTr/case_0001_0001.nii": "nii",
      "imagesTs/case_0002_0000.nii": "nii",
      "labelsTr/case_0001.nii": "mask nii",
      "dataset.json": json({ labels: { background: 0, liver: 1, tumour: 2 } }),
    },
    patterns: ["images{split}/*_{channel}.nii", "labels{split}/{id}.nii"],
    classes: ["background", "liver", "tumour"],
    ids: ["case_0001_z000", "case_0001_z001", "case_0001_z002"],
    row: "333333331111111111111111",
  },
  "nnU-Net of regions: a value is named by the smallest that has it": {
    files: {
      "imagesTr/case_0001_0000.nii": "nii",
      "labelsTr/case_0001.nii": "mask nii",
      "dataset.json": json({ labels: { background: 0, whole: [1, 2], core: [2] } }),
    },
    classes: ["background", "rest of whole", "core"],
    says: [/^regions: whole, of several classes each, for deno task evaluate$/],
    row: "333333331111111111111111",
  },
  "nnU-Net of pictures with two channels": {
    files: {
      "imagesTr/c_0000.png": "png16",
      "imagesTr/c_0001.png": "png16",
      "labelsTr/c.png": "mask 0/1",
      "dataset.json": json({ labels: { "0": "background", "1": "cell" } }),
    },
    patterns: ["images{split}/*_{channel}.png", "labels{split}/{id}.png"],
    classes: ["background", "cell"],
  },
  "stacks of pages": {
    files: pairs("tif pages", "mask tif pages"),
    ids: ["a", "b"].flatMap((id) => [0, 1, 2].map((page) => `${id}_z00${page}`)),
    says: [/^pages: 6 slices of 2 TIFFs, since their masks have as many pages$/],
  },
  "stacks whose masks have one page: the first counts": {
    files: pairs("tif pages", "mask 0/255"),
    ids: ["a", "b"],
  },
};
