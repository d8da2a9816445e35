/** What names of one side have in common: `_gt` at the end of each, `pred_` at the beginning. */
export interface Affix {
  /** What each name begins with. */
  prefix: string;
  /** What each name ends in. */
  suffix: string;
}

const NONE: Affix = { prefix: "", suffix: "" };

/**
 * How two sets of names fit together when each is freed of what all of its names begin with or end in:
 * `a_gt`, `b_gt` and `pred_a`, `pred_b`. Only whole words are taken away, and the names must stay
 * different.
 *
 * @param truth The names of the true masks.
 * @param prediction Those of the predicted ones.
 * @returns What to take away from each, so that the most names are equal; undefined where none are.
 */
export function fittingAffixes(
  truth: readonly string[],
  prediction: readonly string[],
): { truth: Affix; prediction: Affix } | undefined {
  const stripped = (names: readonly string[], affix: Affix): Set<string> =>
    new Set(names.map((name) => withoutAffix(name, affix)));
  const theirs = candidates(truth).map((affix) => ({ affix, names: stripped(truth, affix) }));
  const ours = candidates(prediction).map((affix) => ({
    affix,
    names: stripped(prediction, affix),
  }));
  let best: { truth: Affix; prediction: Affix } | undefined, most = 0;
  for (const one of theirs) {
    for (const other of ours) {
      const count = one.names.intersection(other.names).size;
      if (count > most) [best, most] = [{ truth: one.affix, prediction: other.affix }, count];
    }
  }
  return best;
}

/** A name without what all of its side have in common. */
export function withoutAffix(name: string, { prefix, suffix }: Affix): string {
  return name.slice(prefix.length, name.length - suffix.length);
}

/** `_gt`, in words: `names end in _gt`; empty for nothing. */
export function describeAffix({ prefix, suffix }: Affix): string {
  return prefix !== "" ? `begin with ${prefix}` : suffix !== "" ? `end in ${suffix}` : "";
}

/** What may be taken away from each name, the least first. */
function candidates(names: readonly string[]): Affix[] {
  if (names.length === 0) return [];
  const start = commonStart(names);
  const end = reversed(commonStart(names.map(reversed)));
  const prefixes = [...start.matchAll(/[_\-. ]/g)].map(({ index }) => start.slice(0, index + 1));
  const suffixes = [...end.matchAll(/[_\-. ]/g)].map(({ index }) => end.slice(index)).reverse();
  const shortest = names.reduce((least, { length }) => Math.min(least, length), Infinity);
  return [
    NONE,
    ...suffixes.map((suffix) => ({ prefix: "", suffix })),
    ...prefixes.map((prefix) => ({ prefix, suffix: "" })),
  ].filter(({ prefix, suffix }) => prefix.length + suffix.length < shortest);
}

function commonStart(names: readonly string[]): string {
  let length = names[0].length;
  for (const name of names) {
    let i = 0;
    while (i < length && name[i] === names[0][i]) i++;
    length = i;
  }
  return names[0].slice(0, length);
}

function reversed(text: string): string {
  return Array.from(text).reverse().join("");
}
