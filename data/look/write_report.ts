/**
 * What a look found, as files that a page is made from: `look.json` and pictures.
 *
 * @module
 */
import { basename, join, resolve } from "node:path";
import {
  type LookReport,
  type LookSample,
  pictureOf,
  type PixelFormat,
  type Shape,
} from "../../core/mod.ts";
import { encodeJpeg, encodeLabelPng, makeFolder, palette, writeFileAtomic } from "../../io/mod.ts";
import { decodeMasks } from "../decode_files.ts";
import { decodePair } from "../decode_pair.ts";
import { imageAt } from "../image_at.ts";
import { normalisationOf } from "../normalisation.ts";
import { pairReader } from "../pair_files.ts";
import { meaningOf } from "../read_folder.ts";
import type { AnyDataset } from "../types.ts";
import { doubtsOf } from "./doubts.ts";
import { findDuplicates } from "./duplicates.ts";
import type { Look } from "./look.ts";
import { countLabels, measureClasses } from "./measure_classes.ts";
import { chooseSamples } from "./samples.ts";

/** How many images are shown, and how long their longer side is at most. */
const SAMPLES = 12, SIDE = 480;

/** What is reported, and which images are shown. */
export interface Report {
  /** All but the samples. */
  report: Omit<LookReport, "samples">;
  /** The places of the samples. */
  samples: number[];
}

/**
 * Sums up what a look found, and what its images show.
 *
 * @param look What was found.
 * @param data The images, as training has them.
 * @param options How large a picture may be; the plan of a training, a line per setting, and the patches
 *   that it takes.
 * @returns What `look.json` says, and which images are worth a look.
 */
export async function reportOf(
  look: Look,
  data: AnyDataset,
  options: { maxMegapixels: number; plan?: string[]; patch?: string },
): Promise<Report> {
  const { ids, shape, groups, isGrouped, parts, skipped } = data;
  const [height, width] = shape, { channels = 3 } = data;
  const counts = countLabels(data);
  const { plan = [], patch } = options;
  const measured = await measureClasses(look, data, counts, options), { ignored } = measured;
  const classes = patch === undefined
    ? measured.classes
    : measured.classes.map((one) => ({ ...one, widthInTraining: one.width }));
  const duplicates = findDuplicates({
    count: ids.length,
    imageAt: (i) => ({ data: imageAt(data, i), width, height, channels }),
  });
  const size = `${width}x${height}`;
  const named = (sets: number[][]) => sets.map((set) => set.map((i) => ids[i]));
  const inPart = (part: string) => parts?.filter((one) => one === part).length ?? 0;
  return {
    report: {
      schema: "triptych/look@1",
      // no more of the path: the page may be published
      folder: basename(resolve(look.folder)),
      images: ids.length,
      volumes: volumesOf(look),
      size,
      patch,
      decisions: look.decisions,
      plan,
      warnings: [
        ...look.warnings,
        ...doubtsOf({
          ids,
          size,
          patch,
          classes,
          counts,
          duplicates,
          parts,
          isGreyAsRgb: isGreyAsRgb(data),
        }),
      ],
      classes,
      ignored,
      sizes: look.survey.sizes,
      groups: isGrouped ? countsOf(groups) : [],
      ...parts && {
        parts: {
          train: inPart("train"),
          validation: inPart("validation"),
          test: inPart("test"),
        },
      },
      skipped: Array.from(
        Map.groupBy(skipped, ({ reason }) => reason),
        ([reason, files]) => ({ reason, files: files.map(({ file }) => file) }),
      ),
      duplicates: { equal: named(duplicates.equal), nearly: named(duplicates.nearly) },
    },
    samples: chooseSamples(data, counts, SAMPLES),
  };
}

/** How many volumes the images are slices of; undefined where any image is none. */
function volumesOf({ pairs }: Look): number | undefined {
  if (!pairs.every(({ slice }) => slice)) return undefined;
  return new Set(pairs.map(({ images: [file] }) => file)).size;
}

/** Whether images are RGB whose channels are equal, but for what a JPEG's coding moves them. */
function isGreyAsRgb(data: AnyDataset): boolean {
  const { ids, channels = 3, depth = 8 } = data;
  if (channels !== 3 || depth !== 8) return false;
  return ids.every((_, index) => {
    const image = imageAt(data, index);
    for (let i = 0; i < image.length; i += 3) {
      const green = image[i + 1];
      if (Math.abs(image[i] - green) > 2 || Math.abs(image[i + 2] - green) > 2) return false;
    }
    return true;
  });
}

/** How often each occurs, the commonest first. */
function countsOf(names: readonly string[]): [string, number][] {
  return Array.from(Map.groupBy(names, (name) => name), ([name, own]): [string, number] => [
    name,
    own.length,
  ]).sort((a, b) => b[1] - a[1]);
}

/**
 * Writes `look.json` and the pictures of its samples.
 *
 * @param out The folder.
 * @param look What was found.
 * @param data The images, as training has them.
 * @param report What is reported.
 * @param options How large a picture may be.
 */
export async function writeReport(
  out: string,
  look: Look,
  data: AnyDataset,
  { report, samples }: Report,
  options: { maxMegapixels: number },
): Promise<void> {
  await makeFolder(join(out, "pictures"));
  const shown: LookSample[] = [];
  for (const [n, place] of samples.entries()) {
    const sample = await writeSample(join(out, "pictures", String(n)), look, data, place, options);
    if (sample === undefined) continue;
    const image = `pictures/${n}.jpg`, truth = `pictures/${n}.truth.png`;
    shown.push({ id: data.ids[place], image, truth, size: sample });
  }
  const text = JSON.stringify({ ...report, samples: shown } satisfies LookReport, null, 2);
  await writeFileAtomic(join(out, "look.json"), new TextEncoder().encode(text));
}

/** Writes an image and its labels in their own proportions; gives its own size. */
async function writeSample(
  path: string,
  { folder, description, pairs, survey }: Look,
  data: AnyDataset,
  place: number,
  { maxMegapixels }: { maxMegapixels: number },
): Promise<string | undefined> {
  const pair = pairs.find(({ id }) => id === data.ids[place])!;
  const bytes = pairReader(folder)(pair), meaning = meaningOf({ description, survey });
  const format: PixelFormat = { channels: data.channels ?? 3, depth: data.depth ?? 8 };
  const masks = await decodeMasks(pair, bytes, maxMegapixels);
  if ("reason" in masks) return undefined;
  const [size] = masks;
  const scale = Math.min(1, SIDE / Math.max(size.width, size.height));
  const shape: Shape = [
    Math.max(1, Math.round(size.height * scale)),
    Math.max(1, Math.round(size.width * scale)),
  ];
  const decoded = await decodePair(pair, bytes, {
    shape,
    fit: "squash",
    format,
    meaning,
    maxMegapixels,
  });
  if ("reason" in decoded) return undefined;
  const [height, width] = shape;
  const picture = pictureOf(decoded.image, normalisationOf(data, [place]));
  await writeFileAtomic(`${path}.jpg`, await encodeJpeg({ data: picture, width, height }));
  const { labels } = decoded, colors = palette(labels, data.classes);
  await writeFileAtomic(`${path}.truth.png`, encodeLabelPng({ labels, width, height }, colors));
  return `${size.width}x${size.height}`;
}
