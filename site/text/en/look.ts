/** The page of a look at a data folder. */
import { counted, formatNumber, formatPercent, typeset } from "../format.ts";

export const crumb = "Data";
export const origin = "Counted in the masks by deno task data.";

export function title(folder: string): string {
  return folder;
}

/** A size as flags take it, 128 or 480x360, as it is read. */
function pixels(size: string): string {
  return typeset(/x/.test(size) ? size : `${size}x${size}`);
}

/** What the folder holds, in a sentence. */
export function sentence(
  { images, volumes, size, patch }: {
    images: number;
    volumes?: number;
    size: string;
    patch?: string;
  },
  classes: number,
): string {
  const seen = patch === undefined
    ? `Training sees them at ${pixels(size)} pixels.`
    : `Training sees patches of ${pixels(patch)} pixels of them, at full size.`;
  const what = volumes === undefined
    ? counted(images, "image")
    : `${counted(images, "slice")} of ${counted(volumes, "volume")}`;
  return `${what} with ${images === 1 ? "a mask" : "masks"} of ` +
    `${counted(classes, "class", "classes")}. ${seen}`;
}

export const facts = {
  ignored: (share: number) => `${formatPercent(share, 1)} of the pixels are ignored or padding`,
  skipped: (files: number) => `${counted(files, "file")} left out`,
  alike: (images: number) =>
    `${counted(images, "image")} ${images === 1 ? "is" : "are"} equal or nearly equal to another`,
};

export const samples = {
  title: "Images with their masks",
  sentence:
    "Chosen so that as many classes as possible are seen, the rest spread evenly through the set. Beside " +
    "each image, the same with its mask in the colours of the classes; what has no colour is background " +
    "or ignored.",
  image: (id: string) => `${id}: image`,
  mask: (id: string) => `${id}: mask`,
};

export const doubts = {
  title: "What looks wrong",
  sentence: "Any of these may be intended. Masks are looked at as training sees them.",
};

export const decisions = {
  title: "Decisions",
  sentence:
    "What was decided from a look at the folder, and why. Where a decision is wrong, a flag or a line of " +
    "triptych.json overrules it.",
};

export const plan = {
  title: "The plan",
  sentence:
    "How deno task train trains on this folder, and why. Flags overrule it, and --preset switches it off. It " +
    "judges classes by up to 200 training masks, at their own size.",
};

export const classes = {
  title: "Classes",
  sentence: (size: string) =>
    `Pixels and images are counted at ${
      pixels(size)
    } pixels, without what is ignored. A class’s width is the ` +
    "median over its pixels of the shorter of the runs along row and column; at the masks’ own size it " +
    "is measured in up to 100 masks.",
  region: "Classes, their pixels and images",
  head: ["Class", "Values", "Pixels", "Images", "Width, own size", "Width in training"],
  wide: "over 254 px",
  wideInTraining: "wide",
  absent: "–",
  pixels: (width: number, decimals: number) => `${formatNumber(width, decimals)} px`,
};

export const sizes = {
  title: "Sizes, parts and groups",
  sentence:
    "The images’ own sizes, width by height; which part of the set they are in, where the " +
    "data says so; and the groups that stay on one side of a split.",
  region: "Sizes, parts and groups",
  head: ["Size, part or group", "Images"],
  size: (size: string) => `${pixels(size)} px`,
  others: (count: number) => `${counted(count, "other size")}`,
  otherGroups: (count: number) => `${counted(count, "other group")}`,
  part: { train: "Training", validation: "Validation", test: "Test" },
  group: (name: string) => `Group ${name}`,
};

export const alike = {
  title: "Equal and nearly equal images",
  sentence:
    "Equal images have the same pixels in training. Nearly equal ones look the same when shrunk: " +
    "one image stored twice, or successive frames of a video, each like at least one other.",
  equal: "Equal",
  nearly: "Nearly equal",
  more: (sets: number) => `${counted(sets, "more set")}; look.json beside this page has all.`,
  moreImages: (images: number) => `${counted(images, "more image")}`,
};

export const skipped = {
  title: "Left out",
  sentence: "Files that can’t be used, by reason.",
  more: (files: number) => `and ${counted(files, "more file")}`,
};
