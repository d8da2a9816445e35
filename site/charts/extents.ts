/** From the worst to the best: a line a row, on one axis from 0 to 1. */
import * as Plot from "@observablehq/plot";
import { type ChartDocument, type ChartElement, draw, HAIR, TICKS } from "../html/frame.ts";

/** A line. */
export interface ExtentRow {
  /** What it is. */
  name: string;
  /** Its figures, as text. */
  figure: string;
  /** The worst value. */
  worst: number;
  /** The best. */
  best: number;
  /** Halfway between. */
  midpoint: number;
  /** The median, where it is known. */
  median?: number;
  /** The line's colour, a CSS value. */
  color: string;
  /** Whether it stands behind the others: it can't be. */
  isPale?: boolean;
}

/** What the chart shows. */
export interface ExtentsData {
  /** The lines, from top to bottom. */
  rows: ExtentRow[];
  /** Values that the lines are compared with, drawn through all of them. */
  rules?: number[];
  /** Under the axis: what it shows. */
  axis: string;
  /** The text alternative. */
  about: string;
}

const WIDTH = 350, ROW = 40, TOP = 26;

/**
 * Draws each row as a line from the worst to the best, a ring at their midpoint and a bar at the median.
 *
 * @param data The rows.
 * @param document Makes the elements.
 */
export function extentsChart(
  { rows, rules = [], axis, about }: ExtentsData,
  document: ChartDocument,
): ChartElement {
  const placed = rows.map((row, i) => ({ ...row, y: TOP + ROW * i }));
  const bottom = TOP + ROW * (rows.length - 1) + 12;
  const text = { fontSize: 12, fill: "var(--ink)", stroke: "var(--paper)", strokeWidth: 4 };
  return draw(
    {
      width: WIDTH,
      height: bottom + 42,
      marginLeft: 8,
      marginRight: 8,
      marginTop: 0,
      marginBottom: 42,
      x: { domain: [0, 1] },
      y: { type: "identity", axis: null },
      marks: [
        Plot.gridX([0, 0.2, 0.4, 0.6, 0.8, 1], HAIR),
        Plot.axisX([0, 0.2, 0.4, 0.6, 0.8, 1], { ...TICKS, tickFormat: String }),
        Plot.text([axis], {
          ...{ frameAnchor: "bottom", dy: 36, fontSize: 12 },
          fill: "var(--soft)",
        }),
        Plot.ruleX(rules, { y1: 4, y2: bottom, stroke: "var(--soft)", strokeDasharray: "2 3" }),
        placed.map(line),
        Plot.text(placed, { x: 0, y: "y", dy: -15, text: "name", textAnchor: "start", ...text }),
        Plot.text(placed, { x: 1, y: "y", dy: -15, text: "figure", textAnchor: "end", ...text }),
      ],
    },
    about,
    document,
  );
}

function line(
  { worst, best, midpoint, median, color, isPale, y }: ExtentRow & { y: number },
): Plot.Markish {
  const strokeOpacity = isPale ? 0.4 : 1;
  return [
    Plot.ruleY([y], { x1: worst, x2: best, stroke: color, strokeWidth: 3, strokeOpacity }),
    Plot.dot([worst, best], {
      x: (x) => x,
      y: () => y,
      r: 4,
      fill: color,
      fillOpacity: strokeOpacity,
    }),
    median === undefined
      ? []
      : Plot.ruleX([median], { y1: y - 8, y2: y + 8, stroke: "var(--ink)", strokeWidth: 2.5 }),
    Plot.dot([midpoint], {
      ...{ x: (x) => x, y: () => y, r: 4.5, strokeWidth: 2 },
      fill: "var(--paper)",
      stroke: color,
      strokeOpacity,
    }),
  ];
}
