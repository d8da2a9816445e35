/**
 * Files of outlines in place of masks, one per image: LabelMe's and YOLO's.
 *
 * @module
 */
import { join } from "node:path";
import { compareCodePoints, type Skipped } from "../../core/mod.ts";
import { type AnnotatedImage, type FilePair, readLabelme, readYolo } from "../../io/mod.ts";
import type { FolderPair } from "../pair_files.ts";
import { type AreaClasses, classesOf, numbered } from "./area_classes.ts";
import type { ClassDescription } from "./description.ts";
import { readNames } from "./legends.ts";

/** What files annotate images with areas. */
export type AnnotationKind = "COCO" | "LabelMe" | "YOLO";

/** Images with the areas that annotations give. */
export interface Outlined extends AreaClasses {
  /** Images with their areas. */
  pairs: FolderPair[];
  /** Files that can't be used. */
  skipped: Skipped[];
  /** A sentence per decision. */
  reasons: string[];
}

/** LabelMe's words for what isn't a class. */
const LABELME_BACKGROUND = "_background_", LABELME_IGNORE = "__ignore__";

/**
 * What kind of annotations a pattern of masks names; undefined for pictures.
 *
 * @param masks `{id}.json`, `labels/{id}.txt`, `annotations.json`.
 */
export function annotationKind(masks: string): AnnotationKind | undefined {
  if (/\.txt$/i.test(masks)) return "YOLO";
  if (!/\.json$/i.test(masks)) return undefined;
  return /\*|\{id\}/.test(masks) ? "LabelMe" : "COCO";
}

/**
 * Reads the outlines of images. LabelMe's later ones lie on top, as it draws them; of YOLO's, which have
 * no order, the smaller ones.
 *
 * @param folder The data folder.
 * @param files All its paths.
 * @param pairs Images with their files of outlines; none in YOLO's says that there is no object.
 * @param known Classes with their values, where they are known.
 */
export async function readOutlines(
  folder: string,
  files: readonly string[],
  pairs: readonly FilePair[],
  { kind, classes: known }: { kind: AnnotationKind; classes?: readonly ClassDescription[] },
): Promise<Outlined> {
  const read: { pair: FilePair; image: AnnotatedImage; names: string[] }[] = [];
  const skipped: Skipped[] = [], notes = new Map<string, number>();
  for (const pair of pairs) {
    const [file] = pair.masks;
    try {
      const text = file === undefined ? "" : await Deno.readTextFile(join(folder, file));
      if (kind === "YOLO") {
        read.push({ pair, image: readYolo(text, pair.images[0]), names: [] });
        continue;
      }
      const { classes: names, images: [image], notes: own } = readLabelme(text);
      read.push({ pair, image: { ...image, file: pair.images[0] }, names });
      for (const note of own) count(notes, note);
    } catch (error) {
      skipped.push({ file, reason: (error as Error).message });
    }
  }
  const legend = kind === "YOLO" ? await readNames(folder, files) : undefined;
  const names = kind === "YOLO"
    ? yoloNames(read.map(({ image }) => image), legend?.names)
    : [...new Set(read.flatMap((one) => one.names))].sort(compareCodePoints)
      .filter((name) => name !== LABELME_IGNORE);
  const classes = classesOf(names, { known, background: LABELME_BACKGROUND });
  const empty = pairs.filter(({ masks }) => masks.length === 0).length;
  return {
    ...classes,
    source: legend?.file ?? kind,
    isCrowded: read.some(({ names }) => names.includes(LABELME_IGNORE)),
    pairs: read.map(({ pair, image, names: own }) => ({
      ...pair,
      masks: [],
      areas: {
        file: pair.masks[0] ?? pair.images[0],
        image: numbered(image, kind === "YOLO" ? names : own, classes, LABELME_IGNORE),
        onTop: kind === "YOLO" ? "smaller" : "later",
      },
    })),
    skipped,
    reasons: [
      kind === "YOLO"
        ? "outlines: YOLO's; where two overlap, the smaller counts"
        : "outlines: LabelMe's; where two overlap, the later in the file counts, as when drawn",
      ...empty > 0 ? [`images without a file of labels, all background: ${empty}`] : [],
      ...Array.from(notes, ([what, count]) => `${what}: ${count}`),
    ],
  };
}

/** Names by number; those that nobody names are called after it. */
function yoloNames(images: readonly AnnotatedImage[], names: readonly string[] = []): string[] {
  let count = names.length;
  for (const { regions } of images) {
    for (const region of regions) count = Math.max(count, region.class + 1);
  }
  return Array.from({ length: count }, (_, i) => names[i] ?? `class ${i}`);
}

/** Adds up notes such as `shapes of kind point, left out: 3`. */
export function count(notes: Map<string, number>, note: string): void {
  const [, what, number] = /^(.*): (\d+)$/.exec(note)!;
  notes.set(what, (notes.get(what) ?? 0) + Number(number));
}
