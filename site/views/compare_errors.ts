/** Which kinds of errors became fewer between two runs. */
import {
  type Case,
  ERROR_KINDS,
  type ErrorKind,
  type Pairing,
  type PooledErrors,
  pooledErrors,
} from "../../evaluation/mod.ts";
import { formatNumber, formatPercent, readable } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { numbers } from "../html/numbers.ts";
import { termOf } from "../html/term.ts";
import type { SiteClass } from "../runs/site_class.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { edgeText } from "./errors.ts";
import { countedIn } from "./extent.ts";

/**
 * The sentence of a class and a table of its kinds.
 *
 * @param pairing The cases that both runs have.
 * @param after The later run.
 * @param c The class.
 * @returns Undefined where the wrong pixels of a run aren't told apart, or none is wrong.
 */
export function compareErrorsView({ pairs }: Pairing, after: SiteRun, c: SiteClass) {
  // in both runs told apart, or the sums would be of different cases
  const told = pairs.filter(({ before, after }) => [before, after].every((one) => isTold(one, c)));
  const was = pooledErrors(told.map(({ before }) => before), c.name);
  const is = pooledErrors(told.map(({ after }) => after), c.name);
  if (was === undefined || is === undefined || was.pixels + is.pixels === 0) return undefined;
  const text = words.errors, changed = mostChanged(was, is), unit = countedIn(after);
  return {
    sentence: text.compare.sentence({
      term: termOf(c),
      unit,
      edge: formatPercent(is.pixels > 0 ? is.counts.edge / is.pixels : 0),
      within: edgeText(after),
      before: formatNumber(was.pixels),
      after: formatNumber(is.pixels),
      change: changed && {
        name: text.kinds[changed][2],
        isGain: is.counts[changed] < was.counts[changed],
        before: formatNumber(was.counts[changed]),
        after: formatNumber(is.counts[changed]),
      },
    }),
    rows: ERROR_KINDS.map((kind) => ({
      name: readable(text.kinds[kind][0]),
      cells: [was, is].flatMap(({ counts, pixels }) => [
        { text: formatNumber(counts[kind]), numbers: numbers(counts[kind]) },
        {
          text: pixels > 0 ? formatPercent(counts[kind] / pixels) : "–",
          numbers: numbers(pixels > 0 ? counts[kind] / pixels : NaN),
        },
      ]),
    })),
    head: [words.compare.before, words.compare.after].flatMap((when) => [
      text.compare.head(text.compare.pixels[unit], when),
      text.compare.head(text.compare.share, when),
    ]),
  };
}

function isTold({ errors }: Case, { name }: SiteClass): boolean {
  return errors?.classes[name] !== undefined;
}

/** The kind beside the edge whose pixels changed most in number. */
function mostChanged(was: PooledErrors, is: PooledErrors): ErrorKind | undefined {
  const change = (kind: ErrorKind) => Math.abs(is.counts[kind] - was.counts[kind]);
  const most = ERROR_KINDS.filter((kind) => kind !== "edge")
    .reduce((a, b) => change(b) > change(a) ? b : a);
  return change(most) > 0 ? most : undefined;
}
