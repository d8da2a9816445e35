/**
 * What looks wrong in a set that can be read.
 *
 * @module
 */
import { counted, type LookClass } from "../../core/mod.ts";
import type { Duplicates } from "./duplicates.ts";
import type { Counts } from "./measure_classes.ts";

/** Narrower than this many pixels, an area is hardly more than its border. */
const NARROW = 4;

/** Classes in fewer images can't be both learned and tested. */
const FEW = 3;

/** More classes than this that have one fault are named in one sentence. */
const MANY = 5;

/** What sentences are made of. */
export interface Evidence {
  /** The images' ids. */
  ids: readonly string[];
  /** Their size in training, `160x96`. */
  size: string;
  /** The size of patches, where training takes such. */
  patch?: string;
  /** The classes. */
  classes: readonly LookClass[];
  /** The pixels of each. */
  counts: Counts;
  /** Images that are alike. */
  duplicates: Duplicates;
  /** Whether all images are RGB, and none has a colour. */
  isGreyAsRgb: boolean;
  /** The part that the data puts each image in. */
  parts?: readonly (string | undefined)[];
}

/** A sentence per thing that looks wrong. */
export function doubtsOf(evidence: Evidence): string[] {
  return [
    ...oneClassAlone(evidence),
    ...rareClasses(evidence),
    ...narrowClasses(evidence),
    ...alike(evidence),
    ...evidence.isGreyAsRgb
      ? ["all images are RGB, and none has a colour: --channels 1 takes one channel of the three"]
      : [],
  ];
}

/** Masks with one class and nothing else. */
function oneClassAlone({ ids, classes, counts: { pixels, labels } }: Evidence): string[] {
  const alone = Map.groupBy(ids.keys(), (i) => {
    const held = classes.filter(({ label }) => pixels[i * labels + label] > 0);
    return held.length === 1 ? held[0].name : held.length === 0 ? "" : undefined;
  });
  return [...alone].flatMap(([name, images]) => {
    if (name === undefined) return [];
    const what = name === "" ? "no pixel that counts" : `${name} alone`;
    const verb = images.length === 1 ? "holds" : "hold";
    return [`${images.length} of ${ids.length} masks ${verb} ${what}: ${named(images, ids)}`];
  });
}

function rareClasses({ ids, classes, counts: { pixels, labels } }: Evidence): string[] {
  if (ids.length < FEW) return [];
  const rare = classes.filter(({ images }) => images < FEW);
  // the look has said so
  if (rare.length > MANY) return [];
  return rare.map(({ name, label, images }) => {
    if (images === 0) return `no image holds ${name}`;
    const holding = ids.map((_, i) => i).filter((i) => pixels[i * labels + label] > 0);
    const hold = images === 1 ? "image holds" : "images hold";
    return `only ${images} ${hold} ${name}: ${named(holding, ids)}`;
  });
}

/**
 * A sentence where many classes are in hardly any image: objects with numbers of their own, or values that
 * blurred borders made.
 *
 * @param classes The classes, and in how many images each is.
 * @param images How many images there are.
 */
export function manyRare(
  classes: readonly Pick<LookClass, "name" | "images">[],
  images: number,
): string[] {
  const rare = images < FEW ? [] : classes.filter(({ images }) => images < FEW);
  if (rare.length <= MANY) return [];
  return [
    `${rare.length} of ${classes.length} classes are in fewer than ${FEW} images: ` +
    `${firstOf(rare.map(({ name }) => name))}; if values number objects, or are mixtures that ` +
    "resizing made, --classes 0=background,1=cell,2=cell makes one class of those with one name",
  ];
}

/** Classes that shrink to less than four pixels. */
function narrowClasses({ classes, size, patch }: Evidence): string[] {
  // nothing shrinks in patches
  if (patch !== undefined) return [];
  const narrow = classes.filter(({ widthInTraining: w }) => w !== null && w < NARROW);
  if (narrow.length > MANY) {
    const names = firstOf(narrow.map(({ name }) => name));
    return [
      `${narrow.length} of ${classes.length} classes are mostly less than ${NARROW} pixels wide at ` +
      `${size}: ${names}`,
    ];
  }
  return narrow.flatMap(({ name, width, widthInTraining }) => {
    if (width === null || widthInTraining === null) return [];
    const [columns, rows] = size.split("x").map(Number);
    const needed = NARROW / widthInTraining * Math.sqrt(columns * rows);
    const keeping = width >= NARROW
      ? `; --size ${16 * Math.ceil(needed / 16)} keeps ${NARROW}`
      : `, and ${width} at its own size`;
    return [
      `half the pixels of ${name} lie where it is at most ${
        widthInTraining.toFixed(1)
      } pixels wide at ` +
      `${size}${keeping}`,
    ];
  });
}

/** Images that are alike, and whether training sees what is tested. */
function alike({ ids, duplicates: { equal, nearly }, parts }: Evidence): string[] {
  const describe = (sets: readonly number[][], word: string, sign: string): string[] => {
    if (sets.length === 0) return [];
    const images = sets.reduce((sum, set) => sum + set.length, 0);
    const first = sets.slice(0, 3).map((set) =>
      set.slice(0, 2).map((i) => ids[i]).join(` ${sign} `) + (set.length > 2 ? ` ${sign} …` : "")
    );
    const more = sets.length > first.length ? ", …" : "";
    return [
      `${images} images are ${word} to another, in ${counted(sets.length, "set")}: ` +
      `${first.join(", ")}${more}`,
    ];
  };
  const across = [...equal, ...nearly].filter((set) => {
    const own = new Set(set.map((i) => parts?.[i]));
    return own.has("train") && (own.has("test") || own.has("validation"));
  });
  return [
    ...describe(equal, "equal", "="),
    ...describe(nearly, "nearly equal", "~"),
    ...across.length > 0
      ? [
        `${counted(across.length, "set")} of images alike ${
          across.length === 1 ? "lies" : "lie"
        } in train and in another part: ${named(across.map(([i]) => i), ids)}`,
      ]
      : [],
  ];
}

/** The first three of many. */
function named(places: readonly number[], ids: readonly string[]): string {
  return firstOf(places.map((i) => ids[i]));
}

function firstOf(names: readonly string[]): string {
  return names.slice(0, 3).join(", ") + (names.length > 3 ? ", …" : "");
}
