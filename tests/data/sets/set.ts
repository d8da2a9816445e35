/** Folders as people have them, made of small files. */
import type { DataDescription } from "../../../data/mod.ts";
import FILES from "../../fixtures/data/files.json" with { type: "json" };
import { bytesOf } from "../../io/pictures.ts";

/** A file of the fixture by its name, or a text. */
export type Content = keyof typeof FILES | { text: string };

/** A folder, and what is to be found in it. */
export interface Set {
  /** Paths and what is in them. */
  files: Record<string, Content>;
  /** The size that is asked for. @default {[16, 24]} */
  size?: number | readonly [number, number];
  /** The shape that images get, where it isn't the size. */
  shape?: [rows: number, columns: number];
  /** What is said by flags. */
  given?: Partial<DataDescription>;
  /** The patterns that are found. */
  patterns?: [images: string, masks: string];
  /** The classes' names. */
  classes?: string[];
  /** The ids of the images that are read. */
  ids?: string[];
  /** Sentences among the decisions and warnings. */
  says?: RegExp[];
  /** What none of them says. */
  unsaid?: RegExp;
  /** Labels along a row of the first image's mask where nothing is resized; a third is inside by default. */
  row?: string;
  /** The height and width of some images' pixels, in mm; undefined where they count as 1 px. */
  spacings?: Record<string, [number, number] | undefined>;
  /** The files that can't be used, and why. */
  skipped?: Record<string, RegExp>;
  /** The error, where it can't be read. */
  refused?: RegExp;
}

/** A file of JSON. */
export const json = (value: unknown): Content => ({ text: JSON.stringify(value) });

/** An image in `images/` and its mask in `masks/`, for each of the ids. */
export function pairs(
  image: keyof typeof FILES,
  mask: keyof typeof FILES,
  ids = ["a", "b"],
): Set["files"] {
  const [of, ofMask] = [image, mask].map((name) => /gif|tif|jpg|nii|webp|bmp|avif/.exec(name)?.[0]);
  return Object.fromEntries(ids.flatMap((id) => [
    [`images/${id}.${of ?? "png"}`, image],
    [`masks/${id}.${ofMask ?? "png"}`, mask],
  ]));
}

/** What a file of a set holds. */
export function bytesIn(content: Content): Uint8Array {
  return typeof content === "string"
    ? bytesOf(FILES[content])
    : new TextEncoder().encode(content.text);
}
