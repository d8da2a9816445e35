import { decodeLabelPng, type LabelPicture } from "../../../io/mod.ts";
import ODD from "../../fixtures/io/odd_pictures.json" with { type: "json" };
import { bytesOf } from "../../io/pictures.ts";
import { repairPng } from "../repair_png.ts";
import type { Reader } from "../reader.ts";

/** Pictures of labels. */
export const reader: Reader = {
  seeds: () => Promise.resolve(ODD.labelPictures.map(({ file }) => bytesOf(file))),
  read: (bytes) => Promise.resolve(decodeLabelPng(bytes)),
  check(result) {
    const { labels, width, height } = result as LabelPicture;
    return labels.length === width * height ? undefined : `${labels.length} for ${width}x${height}`;
  },
  repair: repairPng,
  isChecked: true,
  allowance: () => 100e6,
};
