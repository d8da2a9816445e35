// Folders as people have them, by the names of their files alone.
import assert from "node:assert/strict";
import { findCandidates } from "../../../data/look/candidates.ts";
import { findPairs } from "../../../data/look/find_pairs.ts";

/** A layout: its files, and the patterns and first pair that are to be found. */
interface Layout {
  files: string[];
  images: string;
  masks: string;
  first: { id: string; split?: string; images: string[]; masks: string[] };
}

const LAYOUTS: Record<string, Layout> = {
  "two folders": {
    files: ["image/0.png", "image/1.png", "label/0.png", "label/1.png", "README.md"],
    images: "image/*.png",
    masks: "label/{id}.png",
    first: { id: "0", images: ["image/0.png"], masks: ["label/0.png"] },
  },
  "a suffix beside each other": {
    files: ["a.jpg", "a_mask.png", "b.jpg", "b_mask.png"],
    images: "*.jpg",
    masks: "{id}_mask.png",
    first: { id: "a", images: ["a.jpg"], masks: ["a_mask.png"] },
  },
  "a prefix beside each other": {
    files: ["1.png", "2.png", "mask_1.png", "mask_2.png"],
    images: "*.png",
    masks: "mask_{id}.png",
    first: { id: "1", images: ["1.png"], masks: ["mask_1.png"] },
  },
  "ids that differ by a word, parts above": {
    files: [
      "training/images/21_training.tif",
      "training/images/22_training.tif",
      "training/1st_manual/21_manual1.gif",
      "training/1st_manual/22_manual1.gif",
      "test/images/01_test.tif",
      "test/images/02_test.tif",
      "test/1st_manual/01_manual1.gif",
      "test/1st_manual/02_manual1.gif",
    ],
    images: "{split}/images/*_{split}.tif",
    masks: "{split}/1st_manual/{id}_manual1.gif",
    first: {
      id: "01",
      split: "test",
      images: ["test/images/01_test.tif"],
      masks: ["test/1st_manual/01_manual1.gif"],
    },
  },
  "parts below": {
    files: [
      "images/training/a_1.jpg",
      "annotations/training/a_1.png",
      "images/validation/a_2.jpg",
      "annotations/validation/a_2.png",
    ],
    images: "images/{split}/*.jpg",
    masks: "annotations/{split}/{id}.png",
    first: {
      id: "a_1",
      split: "training",
      images: ["images/training/a_1.jpg"],
      masks: ["annotations/training/a_1.png"],
    },
  },
  "trainannot beside train": {
    files: ["train/a.png", "trainannot/a.png", "val/b.png", "valannot/b.png"],
    images: "{split}/*.png",
    masks: "{split}annot/{id}.png",
    first: { id: "a", split: "train", images: ["train/a.png"], masks: ["trainannot/a.png"] },
  },
  "VOC, most of whose images have no mask": {
    files: [
      ...[1, 2, 3, 4].map((n) => `JPEGImages/2007_${n}.jpg`),
      ...[1, 2].map((n) => `SegmentationClass/2007_${n}.png`),
      ...[1, 2].map((n) => `SegmentationObject/2007_${n}.png`),
      "ImageSets/Segmentation/train.txt",
    ],
    images: "JPEGImages/*.jpg",
    masks: "SegmentationClass/{id}.png",
    first: {
      id: "2007_1",
      images: ["JPEGImages/2007_1.jpg"],
      masks: ["SegmentationClass/2007_1.png"],
    },
  },
  "nnU-Net": {
    files: [
      "imagesTr/c_001_0000.png",
      "imagesTr/c_002_0000.png",
      "labelsTr/c_001.png",
      "labelsTr/c_002.png",
      "dataset.json",
    ],
    images: "images{split}/*_0000.png",
    masks: "labels{split}/{id}.png",
    first: {
      id: "c_001",
      split: "Tr",
      images: ["imagesTr/c_001_0000.png"],
      masks: ["labelsTr/c_001.png"],
    },
  },
  "a folder per patient": {
    files: ["p1", "p2", "p3"].flatMap((p) => [`${p}/${p}_1.tif`, `${p}/${p}_1_mask.tif`]),
    images: "**.tif",
    masks: "{id}_mask.tif",
    first: { id: "p1/p1_1", images: ["p1/p1_1.tif"], masks: ["p1/p1_1_mask.tif"] },
  },
  "a folder per image": {
    files: ["p1", "p2", "p3"].flatMap((p) => [`${p}/image.png`, `${p}/mask.png`]),
    images: "**/image.png",
    masks: "{id}/mask.png",
    first: { id: "p1", images: ["p1/image.png"], masks: ["p1/mask.png"] },
  },
  "a folder per image, in folders of places and days": {
    files: ["north/p1/monday", "north/p2/monday", "south/p3/tuesday"]
      .flatMap((p) => [`${p}/PHOTO.JPG`, `${p}/PHOTO_MASK.PNG`]),
    images: "**.jpg",
    masks: "{id}_MASK.png",
    first: {
      id: "north/p1/monday/PHOTO",
      images: ["north/p1/monday/PHOTO.JPG"],
      masks: ["north/p1/monday/PHOTO_MASK.PNG"],
    },
  },
  "a folder per class": {
    files: [
      "images/a.png",
      "images/b.png",
      "masks/cat/a.png",
      "masks/dog/a.png",
      "masks/cat/b.png",
      "masks/cow/b.png",
    ],
    images: "images/*.png",
    masks: "masks/{class}/{id}.png",
    first: { id: "a", images: ["images/a.png"], masks: ["masks/cat/a.png", "masks/dog/a.png"] },
  },
  "a file per object in each image's folder": {
    files: ["0a3", "f17"].flatMap((id) => [
      `stage1_train/${id}/images/${id}.png`,
      `stage1_train/${id}/masks/c1.png`,
      `stage1_train/${id}/masks/d2.png`,
    ]),
    images: "stage1_train/*/images/*.png",
    masks: "stage1_train/{id}/masks/{object}.png",
    first: {
      id: "0a3",
      images: ["stage1_train/0a3/images/0a3.png"],
      masks: ["stage1_train/0a3/masks/c1.png", "stage1_train/0a3/masks/d2.png"],
    },
  },
  "a file per object beside each image's only file": {
    files: ["train", "val"].flatMap((part) => [
      `${part}/${part}1/photo.jpg`,
      `${part}/${part}1/masks/1.png`,
      `${part}/${part}1/masks/2.png`,
    ]),
    images: "{split}/*/photo.jpg",
    masks: "{split}/{id}/masks/{object}.png",
    first: {
      id: "train1",
      split: "train",
      images: ["train/train1/photo.jpg"],
      masks: ["train/train1/masks/1.png", "train/train1/masks/2.png"],
    },
  },
  "folders of images and of masks in many patients' folders": {
    files: [1, 2, 3, 4, 5, 6].flatMap((p) =>
      ["s1", "s2"].flatMap((s) => [`p${p}/images/${s}.png`, `p${p}/masks/${s}.png`])
    ),
    images: "{folder}/images/*.png",
    masks: "{folder}/masks/{id}.png",
    first: { id: "p1/s1", images: ["p1/images/s1.png"], masks: ["p1/masks/s1.png"] },
  },
  "what stands before the number of images, and after that of masks": {
    files: ["01", "02"].flatMap((n) => [`original-${n}.png`, `${n}-seg-final.png`]),
    images: "original-*.png",
    masks: "{id}-seg-final.png",
    first: { id: "01", images: ["original-01.png"], masks: ["01-seg-final.png"] },
  },
  "letters before the number in two folders, as in BTCV": {
    files: ["0001", "0002"].flatMap((n) => [
      `imagesTr/img${n}.nii.gz`,
      `labelsTr/label${n}.nii.gz`,
    ]),
    images: "images{split}/img*.nii.gz",
    masks: "labels{split}/label{id}.nii.gz",
    first: {
      id: "0001",
      split: "Tr",
      images: ["imagesTr/img0001.nii.gz"],
      masks: ["labelsTr/label0001.nii.gz"],
    },
  },
  "photographs and masks that differ by their endings alone": {
    files: ["a.jpg", "a.png", "b.jpg", "b.png"],
    images: "*.jpg",
    masks: "{id}.png",
    first: { id: "a", images: ["a.jpg"], masks: ["a.png"] },
  },
  "two raters": {
    files: ["L", "R"].flatMap((eye) =>
      ["", "_1stHO", "_2ndHO"].map((rater) => `Image_01${eye}${rater}.${rater ? "png" : "jpg"}`)
    ),
    images: "*.jpg",
    masks: "{id}_1stHO.png",
    first: { id: "Image_01L", images: ["Image_01L.jpg"], masks: ["Image_01L_1stHO.png"] },
  },
  "a single image": {
    files: ["x.png", "x_mask.png"],
    images: "*.png",
    masks: "{id}_mask.png",
    first: { id: "x", images: ["x.png"], masks: ["x_mask.png"] },
  },
  "odd names": {
    files: ["IMG 001 (copy).JPG", "IMG 001 (copy)_label.PNG", "größe.jpg", "größe_label.png"],
    images: "*.jpg",
    masks: "{id}_label.png",
    first: {
      id: "IMG 001 (copy)",
      images: ["IMG 001 (copy).JPG"],
      masks: ["IMG 001 (copy)_label.PNG"],
    },
  },
};

