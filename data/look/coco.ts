/**
 * COCO's annotations: one JSON file for many images, beside or above them.
 *
 * @module
 */
import { join } from "node:path";
import { counted, type Skipped } from "../../core/mod.ts";
import { type AnnotatedImage, type Annotations, compilePattern, readCoco } from "../../io/mod.ts";
import type { FolderPair } from "../pair_files.ts";
import { classesOf, numbered } from "./area_classes.ts";
import { patternOf } from "./candidates.ts";
import type { DataDescription } from "./description.ts";
import { count, type Outlined } from "./outlines.ts";
import { findPlaces } from "./places.ts";
import { isPart } from "./splits.ts";
import { PICTURE, splitOf } from "./words.ts";

/** What COCO's annotations give. */
export interface FoundCoco extends Outlined {
  /** The images' pattern. */
  images: string;
  /** The annotations' files: `instances_{split}.json`. */
  masks: string;
}

/** A file of annotations, read. */
interface Part {
  file: string;
  split?: string;
  annotations: Annotations;
}

/** More files than this in one folder belong to single images. */
const MOST_FILES = 12;

/** What the first bytes of such a file hold one of. */
const KEYS = /"(images|annotations|categories|info|licenses)"\s*:/;

/**
 * Finds COCO's annotations.
 *
 * @param folder The data folder.
 * @param files All its paths.
 * @param known What is known: the images' pattern, the annotations' file, classes.
 * @returns What they give; undefined where no file is of their kind.
 * @throws {Error} If the file that is known can't be read, or names no image that is there; or the only
 *   files of their kind can't be read.
 */
export async function findCoco(
  folder: string,
  files: readonly string[],
  known: Partial<DataDescription>,
): Promise<FoundCoco | undefined> {
  if (known.masks !== undefined) {
    const parts = await readParts(folder, filesOf(files, known.masks));
    if (parts.length === 0) {
      throw new Error(`Cannot read data folder ${folder}: there is no file ${known.masks}`);
    }
    return matched(folder, files, { ...known, masks: known.masks }, parts);
  }
  let fault: unknown;
  for (const masks of patternsOf(files)) {
    const own = filesOf(files, masks);
    if (!KEYS.test(await headOf(join(folder, own[0].file)))) continue;
    try {
      const found = matched(folder, files, { ...known, masks }, await readParts(folder, own));
      if (found.pairs.length > 0) return found;
    } catch (error) {
      // another program's JSON is passed over
      if (await isCoco(join(folder, own[0].file))) fault ??= error;
    }
  }
  if (fault !== undefined) throw fault;
  return undefined;
}

/** Whether a file has all that COCO's annotations have, whatever is in it. */
async function isCoco(path: string): Promise<boolean> {
  try {
    const value = JSON.parse(await Deno.readTextFile(path)) as Record<string, unknown>;
    return ["images", "annotations", "categories"].every((field) => Array.isArray(value[field]));
  } catch {
    return false;
  }
}

/** Patterns of JSON files that could be COCO's, those of instances first. */
function patternsOf(files: readonly string[]): string[] {
  const all = files.filter((file) => /\.json$/i.test(file));
  const byFolder = Map.groupBy(all, (file) => file.slice(0, file.lastIndexOf("/") + 1));
  const few = [...byFolder.values()].filter((own) => own.length <= MOST_FILES).flat();
  const byPattern = Map.groupBy(few, withoutSplit);
  return Array.from(byPattern, ([pattern, own]) => own.length > 1 ? pattern : own[0])
    .sort((a, b) => Number(/instances/i.test(b)) - Number(/instances/i.test(a)));
}

/** `annotations/instances_train2017.json` as `annotations/instances_{split}2017.json`. */
function withoutSplit(file: string): string {
  const parts = file.split("/"), name = parts.pop()!;
  const folders = parts.map((part) => splitOf(part)?.pattern ?? part);
  const pattern = [...folders, name].join("/");
  if (folders.join().includes("{split}")) return pattern;
  const word = /(^|[_\-.])(train|training|val|valid|validation|test)(?=\d*[_\-.])/i;
  return [...folders, name.replace(word, "$1{split}")].join("/");
}

/** The files of a pattern, with what `{split}` stands for. */
function filesOf(files: readonly string[], masks: string): { file: string; split?: string }[] {
  const [before, after] = masks.split("{split}");
  if (after === undefined) return files.filter((file) => file === masks).map((file) => ({ file }));
  return files.filter((file) => file.startsWith(before) && file.endsWith(after))
    .map((file) => ({ file, split: file.slice(before.length, -after.length) }))
    .filter(({ split }) => split !== "" && !split.includes("/"));
}

async function readParts(
  folder: string,
  files: readonly { file: string; split?: string }[],
): Promise<Part[]> {
  const parts: Part[] = [];
  for (const { file, split } of files) {
    try {
      const annotations = readCoco(await Deno.readTextFile(join(folder, file)));
      parts.push({ file, split, annotations });
    } catch (cause) {
      const { message } = cause as Error;
      throw new Error(`Cannot read data folder ${folder}: ${file}: ${message}`, { cause });
    }
  }
  return parts;
}

