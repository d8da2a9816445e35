/** One metric against the size of the object in the picture. */
import * as Plot from "@observablehq/plot";
import { words } from "../text/mod.ts";
import {
  type ChartDocument,
  type ChartElement,
  draw,
  type Fit,
  HAIR,
  TICKS,
} from "../html/frame.ts";

/** What a chart of sizes shows. */
export interface SizesData {
  /** One entry a case whose truth holds the class: its share of the picture, and the value. */
  points: { share: number; value: number; title: string; href: string }[];
  /** The median value of each fifth of the cases, by size. */
  steps: { from: number; to: number; median: number; title: string; href: string }[];
  /** The metric's name. */
  title: string;
  /** The text alternative. */
  about: string;
}

/** No more points than this are drawn, evenly chosen. */
const MOST = 200;

/**
 * Of how many cases one is drawn.
 *
 * @param cases How many there are.
 */
export function everyOf(cases: number): number {
  return Math.max(1, Math.ceil(cases / MOST));
}

/**
 * Draws the cases by size, and the median of each fifth as a step.
 *
 * @param data The cases.
 * @param document Makes the elements.
 * @param fit The width.
 */
export function sizesChart(data: SizesData, document: ChartDocument, fit: Fit): ChartElement {
  const wide = fit === "wide";
  const every = everyOf(data.points.length);
  const ticks = [0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1];
  const largest = data.points.reduce((most, { share }) => Math.max(most, share), 0.1);
  return draw(
    {
      width: wide ? 808 : 350,
      height: wide ? 332 : 292,
      marginLeft: 34,
      marginRight: 16,
      marginTop: 28,
      marginBottom: 44,
      x: { type: "sqrt", domain: [0, largest] },
      y: { domain: [0, 1], axis: null },
      marks: [
        Plot.text([data.title], {
          ...{ frameAnchor: "top-left", dx: -34, dy: -22, textAnchor: "start" },
          ...{ fontSize: 13, fontWeight: 600 },
        }),
        Plot.text([words.charts.axes.share], {
          ...{ frameAnchor: "bottom-right", dy: 34, textAnchor: "end", fontSize: 12 },
          fill: "var(--soft)",
        }),
        Plot.gridY([0, 0.2, 0.4, 0.6, 0.8, 1], HAIR),
        Plot.axisY([0, 0.2, 0.4, 0.6, 0.8, 1], { ...TICKS, tickFormat: String }),
        Plot.axisX(ticks.filter((t) => t <= largest && (wide || t !== 0.05)), {
          ...TICKS,
          tickFormat: (t: number) => `${Math.round(t * 100)}\u00a0%`,
        }),
        Plot.dot(data.points.filter((_, i) => i % every === 0), {
          x: "share",
          y: "value",
          r: wide ? 2.3 : 2,
          fill: "var(--k)",
          fillOpacity: 0.6,
          href: "href",
          title: "title",
        }),
        Plot.ruleY(data.steps, {
          y: "median",
          x1: "from",
          x2: "to",
          stroke: "var(--ink)",
          strokeWidth: 2.5,
          href: "href",
          title: "title",
        }),
      ],
    },
    data.about,
    document,
  );
}
