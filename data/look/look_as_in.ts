/**
 * A look at images that a model of other images is tested on.
 *
 * @module
 */
import { type AnyDataset, sourceOf } from "../types.ts";
import { type DataDescription, readDescription } from "./description.ts";
import { type Look, lookAt, type LookOptions } from "./look.ts";
import { named } from "./values.ts";

/**
 * Looks at a data folder whose classes are to be those of other images. By itself a look may find others,
 * where masks lack a class or no file names it; then their values mean what they mean there.
 *
 * @param folder The data folder. What its `triptych.json` says of classes stands.
 * @param other The other images.
 * @param options How to look.
 */
export async function lookAsIn(
  folder: string,
  other: AnyDataset,
  options: LookOptions,
): Promise<Look> {
  const said = { ...await readDescription(folder), ...options.given };
  if (said.classes !== undefined) return await lookAt(folder, options);
  // what else is wrong, the other look says
  const found = await lookAt(folder, options).catch(() => undefined);
  if (found && namesOf(found.description.classes) === namesOf(other.classes)) return found;
  const { classes, ignore } = meaningIn(other);
  const hasValues = !found?.description.masks.includes("{class}");
  // without values there is nothing to give to masks that have some: the classes say what differs
  if (found && hasValues && classes.some(({ values }) => values.length === 0)) return found;
  const meaning = ignore.length > 0 && hasValues ? { classes, ignore } : { classes };
  const look = await lookAt(folder, { ...options, given: { ...meaning, ...said } });
  return { ...look, decisions: [...look.decisions, `classes: those of ${other.name}`] };
}

function namesOf(classes: readonly { name: string }[]): string {
  return JSON.stringify(classes.map(({ name }) => name));
}

/** What the masks of a data set mean; those of one that was drawn hold its labels. */
function meaningIn(data: AnyDataset): Required<Pick<DataDescription, "classes" | "ignore">> {
  const { classes, ignore = [] } = data;
  const { labels, isColor = false } = sourceOf(data)?.meaning ??
    { labels: classes.map(({ label }) => [label, label] as const) };
  const valuesOf = (wanted: readonly number[]) =>
    labels.filter(([, label]) => wanted.includes(label)).map(([value]) => named(value, isColor));
  return {
    classes: classes.map(({ label, name, color }) => ({ name, values: valuesOf([label]), color })),
    ignore: valuesOf(ignore),
  };
}