/** Brings annotated images together with the files that are there. */
function matched(
  folder: string,
  files: readonly string[],
  { images, masks, classes: known }: Partial<DataDescription> & { masks: string },
  parts: readonly Part[],
): FoundCoco {
  const isImage = images === undefined ? (file: string) => PICTURE.test(file) : asTest(images);
  const find = finder(files.filter(isImage));
  const { found, skipped } = foundBy(find, parts);
  const notes = new Map<string, number>();
  for (const { annotations } of parts) for (const note of annotations.notes) count(notes, note);
  const pattern = images ?? patternFor(found.map(({ path }) => path));
  const partsOfPath = compilePattern(pattern);
  const names = [...new Set(parts.flatMap(({ annotations }) => annotations.classes))];
  const classes = classesOf(names, { known });
  const pairs = found.map(({ path, part, image }): FolderPair => ({
    id: partsOfPath(path)!.id,
    split: part.split,
    images: [path],
    masks: [],
    areas: {
      file: part.file,
      image: { ...numbered(image, part.annotations.classes, classes), file: path },
      onTop: "smaller",
    },
  }));
  const listed = new Set(found.map(({ path }) => path));
  const unlisted = files.filter((file) => asTest(pattern)(file) && !listed.has(file));
  return {
    ...classes,
    source: masks,
    isCrowded: found.some(({ image }) => image.regions.some(({ isCrowd }) => isCrowd)),
    images: pattern,
    masks,
    pairs: withOwnIds(folder, pairs),
    skipped: [...skipped, ...unlisted.map((file) => ({ file, reason: `not in ${masks}` }))],
    reasons: [
      `outlines: COCO's, of ${counted(found.length, "image")}; where two overlap, the smaller ` +
      "counts",
      ...Array.from(notes, ([what, count]) => `${what}: ${count}`),
    ],
  };
}

/** An image that is listed and there. */
interface Found {
  path: string;
  part: Part;
  image: AnnotatedImage;
}

/** The images that are there, each once. */
function foundBy(
  find: ReturnType<typeof finder>,
  parts: readonly Part[],
): { found: Found[]; skipped: Skipped[] } {
  const found: Found[] = [], skipped: Skipped[] = [];
  const entries = parts.flatMap((part) =>
    part.annotations.images.map((image) => ({ part, image }))
  );
  for (const [path, all] of Map.groupBy(entries, ({ part, image }) => find(image.file, part))) {
    if (path === undefined) {
      skipped.push(...all.map(({ part, image }) => ({
        file: image.file,
        reason: `in ${part.file}, but there is no such image`,
      })));
      continue;
    }
    // beside the files of parts there may be one of several: trainval
    const ofParts = all.filter(({ part }) => isPart(part.split));
    const own = ofParts.length > 0 ? ofParts : all;
    const first = own.find(({ image }) => isNameOf(path, image.file)) ?? own[0];
    const isSame = ({ part, image }: Omit<Found, "path">): boolean =>
      part === first.part && image.file === first.image.file;
    const regions = all.filter(isSame).flatMap(({ image }) => image.regions);
    found.push({ ...first, path, image: { ...first.image, regions } });
    // objects of another image, or an image on both sides of the split
    for (const { part, image } of own.filter((entry) => !isSame(entry))) {
      const { part: { file }, image: { file: name } } = first;
      skipped.push({
        file: image.file,
        reason: `in ${part.file}, but ${path} is taken by ${name} of ${file}`,
      });
    }
  }
  return { found, skipped };
}

function asTest(pattern: string): (file: string) => boolean {
  const parts = compilePattern(pattern);
  return (file) => parts(file) !== undefined;
}

/** Finds an image by the name that annotations give it, which may lack its folders. */
function finder(
  files: readonly string[],
): (name: string, part: Pick<Part, "file" | "split">) => string | undefined {
  const byName = Map.groupBy(files, nameOf);
  return (name, { file, split }) => {
    const all = byName.get(nameOf(name.replaceAll("\\", "/"))) ?? [];
    const whole = all.filter((path) => isNameOf(path, name));
    const paths = whole.length > 0 ? whole : all;
    if (paths.length <= 1) return paths[0];
    const folder = file.slice(0, file.lastIndexOf("/") + 1);
    // parts of a set may have names in common
    return paths.find((path) => folder !== "" && path.startsWith(folder)) ??
      paths.find((path) => path.split("/").some((one) => splitOf(one)?.split === split)) ??
      paths[0];
  };
}

/** Whether the name that annotations give is a path's, or its end. */
function isNameOf(path: string, name: string): boolean {
  const own = name.replaceAll("\\", "/").replace(/^\.?\//, "").normalize("NFC");
  return `/${path.normalize("NFC")}`.endsWith(`/${own}`);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).normalize("NFC");
}

/** The pattern of images, whose folders may differ. */
function patternFor(paths: readonly string[]): string {
  if (paths.length === 0) return "**.jpg";
  const places = findPlaces(paths).filter(({ beginning, ending }) => beginning + ending === "");
  const whole = places.find((place) => place.files.length === paths.length);
  if (whole) return patternOf(whole);
  const endings = [...new Set(paths.map((path) => path.slice(path.lastIndexOf(".") + 1)))].sort();
  return `**.${endings.length === 1 ? endings[0] : `{${endings.join(",")}}`}`;
}

/** Where two parts of the set have an id in common, ids begin with the part's name. */
function withOwnIds(folder: string, pairs: FolderPair[]): FolderPair[] {
  if (new Set(pairs.map(({ id }) => id)).size === pairs.length) return pairs;
  const own = pairs.map((pair) => ({
    ...pair,
    id: pair.split === undefined ? pair.id : `${pair.split}/${pair.id}`,
  }));
  for (const [id, [{ images: [one] }, other]] of Map.groupBy(own, ({ id }) => id)) {
    if (other === undefined) continue;
    throw new Error(
      `Cannot read data folder ${folder}: the id ${id} must have one image, got ${one} and ` +
        `${other.images[0]}; --images takes those of one kind, such as "images/*.png"`,
    );
  }
  return own;
}

/** The first characters of a file. */
async function headOf(path: string): Promise<string> {
  using file = await Deno.open(path);
  const head = new Uint8Array(2048);
  const length = await file.read(head) ?? 0;
  return new TextDecoder().decode(head.subarray(0, length));
}
