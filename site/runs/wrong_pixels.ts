/** Where predictions are wrong: which class is taken for which in each case, and where in the frame. */
import type { Case } from "../../evaluation/mod.ts";
import type { LabelClass } from "../../core/mod.ts";

/** A case's pixels of one confusion. */
export interface ConfusedCase {
  /** The case. */
  id: string;
  /** How many of its pixels. */
  pixels: number;
}

/** Where in the frame the pixels of a class are wrong, row by row, {@linkcode FRAME} places a side. */
export interface WrongPlaces {
  /** True pixels that were not found. */
  missed: Float64Array;
  /** Predicted pixels that are not true. */
  invented: Float64Array;
}

/** The frame of every image is divided into so many rows and columns. */
export const FRAME = 16;

/** So many cases of a confusion are kept, those with most of it. */
export const MOST_CONFUSED = 500;

/** A label of no class, and one whose pixels are ignored. */
const NO_CLASS = -1, IGNORED = -2;

/**
 * Counts the wrong pixels of a run's label pictures, and the wrong voxels of its volumes. Only what adds up to
 * the case's figures says anything of them: pictures of another size don't.
 */
export class WrongPixels {
  /** How many cases' confusions were counted: of fewer than there are, nothing is known of all. */
  cases = 0;
  /** Of these, how many have a place in the frame: images, which volumes aren't. */
  placed = 0;
  /** Pixels of all images at each place of the frame. */
  readonly pixels = new Float64Array(FRAME ** 2);
  readonly #classes: { name: string; index: number }[];
  readonly #places: WrongPlaces[];
  readonly #confused = new Map<string, ConfusedCase[]>();
  readonly #classOf = new Int16Array(256).fill(NO_CLASS);

  /**
   * @param classes The run's classes; regions, which overlap them, are left out.
   * @param ignore Labels whose pixels are in no figure.
   */
  constructor(classes: readonly LabelClass[], ignore: readonly number[] = []) {
    this.#classes = classes.flatMap(({ name, labels }, index) =>
      labels === undefined ? [{ name, index }] : []
    );
    this.#classes.forEach(({ index }, place) => this.#classOf[classes[index].label] = place);
    for (const label of ignore) this.#classOf[label] = IGNORED;
    const places = () => new Float64Array(FRAME ** 2);
    this.#places = this.#classes.map(() => ({ missed: places(), invented: places() }));
  }

  /**
   * Counts a case.
   *
   * @param one The case and its figures.
   * @param masks Its label pictures, row by row.
   */
  add(
    one: Case,
    { truth, prediction, width, height }: {
      truth: Uint8Array;
      prediction: Uint8Array;
      width: number;
      height: number;
    },
  ): void {
    const counts = this.#count(truth, prediction);
    if (one.shape.length === 3 || !this.#addsUp(one, counts)) return;
    this.cases++;
    this.#keep(one.id, counts);
    this.placed++;
    this.#place({ truth, prediction, width, height });
  }

  /** Counts a volume, whose pictures don't show all voxels, by what its case says of it. */
  addVolume(one: Case): void {
    const n = this.#classes.length, counts = new Float64Array((n + 1) ** 2);
    if (one.shape.length !== 3 || one.confused === undefined) return;
    this.#classes.forEach(({ name }, k) => counts[k * (n + 1) + k] = one.classes[name].tp);
    for (const [truth, prediction, voxels] of one.confused) {
      if (truth > n || prediction > n) return;
      counts[truth * (n + 1) + prediction] += voxels;
    }
    if (!this.#addsUp(one, counts)) return;
    this.cases++;
    this.#keep(one.id, counts);
  }

  /** Every confusion that occurs, by its key, its cases with most pixels first. */
  get confusions(): Map<string, ConfusedCase[]> {
    return new Map([...this.#confused].map(([key, cases]) => [key, largest(cases)]));
  }

  /** Where a class is wrong, by its place in the evaluation; undefined for a region. */
  places(index: number): WrongPlaces | undefined {
    return this.#places[this.#classes.findIndex((c) => c.index === index)];
  }

  /** Pixels, [truth][prediction], no class last. */
  #count(truth: Uint8Array, prediction: Uint8Array): Float64Array {
    const n = this.#classes.length, of = this.#classOf, counts = new Float64Array((n + 1) ** 2);
    for (let i = 0; i < truth.length; i++) {
      const t = of[truth[i]], p = of[prediction[i]];
      if (t === IGNORED) continue;
      counts[(t < 0 ? n : t) * (n + 1) + (p < 0 ? n : p)]++;
    }
    return counts;
  }

  #addsUp(one: Case, counts: Float64Array): boolean {
    const side = this.#classes.length + 1;
    return this.#classes.every(({ name }, k) => {
      const { tp, fp, fn } = one.classes[name];
      let inTruth = 0, inPrediction = 0;
      for (let other = 0; other < side; other++) {
        inTruth += counts[k * side + other];
        inPrediction += counts[other * side + k];
      }
      return counts[k * side + k] === tp && inTruth === tp + fn && inPrediction === tp + fp;
    });
  }

  #keep(id: string, counts: Float64Array): void {
    const n = this.#classes.length, indexOf = (k: number) => this.#classes[k]?.index;
    counts.forEach((pixels, at) => {
      const t = Math.floor(at / (n + 1)), p = at % (n + 1);
      if (pixels === 0 || t === p) return;
      const key = confusionKey(indexOf(t), indexOf(p)), cases = this.#confused.get(key) ?? [];
      cases.push({ id, pixels });
      this.#confused.set(key, cases.length < 4 * MOST_CONFUSED ? cases : largest(cases));
    });
  }

  #place(
    { truth, prediction, width, height }: {
      truth: Uint8Array;
      prediction: Uint8Array;
      width: number;
      height: number;
    },
  ): void {
    const columns = placesOf(width), rows = placesOf(height), of = this.#classOf;
    for (let i = 0, y = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i++) {
        const t = of[truth[i]], p = of[prediction[i]], at = rows[y] * FRAME + columns[x];
        if (t === IGNORED) continue;
        this.pixels[at]++;
        if (t === p) continue;
        if (t >= 0) this.#places[t].missed[at]++;
        if (p >= 0) this.#places[p].invented[at]++;
      }
    }
  }
}

/** How a confusion is named in an address and in the gallery's data. */
export function confusionKey(truth: number | undefined, predicted: number | undefined): string {
  return `${truth ?? "none"}-${predicted ?? "none"}`;
}

/** Those with most pixels; ties by id, so that the order doesn't depend on that of the cases. */
function largest(cases: ConfusedCase[]): ConfusedCase[] {
  return cases.toSorted((a, b) => b.pixels - a.pixels || (a.id < b.id ? -1 : 1))
    .slice(0, MOST_CONFUSED);
}

/** For each pixel along a side its place in the frame. */
function placesOf(side: number): Uint8Array {
  return Uint8Array.from({ length: side }, (_, i) => Math.floor((i * FRAME) / side));
}
