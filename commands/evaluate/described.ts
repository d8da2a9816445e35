/** What `deno task evaluate FOLDER` takes from the folder's `triptych.json`. */
import { join } from "node:path";
import { UsageError } from "../../cli/mod.ts";
import { classColor, type LabelClass } from "../../core/mod.ts";
import { type DataDescription, DESCRIPTION, readDescription } from "../../data/mod.ts";

/** Paths are those of the file, below its folder. */
export interface Described {
  /** Where the true masks are: `truth`, otherwise `masks`. */
  truth?: string;
  /** Where the predicted masks are. */
  prediction?: string;
  /** Where the images are. */
  images?: string;
  /** The classes, but one of 0 alone. */
  classes?: LabelClass[];
  /** Values that mean one class, the first its label. */
  joined?: number[][];
  /** Unions of values. */
  regions?: LabelClass[];
  /** Values to ignore. */
  ignore?: number[];
  /** What names a case's group. */
  groups?: string;
  /** The size of a pixel. */
  spacing?: readonly number[];
}

/**
 * Reads the description of the folder that is named.
 *
 * @param folders The folders of the command line; one at most.
 * @returns What it says; nothing without a folder.
 * @throws {UsageError} If there are several folders.
 * @throws {Error} If the folder has no description, or one of masks that can't be measured.
 */
export async function describedIn(folders: readonly string[]): Promise<Described> {
  const [folder] = folders;
  if (folder === undefined) return {};
  if (folders.length > 1) {
    throw new UsageError(`Expected one FOLDER with a ${DESCRIPTION}, got ${folders.length}`);
  }
  const path = join(folder, DESCRIPTION), description = await readDescription(folder);
  if (description === undefined) {
    throw new Error(
      `Cannot read ${path}: a FOLDER must have one, with truth and prediction; two folders of masks are ` +
        "named by --truth and --prediction",
    );
  }
  return described(description, folder, (rule) => {
    throw new Error(`Cannot measure the masks of ${path}: ${rule}`);
  });
}

/** What to do with masks of several files an image. */
const SEVERAL = {
  "{object}": "object; write the objects of an image into one mask",
  "{class}": "class; --truth and --prediction take such patterns (docs/evaluate.md)",
};

function described(
  { truth, masks, prediction, images, classes, regions, ignore, groups, spacing }: Partial<
    DataDescription
  >,
  folder: string,
  refuse: (rule: string) => never,
): Described {
  const source = truth ?? masks;
  if (source !== undefined && /\.(json|txt)$/i.test(source)) {
    refuse(`they must be pictures or volumes, got outlines, ${source}`);
  }
  const numbers = (field: string, values: readonly (number | string)[]): number[] =>
    values.map((value) =>
      typeof value === "number" && value <= 255
        ? value
        : refuse(`its ${field} must be numbers from 0 to 255, got ${value}`)
    );
  for (const [part, advice] of Object.entries(SEVERAL)) {
    if (!source?.includes(part)) continue;
    refuse(`they must be one file per image, and ${source} says one per ${advice}`);
  }
  const place = (path: string | undefined) => path === undefined ? undefined : join(folder, path);
  return {
    truth: place(source),
    prediction: place(prediction),
    images: place(images),
    classes: classes?.filter(({ values }) => values.join() !== "0").map(
      ({ name, values, color }, index): LabelClass => {
        const [label] = numbers("classes", values);
        if (label === undefined) refuse(`its classes must have values, got none of ${name}`);
        return { label, name, color: color ?? classColor(index) };
      },
    ),
    joined: classes?.map(({ values }) => numbers("classes", values))
      .filter(({ length }) => length > 1),
    regions: regions && Object.entries(regions).map(([name, values], index): LabelClass => {
      const labels = numbers("regions", values);
      return { label: labels[0], name, color: classColor(9 - index % 10), labels };
    }),
    ignore: ignore && numbers("ignore", ignore),
    groups,
    spacing,
  };
}
