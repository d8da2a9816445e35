/** What a `model.json` says that the page shows; the program in the page checks all of it again. */
import type { LabelClass } from "../../core/mod.ts";
import { parseJson } from "../../io/mod.ts";

/** What a page says of a model. */
export interface ModelAbout {
  /** Rows and columns. */
  shape: readonly [number, number];
  /** In the model's order. */
  classes: LabelClass[];
  /** Channels of its images. */
  channels: number;
  /** Of their samples. */
  depth: 8 | 16 | "float";
  /** How images are brought to its shape. */
  fit: "squash" | "pad" | "tile";
  /** How many orientations of an image it predicts at most. */
  orientations: 1 | 2 | 8;
  /** Whether its images lie in several files, or are slices of volumes. */
  files: "one" | "several" | "slices";
}

/**
 * Reads it.
 *
 * @param text The file's content.
 * @param sha256 The checksum of the weights beside it.
 * @throws {TypeError} If another program wrote it, or it is damaged.
 */
export function modelAbout(text: string, sha256: string): ModelAbout {
  const { weightsManifest, userDefinedMetadata } = (parseJson(text) ?? {}) as Description;
  const digests = weightsManifest?.[0]?.sha256;
  if (digests !== undefined && ![digests].flat().includes(sha256)) {
    throw new TypeError("the checksum of weights.bin must be the one in model.json, and is not");
  }
  const said = userDefinedMetadata ?? {}, { size, classes, normalisation } = said;
  const shape = said.shape ?? [size, size];
  const isOurs = said.schema === "triptych/model@1" && Array.isArray(shape) &&
    shape.length === 2 && shape.every((side) => Number.isSafeInteger(side)) &&
    Array.isArray(classes) && classes.every(isClass);
  if (!isOurs) throw new TypeError("model.json must be a model written by Triptych, and is not");
  return {
    shape: [Number(shape[0]), Number(shape[1])],
    classes: classes.map(({ label, name, color }, i) => ({
      label: isByte(said.maskValues?.[i]) ? said.maskValues[i] : label,
      name,
      color,
    })),
    // models of earlier versions take RGB
    channels: Array.isArray(normalisation) ? normalisation.length : 3,
    depth: said.depth === 16 || said.depth === "float" ? said.depth : 8,
    fit: said.fit === "pad" || said.fit === "tile" ? said.fit : "squash",
    orientations: said.testAugment === "d4" ? 8 : said.testAugment === "flip" ? 2 : 1,
    files: said.channelFiles !== undefined ? "several" : said.slices ? "slices" : "one",
  };
}

/** As far as it is read; nothing in it is trusted. */
interface Description {
  weightsManifest?: { sha256?: unknown }[];
  userDefinedMetadata?: Record<string, unknown> & {
    classes?: LabelClass[];
    maskValues?: unknown[];
    shape?: unknown[];
  };
}

function isByte(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 255;
}

function isClass(value: unknown): boolean {
  const { label, name, color } = (value ?? {}) as Partial<LabelClass>;
  return Number.isInteger(label) && typeof name === "string" && /^#[\da-f]{6}$/i.test(color ?? "");
}