for (const [name, { files, images, masks, first }] of Object.entries(LAYOUTS)) {
  Deno.test(`findCandidates() reads ${name}`, () => {
    const [likeliest] = findCandidates(files);
    assert.deepEqual([likeliest?.images, likeliest?.masks], [images, masks]);
    assert.deepEqual(likeliest.pairing.pairs[0], first);
  });
}

Deno.test("findCandidates() takes two siblings of cats and dogs as one set", () => {
  const files = ["cats/a.jpg", "cats/a_mask.png", "dogs/b.jpg", "dogs/b_mask.png"];
  const [{ images, masks, pairing }] = findCandidates(files);
  assert.deepEqual([images, masks, pairing.pairs.length], ["**.jpg", "{id}_mask.png", 2]);
});

Deno.test("findCandidates() names the second rater among the others", () => {
  const masks = findCandidates(LAYOUTS["two raters"].files).map((one) => one.masks);
  assert.ok(masks.includes("{id}_2ndHO.png"), masks.join(", "));
});

Deno.test("findCandidates() finds nothing where nothing goes together", () => {
  assert.deepEqual(findCandidates([]), []);
  assert.deepEqual(findCandidates(["notes.txt", "a.png"]), []);
  assert.deepEqual(findCandidates(["x/cat.png", "x/car.png", "y/dot.png", "y/dor.png"]), []);
});

Deno.test("findCandidates() of thousands of images in a hundred folders is quick", () => {
  const files = Array.from({ length: 20_000 }, (_, i) => {
    const patient = `patients/p${(i >> 1) % 100}/slice_${Math.floor(i / 200)}`;
    return i % 2 ? `${patient}_mask.png` : `${patient}.png`;
  });
  const [{ images, masks, pairing }] = findCandidates(files);
  assert.deepEqual([images, masks], ["patients/**.png", "patients/{id}_mask.png"]);
  assert.ok(pairing.pairs.length === 10_000);
});

Deno.test("more pairs than a call has room for arguments are found", async () => {
  const count = 130_000;
  const files = Array.from({ length: count }, (_, i) => [`images/${i}.jpg`, `masks/${i}.png`])
    .flat();
  const known = { images: "images/*.jpg", masks: "masks/{id}.png" };
  const { pairs } = await findPairs({ folder: "nowhere", files, known, maxMegapixels: 1 });
  assert.equal(pairs.length, count);
});
