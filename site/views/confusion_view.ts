/** The confusion matrix in pixels, as picture and table. */
import { mosaicChart } from "../charts/mosaic.ts";
import { number, percent } from "../words.ts";
import { bothFits } from "./chart.ts";
import { type Markup, safe } from "./safe.ts";
import type { SiteRun } from "./site_run.ts";

/**
 * Rows of the matrix and a sentence on the weakest class.
 *
 * @param run A run with cases.
 * @returns Undefined where the evaluation has no matrix.
 */
export function confusionView(run: SiteRun) {
  const matrix = run.folder.evaluation?.confusion ?? [];
  if (!matrix.length) return undefined;
  const rows = matrix.map((row) => row.reduce((a, b) => a + b, 0));
  const columns = matrix.map((_, j) => matrix.reduce((sum, row) => sum + row[j], 0));
  const total = rows.reduce((a, b) => a + b, 0);
  const shares = [
    {
      name: "row",
      note: "Each row adds up to 100\u00a0%: what became of the true pixels.",
      of: (i: number) => rows[i],
    },
    {
      name: "column",
      note: "Each column adds up to 100\u00a0%: what the predicted pixels truly are.",
      of: (_: number, j: number) => columns[j],
    },
    {
      name: "nothing",
      note: "Pixels as they were counted, and their share of all.",
      of: () => total,
    },
  ];
  return {
    classes: run.classes,
    picture: mosaic(run, matrix, rows),
    sentence: safe`Pooled over all ${number(total)} pixels. ${weakest(run, matrix, rows)}`,
    panels: shares.map(({ name, note, of }, x) => ({
      x,
      name,
      note,
      rows: matrix.map((row, i) => ({
        term: run.classes[i].term,
        cells: row.map((pixels, j) => ({
          diagonal: i === j,
          // counts come first where nothing is normalised
          ...inOrder(name === "nothing", percent(pixels / of(i, j), 1), `${number(pixels)} px`),
          width: of(i, j) ? Math.round((1000 * pixels) / of(i, j)) / 10 : 0,
        })),
      })),
    })),
  };
}

/** The matrix as a picture: a column a true class, as wide as it has pixels, cut up by predictions. */
function mosaic(run: SiteRun, matrix: number[][], sums: number[]): Markup {
  const total = sums.reduce((a, b) => a + b, 0);
  return bothFits({
    classes: run.classes.map((c, i) => ({
      name: c.name,
      color: `var(--k${c.index})`,
      share: sums[i] / total,
      taken: matrix[i].map((pixels) => sums[i] ? pixels / sums[i] : 0),
    })),
    about: `What true pixels are taken for: ${
      run.classes.map((c, i) =>
        `${c.name} ${
          run.classes.map((other, j) => `${other.name} ${percent(matrix[i][j] / sums[i])}`).join(
            " ",
          )
        }`
      ).join("; ")
    }.`,
  }, mosaicChart);
}

function inOrder(swap: boolean, first: string, second: string): { large: string; small: string } {
  return swap ? { large: second, small: first } : { large: first, small: second };
}

function weakest(run: SiteRun, matrix: number[][], sums: number[]): Markup | undefined {
  const found = matrix.map((row, i) => row[i] / sums[i]);
  const worst = found.reduce(
    (at, share, i) => Number.isFinite(share) && !(found[at] <= share) ? i : at,
    0,
  );
  if (!Number.isFinite(found[worst]) || matrix.length < 2) return undefined;
  const others = matrix[worst].map((pixels, j) => ({ share: pixels / sums[worst], j }))
    .filter(({ j, share }) => j !== worst && share >= 0.005)
    .sort((a, b) => b.share - a.share);
  const taken = others.map(({ share, j }, n) =>
    safe`${n > 0 && " and "}${percent(share)} ${n === 0 && "is called "}${run.classes[j].name}`
  );
  return safe`Of the true ${run.classes[worst].term}, ${percent(found[worst])} is recognised${
    taken.length > 0 && safe`; ${taken}`
  }.`;
}
