import type { LabelMap } from "../../io/mod.ts";

/** Values of masks that mean one class; the first is its label. */
export type JoinedValues = readonly (readonly number[])[];

/** A mask in which values that mean one class are that class's label; the mask itself where none do. */
export function joinValues(map: LabelMap, joined: JoinedValues = []): LabelMap {
  if (joined.length === 0) return map;
  const label = Uint8Array.from({ length: 256 }, (_, value) => value);
  for (const [first, ...others] of joined) for (const value of others) label[value] = first;
  // the file's own rows have the values as they were
  return { ...map, labels: map.labels.map((value) => label[value]), rows: undefined };
}
