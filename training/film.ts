/**
 * Predictions for test images through the epochs, where `--film` asks for them.
 *
 * @module
 */
import { counted } from "../core/mod.ts";
import { formatBytes, formatDuration } from "../cli/mod.ts";
import { shapeAt, sourceOf } from "../data/mod.ts";
import { filmLine, writeFilm } from "../evaluation/mod.ts";
import type { Network } from "../model/mod.ts";
import { epochsPerFrame, filmedCount, framesOf, isFilmed } from "./film_settings.ts";
import { curvesOf } from "./judge.ts";
import { type MeasuredImage, measureEpoch } from "./measure_epoch.ts";
import type { Settings } from "./settings.ts";
import type { Split, Subset } from "./split.ts";

/** The test images whose predictions are kept: all, or some, spread over all. */
export function filmedOf(
  settings: Pick<Settings, "film">,
  { test: { data, indices } }: Split,
): Subset {
  const count = filmedCount(settings, indices.length);
  const places = Array.from({ length: count }, (_, k) => Math.floor((k * indices.length) / count));
  return { data, indices: places.map((place) => indices[place]) };
}

/** Those of them that the curves are not measured on, so that they take predictions of their own. */
export function filmedBeside(settings: Pick<Settings, "film">, split: Split): Subset {
  const filmed = filmedOf(settings, split), curves = curvesOf(split);
  if (curves.data !== filmed.data) return filmed;
  const measured = new Set(curves.indices);
  return { ...filmed, indices: filmed.indices.filter((index) => !measured.has(index)) };
}

/**
 * Keeps the predictions of a run. What is in memory is those of one epoch, about a kilobyte per image.
 */
export class Filming {
  readonly #filmed: Subset;
  readonly #beside: Subset;
  readonly #epochs: number;
  #lines = new Map<number, Uint8Array>();
  #seconds = 0;
  #isTold = false;

  /** For the images that the settings say. */
  constructor(settings: Settings, split: Split) {
    this.#filmed = filmedOf(settings, split);
    this.#beside = filmedBeside(settings, split);
    this.#epochs = settings.epochs;
  }

  /** What keeps an image that the curves are measured on after an epoch; undefined where none is kept. */
  forCurves(epoch: number, { data }: Subset): ((image: MeasuredImage) => void) | undefined {
    const { length } = this.#filmed.indices;
    this.#lines.clear();
    this.#seconds = 0;
    if (length === 0 || data !== this.#filmed.data || !isFilmed(epoch, this.#epochs)) return;
    const wanted = new Set(this.#filmed.indices);
    return (image) => {
      if (!wanted.has(image.index)) return;
      const start = performance.now();
      this.#keep(image);
      this.#seconds += (performance.now() - start) / 1000;
    };
  }

  /**
   * Writes the frames of an epoch, after predicting those images that the curves are not measured on.
   *
   * @returns The first time, what they take, in a line.
   */
  async write(
    folder: string,
    epoch: number,
    { network, signal }: { network: Network; signal: AbortSignal },
  ): Promise<string | undefined> {
    const { data: { classes }, indices } = this.#filmed;
    if (indices.length === 0 || !isFilmed(epoch, this.#epochs)) return undefined;
    const start = performance.now();
    if (this.#beside.indices.length > 0) {
      const onImage = (image: MeasuredImage) => this.#keep(image);
      await measureEpoch(network, this.#beside, { signal, onImage });
    }
    const fit = sourceOf(this.#filmed.data)?.fit === "pad" ? "pad" as const : undefined;
    const head = { epoch, classes: classes.map(({ name }) => name), ...fit && { fit } };
    const bytes = await writeFilm(folder, head, indices.map((index) => this.#lines.get(index)!));
    this.#lines.clear();
    this.#seconds += (performance.now() - start) / 1000;
    if (this.#isTold) return undefined;
    this.#isTold = true;
    return this.#told(bytes);
  }

  #keep({ index, labels, dice }: MeasuredImage): void {
    const { data } = this.#filmed, shape = shapeAt(data, index);
    this.#lines.set(index, filmLine({ id: data.ids[index], dice, labels, shape }, data.classes));
  }

  #told(bytes: number): string {
    const seconds = Number(this.#seconds.toPrecision(2)), frames = framesOf(this.#epochs);
    return `${formatBytes(bytes)} and ${seconds} s each time, so about ${
      formatBytes(bytes * frames)
    } and ${formatDuration(this.#seconds * frames)} in all`;
  }
}

/** About how many bytes a frame takes. */
const FRAME_BYTES = 1000;

/** What is kept, and about how much that is; undefined where nothing is. */
export function filmLineOf(settings: Settings, split: Split): string | undefined {
  const { length } = filmedOf(settings, split).indices, { epochs } = settings;
  if (length === 0) return undefined;
  const { length: beside } = filmedBeside(settings, split).indices;
  const each = epochsPerFrame(epochs), frames = framesOf(epochs);
  return `${counted(length, "test image")} after ${
    each === 1 ? "each epoch" : `one epoch in ${each}`
  }: about ${formatBytes(length * frames * FRAME_BYTES)}` +
    (beside > 0
      ? `; ${beside === length ? "all" : beside} of them are predicted for this alone`
      : "");
}
