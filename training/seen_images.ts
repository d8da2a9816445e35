/**
 * Images that a model is measured on and has seen in the training set: the same, nearly the same, or the
 * next slice. Their figures say little about new ones.
 *
 * @module
 */
import { counted } from "../core/mod.ts";
import { firstNames } from "../cli/mod.ts";
import { type AnyDataset, findDuplicates, imageAt, shapeAt } from "../data/mod.ts";

/** Some images of a data set. */
interface Part {
  data: AnyDataset;
  indices: readonly number[];
}

/** A training's images by what they are for. */
type Parts = Record<"train" | "validation" | "test", Part>;

/** An image of a part. */
interface Place {
  part: string;
  data: AnyDataset;
  index: number;
}

/** What the validation and the test set have in common with the training set, a line each. */
export function seenLines(parts: Parts): string[] {
  const { train, validation, test } = parts;
  const all = Object.entries({ train, validation, test }).flatMap(([part, { data, indices }]) =>
    indices.map((index): Place => ({ part, data, index }))
  );
  // each image is read once, however many there are
  const found = findDuplicates({
    count: all.length,
    imageAt: (place) => samplesOf(all[place]),
  });
  const [equal, nearly] = [found.equal, found.nearly].map((sets) =>
    sets.map((set) => Map.groupBy(set.map((place) => all[place]), ({ part }) => part))
  );
  return [...copiesLines(parts, equal), ...alikeLines(parts, nearly), ...volumeLines(parts)];
}

/** Images that are alike, by their parts. */
type Alike = Map<string, Place[]>;

/** Names the images that a model is both trained and measured on. */
function copiesLines(parts: Parts, equal: readonly Alike[]): string[] {
  return ["validation", "test"].flatMap((name) => {
    const copies = pairsIn(name, equal);
    if (copies.length === 0) return [];
    const names = firstNames(copies.map(([id, of]) => id === of ? id : `${id} = ${of}`));
    return `note    ${copies.length} of ${
      parts[name as "test"].indices.length
    } ${name} images are ` +
      `also in the training set: ${names}; their figures say nothing about new images`;
  });
}

/** Names the images of which the model learns from others that look the same. */
function alikeLines(parts: Parts, nearly: readonly Alike[]): string[] {
  return ["validation", "test"].flatMap((name) => {
    const sets = nearly.filter((set) => set.has("train") && set.has(name));
    if (sets.length === 0) return [];
    const count = sets.reduce((sum, set) => sum + set.get(name)!.length, 0);
    const pairs = sets.map((set) => pairsIn(name, [set])[0].join(" ~ "));
    return `warning ${count} of ${
      parts[name as "test"].indices.length
    } ${name} images nearly equal ` +
      `some of the training set: ${firstNames(pairs)}; their figures say little about new images`;
  });
}

/** The ids of a part's images that are alike some of the training set, each with the first of those. */
function pairsIn(name: string, sets: readonly Alike[]): [id: string, of: string][] {
  const idOf = ({ data, index }: Place) => data.ids[index];
  return sets.flatMap((set) => {
    const [first] = set.get("train") ?? [];
    if (first === undefined) return [];
    return (set.get(name) ?? []).map((own): [string, string] => [idOf(own), idOf(first)]);
  });
}

/** Names the volumes of which a model learns some slices and is measured on others. */
function volumeLines({ train, validation, test }: Parts): string[] {
  const { data } = train, learned = new Set(train.indices);
  if (!data.areSlices) return [];
  const known = new Set(train.indices.map((i) => data.groups[i]));
  return Object.entries({ validation, test }).flatMap(([name, subset]) => {
    const shared = subset.data === data
      ? subset.indices.filter((i) => known.has(data.groups[i]))
      : [];
    if (shared.length === 0) return [];
    const volumes = firstNames([...new Set(shared.map((i) => data.groups[i]))]);
    const touch = shared.some((i) => learned.has(i - 1) || learned.has(i + 1));
    const gap = touch ? "" : ", though none lies next to one of the training set";
    return `warning ${counted(shared.length, `${name} slice`)} of ${subset.indices.length} ` +
      `${
        shared.length === 1 ? "is" : "are"
      } of a volume that is also trained on (${volumes})${gap}; ` +
      "their figures say little about other volumes";
  });
}

/** An image's samples. */
function samplesOf({ data, index }: Place) {
  const [height, width] = shapeAt(data, index), { channels = 3 } = data;
  return { data: imageAt(data, index), width, height, channels };
}
