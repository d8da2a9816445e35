/** Names that tell paths apart. */
import type { RunFolder } from "./read_run.ts";

/** The most folders of a path that are tried one by one, before the whole path. */
const DEEPEST = 32;

/**
 * Names for paths: the last part of each, preceded by as many folders as it takes to tell them apart.
 *
 * @param paths The parts of each path.
 * @returns A name per path; equal paths have equal names.
 */
export function namesApart(paths: readonly (readonly string[])[]): string[] {
  const keys = paths.map((parts) => parts.join("/"));
  const different = [...new Map(keys.map((key, i) => [key, paths[i]]))];
  const depths = different.map(() => 1);
  for (;;) {
    const names = different.map(([, parts], i) => parts.slice(-depths[i]).join("/"));
    const alike = Map.groupBy(names.keys(), (i) => names[i]);
    const growing = [...alike.values()].filter((those) => those.length > 1).flat()
      .filter((i) => depths[i] < different[i][1].length);
    if (growing.length === 0) {
      const byKey = new Map(different.map(([key], i) => [key, names[i]]));
      return keys.map((key) => byKey.get(key)!);
    }
    for (const i of growing) {
      depths[i] = depths[i] < DEEPEST ? depths[i] + 1 : different[i][1].length;
    }
  }
}

/**
 * Names runs so that they are told apart: those of one name with as many of their folders as it takes.
 *
 * @param runs The runs.
 * @returns The same runs, with their names; a title that only repeats the name changes with it.
 */
export function namedApart(runs: readonly RunFolder[]): RunFolder[] {
  const names = namesApart(runs.map(({ name, path }) => {
    const parts = path.split(/[\\/]/).filter((part) => part !== "" && part !== ".");
    // a lone file lies in its folder, and a link has another name than its target
    return parts.at(-1) === name ? parts : [...parts, name];
  }));
  return runs.map((run, i) => {
    const { evaluation } = run, name = names[i];
    const isUntitled = evaluation !== null && evaluation.title === run.name;
    return { ...run, name, evaluation: isUntitled ? { ...evaluation, title: name } : evaluation };
  });
}
