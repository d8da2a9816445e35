/** The page on which a run's model meets a reader's own image. */
import { counted, formatNumber } from "../format.ts";
import { type Markup, safe } from "../../html/safe.ts";

export const title = "Try your own image";
export const link = "Try your own image";
/** Of a case, the link to the page. */
export const send = "Predict it here";

export const description = (run: string) => `The model of ${run}, in the browser.`;

export const lead = safe`The model of this run segments your image here, in the browser.`;
export const leaves = safe`<b>Nothing leaves this page.</b> Your image is not sent anywhere, and the
  page’s policy forbids its scripts any request (<code>connect-src 'none'</code>).`;

export const loaded = (megabytes: string, program: string) =>
  `The model (${megabytes} MB) and what runs it (${program} MB) are loaded with the first image.`;
export const rounded = (bits: number) =>
  `Its weights are rounded to ${
    bits + 1
  } significant bits, to load sooner: a few of 100,000 pixels ` +
  "may get another class than from deno task predict.";
export const rest = (megabytes: string) => `Load the rest of the weights, ${megabytes} MB`;
export const exact =
  "It predicts the same labels as deno task predict, pixel for pixel, of PNG, TIFF, BMP and GIF; the " +
  "browser decodes JPEG, WebP and AVIF, and may differ by a grey level here and there.";

export const choose = "Choose an image";
export const camera = "Camera";
export const drop = "or drop one anywhere on this page, or paste one";
export const noScript = "This page needs JavaScript.";

/** Where there is nothing to choose. */
export const reasons = {
  members: (models: number) =>
    `This run’s prediction is the mean of ${
      formatNumber(models)
    } models, which is more than a page ` +
    "should load. deno task predict computes it; a site of one member’s run folder has its model.",
  large: "This run’s model is too large for a page. deno task predict runs it.",
};

/** What scripts say, # for what it is about. */
export const said = {
  loading: "Loading the model…",
  unloaded: "The model can’t be loaded: # is not there.",
  predicting: "Predicting…",
  predicted: "# × # px, predicted in # ms on one thread.",
  again: "Once warm, this page takes # ms for it.",
  camera: "# frames per second, each predicted in # ms.",
  noCamera: "The camera can’t be used: #",
  noFile: "There is no image in what was dropped or pasted.",
  ignored: "# pixels of the truth have no class, and count in no figure.",
  measured: "Measured against the truth.",
};

export const show = "Show";
/** Modes: one class lit, or all. */
export const all = "All classes";
export const photograph = "The image";
export const drawn = "The prediction, drawn over the image";

export const truth = {
  title: "Beside the truth",
  sentence: "A mask of the image, value = label, of the same size.",
  choose: "Choose the truth",
  table: "Figures of this image",
  head: ["Dice", "ASSD, px", "HD95, px"],
};

export const save = { title: "Save", mask: "Mask, PNG", overlay: "Overlay, PNG" };

/** The model card. */
export const card = {
  title: "About this model",
  takes: "Takes",
  draws: "Draws",
  figures: "Figures",
  limits: "Limits",
  licence: "Licence",
  image: (channels: number, depth: 8 | 16 | "float") =>
    `${counted(channels, "channel")}${
      channels === 3 ? " (RGB)" : channels === 1 ? " (grey)" : ""
    } of ${depth === "float" ? "floats" : `${depth} bits`}`,
  squash: (size: string) => `resized to ${size} px`,
  pad: (size: string) => `fitted into ${size} px with padding`,
  tile: (size: string) => `in overlapping tiles of ${size} px`,
  orientations: (most: number) => `predicted in up to ${most} orientations, averaged`,
  several:
    "Its images lie in several files, a channel each; here it takes those channels in one TIFF.",
  slices:
    "It has learned from slices of volumes; here it takes pictures; deno task predict takes volumes.",
  labels: (classes: Markup[]) =>
    safe`${classes.map((one, i) => safe`${i > 0 && ", "}${one}`)}; each pixel gets one of them.`,
  unmeasured: "No figures of this model are known.",
  tenth: (metric: string, term: Markup, value: string) =>
    safe`The worst tenth of the test images have a ${metric} of ${value} or less for the ${term}.`,
  unknown: "It gives every pixel of every image a class, even of what it has never seen: it " +
    "can’t say that it doesn’t know.",
  likeness: (data: string | undefined) =>
    data === undefined
      ? "Figures hold for images like those that it was tested on."
      : `Figures hold for images like those of ${data}; of others nothing is known.`,
  terms: (data: string | undefined, start: string | undefined) =>
    "The run states no licence of its weights. " +
    (data === undefined ? "" : `They were learned from ${data}`) +
    (data !== undefined && start ? `, starting from ${start}` : "") +
    (data === undefined ? "" : "; whoever passes them on should know the terms of these."),
};
