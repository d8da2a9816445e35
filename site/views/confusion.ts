/** The confusion matrix in pixels, as picture and table. */
import { sum, type WholeMatrix, wholeMatrix } from "../../evaluation/mod.ts";
import { mosaicChart } from "../charts/mosaic.ts";
import { formatPercent, type Unit } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { bothFits } from "../html/chart.ts";
import { numbers } from "../html/numbers.ts";
import { type Markup, safe } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import { countedIn } from "./extent.ts";
import { casesConfused, casesWhere } from "../runs/filtered.ts";
import type { SiteRun } from "../runs/site_run.ts";

/** A row or column of the table. */
interface Kind {
  /** The class's place in the evaluation; undefined for none. */
  index?: number;
  name: string;
  color: string;
  term: Markup;
}

/** Smaller shares are in the table alone. */
const LEAST = 0.005;

/** More classes than these have a matrix of whole percents alone, and their confusions in words. */
const MANY = 6, LARGEST = 10;

/** So many classes that the weakest is taken for are named. */
const NAMED = 3;

/**
 * Rows of the matrix and a sentence on the weakest class.
 *
 * @param run A run with cases.
 * @returns Undefined where the evaluation has no matrix.
 */
export function confusionView(run: SiteRun) {
  const { evaluation } = run.folder;
  if (!evaluation?.confusion.length) return undefined;
  const matrix = wholeMatrix(evaluation), { cells, isPartial } = matrix;
  const kinds = kindsOf(run, matrix), isCompact = kinds.length > MANY;
  const rows = cells.map(sum);
  const columns = cells.map((_, j) => sum(cells.map((row) => row[j])));
  const total = sum(rows), text = words.figures.confusion;
  const counted = countedIn(run), unit = words.frame.extent[counted];
  const shares = [
    { name: text.row, note: text.rowNote(isPartial, counted), of: (i: number) => rows[i] },
    {
      name: text.column,
      note: text.columnNote(isPartial, counted),
      of: (_: number, j: number) => columns[j],
    },
    { name: text.nothing, note: text.nothingNote[counted], of: () => total },
  ];
  return {
    kinds,
    picture: mosaic(run, kinds, matrix),
    sentence: text.pooled(total, unit, isPartial, weakest(kinds, matrix)),
    note: mosaicNote(matrix, counted),
    compact: isCompact,
    leads: run.wrong.cases === run.cases.length,
    largest: isCompact ? largest(run, kinds, matrix, unit) : [],
    panels: shares.map(({ name, note, of }, x) => ({
      x,
      name,
      note,
      rows: cells.map((row, i) => ({
        term: kinds[i].term,
        k: String(kinds[i].index ?? "none"),
        cells: row.map((pixels, j) => {
          const cell = { pixels, share: pixels / of(i, j), isCount: name === text.nothing };
          const shown = isCompact
            ? compactCell(cell)
            : { ...wideCell(cell, unit), url: casesOf(run, kinds, { i, j, pixels }) };
          return { ...shown, diagonal: i === j };
        }),
      })),
    })),
  };
}

/** A cell of the matrix; counts come first where nothing is normalised. */
interface Cell {
  pixels: number;
  share: number;
  isCount: boolean;
}

/** A cell with its share, its pixels and a bar. */
function wideCell({ pixels, share, isCount }: Cell, unit: string) {
  const text = words.figures.confusion.pixels(pixels, unit);
  return {
    // what is saved is what the matrix is normalised to, or the pixels
    numbers: numbers(isCount ? pixels : share),
    ...inOrder(isCount, formatPercent(share, 1), text),
    width: share > 0 ? Math.round(1000 * share) / 10 : 0,
  };
}

/** One of many: a script makes of the pixels, which stand in the page once, what is saved and where they lead. */
function compactCell({ pixels, share, isCount }: Cell) {
  return { short: shortShare(share), pixels: isCount && pixels > 0 ? pixels : undefined };
}

/** The cases that a cell was counted in, where they are known and there are any. */
function casesOf(
  run: SiteRun,
  kinds: readonly Kind[],
  { i, j, pixels }: { i: number; j: number; pixels: number },
): string | undefined {
  const [truth, predicted] = [kinds[i].index, kinds[j].index];
  if (pixels === 0) return undefined;
  if (i !== j) {
    return run.wrong.cases === run.cases.length ? casesConfused(run, truth, predicted) : undefined;
  }
  return truth === undefined ? undefined : casesWhere(run, { class: truth, kind: "found" });
}

