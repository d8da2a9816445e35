/** The wrong pixels of a class by kind, a bar each. */
import * as Plot from "@observablehq/plot";
import { type ChartDocument, type ChartElement, draw, type Fit } from "../html/frame.ts";

/** What a chart of kinds shows. */
export interface KindsData {
  /** The kinds, from top to bottom. */
  bars: { name: string; share: number; text: string; title: string; href: string }[];
  /** The text alternative. */
  about: string;
}

/**
 * Draws a bar a kind, with its share at its end.
 *
 * @param data The kinds.
 * @param document Makes the elements.
 * @param fit The width.
 */
export function kindsChart(data: KindsData, document: ChartDocument, fit: Fit): ChartElement {
  const wide = fit === "wide", row = 30;
  const most = data.bars.reduce((largest, { share }) => Math.max(largest, share), 0) || 1;
  const bars = data.bars.map((bar, i) => ({ ...bar, y: i * row }));
  return draw(
    {
      width: wide ? 808 : 350,
      height: bars.length * row,
      marginLeft: 118,
      marginRight: wide ? 170 : 52,
      marginTop: 0,
      marginBottom: 0,
      x: { domain: [0, most], axis: null },
      y: { type: "identity", axis: null },
      marks: [
        Plot.text(bars, {
          x: 0,
          y: ({ y }) => y + row / 2,
          text: "name",
          dx: -10,
          textAnchor: "end",
          fontSize: 13,
        }),
        Plot.rect(bars, {
          x1: 0,
          x2: "share",
          y1: ({ y }) => y + 6,
          y2: ({ y }) => y + row - 6,
          fill: "var(--k)",
          href: "href",
          title: "title",
        }),
        Plot.text(bars, {
          x: "share",
          y: ({ y }) => y + row / 2,
          text: wide ? "title" : "text",
          dx: 8,
          textAnchor: "start",
          fontSize: 13,
          fontWeight: 600,
        }),
      ],
    },
    data.about,
    document,
  );
}
