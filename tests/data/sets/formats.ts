/** Kinds of pictures, and of masks. */
import { pairs, type Set } from "./set.ts";

export const FORMATS: Record<string, Set> = {
  "0 and 1": { files: pairs("png", "mask 0/1"), patterns: ["images/*.png", "masks/{id}.png"] },
  "0 and 255": { files: pairs("jpg", "mask 0/255") },
  "one bit": { files: pairs("jpg", "mask bit") },
  "GIF masks": { files: pairs("bmp", "mask gif") },
  "JPEG masks": { files: pairs("jpg", "mask jpg"), says: [/^masks are JPEGs, which blur values/] },
  "RGB masks": { files: pairs("webp", "mask rgb"), classes: ["background", "foreground"] },
  "masks of 16 bits": { files: pairs("avif", "mask tif16") },
  "five classes": {
    files: pairs("png", "mask five"),
    classes: ["background", "class 1", "class 2", "class 3", "class 4"],
    row: "111112222233333444445555",
  },
  "five classes as two": {
    files: pairs("png", "mask five"),
    given: {
      classes: [{ name: "sky", values: [0, 1] }, { name: "ground", values: [2, 3] }],
      ignore: [4],
    },
    classes: ["sky", "ground"],
    row: "111111111122222222220000",
  },
  "VOC": {
    files: {
      "JPEGImages/2007_1.jpg": "jpg",
      "JPEGImages/2007_2.jpg": "jpg",
      "JPEGImages/2007_3.jpg": "jpg",
      "SegmentationClass/2007_1.png": "mask voc",
      "SegmentationClass/2007_2.png": "mask voc",
      "ImageSets/Segmentation/train.txt": { text: "2007_1\n" },
      "ImageSets/Segmentation/val.txt": { text: "2007_2\n" },
      "labelmap.txt": { text: "# label:color_rgb:parts:actions\n" },
    },
    ids: ["2007_1", "2007_2"],
    says: [/ignored: value 255, since it only lines/, /^split: by the lists ImageSets\/Segm/],
    row: "222222220111111111111111",
  },
  "VOC, its classes said: borders are ignored all the same": {
    files: pairs("jpg", "mask voc"),
    given: { classes: [{ name: "background", values: [0] }, { name: "cat", values: [1] }] },
    classes: ["background", "cat"],
    says: [/^ignored: value 255, since it only lines/],
    row: "222222220111111111111111",
  },
  "a value in no class": {
    files: { ...pairs("png", "mask 0/1"), "images/c.png": "png", "masks/c.png": "mask five" },
    given: { classes: [{ name: "background", values: [0] }, { name: "cat", values: [1] }] },
    ids: ["a", "b"],
    says: [/^unnamed: 2, 3 and 4, values in no class, whose masks are skipped; name them, or/],
  },
  "grey JPEGs": { files: pairs("grey jpg", "mask 0/255") },
  "CMYK": {
    files: pairs("cmyk jpg", "mask 0/255"),
    says: [/^pixels: 3 channels of 8 bits, 2 CMYK images read as RGB, 0 to 255$/],
  },
  "GIFs": { files: pairs("gif", "mask 0/255") },
  "PNGs of 16 bits": { files: pairs("png16", "mask 0/255") },
  "TIFFs of 16 bits": { files: pairs("tif16", "mask 0/255") },
  "TIFFs of floats": { files: pairs("tif float", "mask 0/255") },
  "TIFFs of six channels": { files: pairs("tif six", "mask 0/255") },
  "EXIF": { files: pairs("exif jpg", "mask 0/255") },
  "photographs of 24 megapixels": {
    files: pairs("webp 6000x4000", "mask 6000x4000", ["a"]),
    says: [/^sizes: all 6000x4000$/],
  },
  "640x200 keeps its proportions, as far as the encoder's strides allow": {
    files: pairs("webp 640x200", "mask 640x200"),
    size: 64,
    shape: [32, 128],
    // 102 columns of 128, in the middle
    row: "000000000000022222222222",
  },
  "RGB files that hold grey, as grey": {
    files: pairs("png grey rgb", "mask 0/255"),
    given: { channels: 1 },
    says: [/^pixels: 1 channel of 8 bits, as said, black and white/],
  },
  "grey as RGB": {
    files: pairs("grey jpg", "mask 0/255"),
    given: { channels: 3 },
    says: [/^pixels: 3 channels of 8 bits, as said, 2 grey images become RGB, 0 to 255/],
  },
  "photographs as grey": {
    files: pairs("jpg", "mask 0/255"),
    given: { channels: 1 },
    refused: /images\/a\.jpg: Cannot use image: it must have 1 channel, got 3 \(RGB\)/,
  },
  "one image": { files: { "x.jpg": "jpg", "x_mask.png": "mask 0/255" }, ids: ["x"] },
  "three images": { files: pairs("jpg", "mask 0/1", ["1", "2", "3"]), ids: ["1", "2", "3"] },
  "odd names": {
    files: {
      "IMG 1 (copy).JPG": "jpg",
      "IMG 1 (copy)_label.PNG": "mask 0/1",
      "größe.jpg": "jpg",
      "größe_label.png": "mask 0/1",
    },
    ids: ["IMG 1 (copy)", "größe"],
  },
};