function kindsOf(run: SiteRun, { hasNoClass }: WholeMatrix): Kind[] {
  const classes = run.classes.filter(({ labels }) => labels === undefined).map((c) => ({
    index: c.index,
    name: c.name,
    color: `var(--k${c.index})`,
    term: termOf(c),
  }));
  const { noClass } = words.figures.confusion;
  const none = { name: noClass, color: "var(--soft)", term: safe`${noClass}` };
  return hasNoClass ? [...classes, none] : classes;
}

/**
 * The matrix as a picture: a column a true class, as wide as it has pixels, cut up by predictions.
 * What neither mask gives a class is often most of all pixels, and is left to the table.
 */
function mosaic(run: SiteRun, kinds: Kind[], { cells, hasNoClass }: WholeMatrix): Markup {
  const text = words.figures.confusion;
  const drawn = cells.map((row) => [...row]);
  if (hasNoClass) drawn[cells.length - 1][cells.length - 1] = 0;
  const sums = drawn.map(sum), total = sum(sums);
  return bothFits({
    isPartial: hasNoClass,
    classes: kinds.map(({ name, color }, i) => ({
      name,
      color,
      share: total ? sums[i] / total : 0,
      taken: drawn[i].map((pixels) => sums[i] ? pixels / sums[i] : 0),
      links: drawn[i].map((pixels, j) => casesOf(run, kinds, { i, j, pixels })),
    })),
    about: text.about(
      kinds.map(({ name }, i) =>
        text.aboutRow(name, takenFor(kinds, drawn[i].map((pixels) => pixels / sums[i])))
      ),
      countedIn(run),
    ),
  }, mosaicChart);
}

/** What a class's pixels are taken for, of many classes those with most of them. */
function takenFor(kinds: Kind[], shares: number[]): string[] {
  const order = shares.map((share, j) => ({ share, name: kinds[j].name }))
    .filter(({ share }) => share >= LEAST);
  const most = order.toSorted((a, b) => b.share - a.share)
    .slice(0, kinds.length > MANY ? 2 : undefined);
  return order.filter((one) => most.includes(one))
    .map(({ share, name }) => `${name} ${formatPercent(share)}`);
}

function mosaicNote({ cells, hasNoClass }: WholeMatrix, unit: Unit): string {
  const undrawn = hasNoClass ? cells.at(-1)!.at(-1)! : 0;
  return words.figures.confusion.mosaic(undrawn, cells.length > MANY, unit);
}

/** A share as a whole percent, without the sign that a table of them can do without. */
function shortShare(share: number): string {
  if (!(share > 0)) return "";
  return share < 0.005 ? "<1" : String(Math.round(100 * share));
}

/** The largest confusions in words, those of the most pixels first. */
function largest(
  run: SiteRun,
  kinds: Kind[],
  { cells }: WholeMatrix,
  unit: string,
): Markup[] {
  const sums = cells.map(sum), text = words.figures.confusion;
  const name = (j: number) => kinds[j].name === text.noClass ? undefined : kinds[j].term;
  return cells.flatMap((row, i) => row.map((pixels, j) => ({ pixels, i, j })))
    .filter(({ pixels, i, j }) => i !== j && pixels > 0)
    .sort((a, b) => b.pixels - a.pixels).slice(0, LARGEST)
    .map(({ pixels, i, j }) =>
      linked(
        casesOf(run, kinds, { i, j, pixels }),
        text.taken(name(i), name(j), formatPercent(pixels / sums[i]), text.pixels(pixels, unit)),
      )
    );
}

/** Words that lead somewhere, if there is where. */
function linked(url: string | undefined, said: Markup): Markup {
  return url === undefined ? said : safe`<a href="${url}">${said}</a>`;
}

function inOrder(swap: boolean, first: string, second: string): { large: string; small: string } {
  return swap ? { large: second, small: first } : { large: first, small: second };
}

function weakest(kinds: Kind[], { cells, hasNoClass }: WholeMatrix): Markup | undefined {
  const classes = cells.slice(0, hasNoClass ? -1 : undefined), sums = cells.map(sum);
  const found = classes.map((row, i) => row[i] / sums[i]);
  const worst = found.reduce(
    (at, share, i) => Number.isFinite(share) && !(found[at] <= share) ? i : at,
    0,
  );
  if (!Number.isFinite(found[worst]) || cells.length < 2) return undefined;
  const others = cells[worst].map((pixels, j) => ({ share: pixels / sums[worst], j }))
    .filter(({ j, share }) => j !== worst && share >= LEAST)
    .sort((a, b) => b.share - a.share).slice(0, NAMED);
  const taken = others.map(({ share, j }) => ({
    share: formatPercent(share),
    as: j === classes.length ? undefined : kinds[j].name,
  }));
  return words.figures.confusion.weakest(kinds[worst].term, formatPercent(found[worst]), taken);
}
