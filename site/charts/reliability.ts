/** How often classes are right at each probability. */
import * as Plot from "@observablehq/plot";
import {
  type ChartDocument,
  type ChartElement,
  draw,
  type Fit,
  HAIR,
  TICKS,
} from "../html/frame.ts";

/** What a reliability chart shows. */
export interface ReliabilityData {
  /** A line per class: the mean probability of each bin and the share that is right; bins of few pixels are hollow. */
  curves: {
    color: string;
    /** The line's dashes; none for a solid line. */
    dash?: string;
    points: { probability: number; right: number; areFew: boolean; title: string }[];
  }[];
  /** The horizontal and the vertical axis. */
  axes: { x: string; y: string };
  /** The text alternative. */
  about: string;
}

const TENTHS = [0, 0.2, 0.4, 0.6, 0.8, 1];

/**
 * Draws the curves, and the diagonal on which probabilities are what they say.
 *
 * @param data The curves.
 * @param document Makes the elements.
 * @param fit The width.
 */
export function reliabilityChart(
  { curves, axes, about }: ReliabilityData,
  document: ChartDocument,
  fit: Fit,
): ChartElement {
  const percent = (share: number): string => `${Math.round(share * 100)}\u00a0%`;
  return draw(
    {
      width: fit === "wide" ? 808 : 350,
      height: fit === "wide" ? 480 : 320,
      marginLeft: 44,
      marginRight: 26,
      marginTop: 28,
      marginBottom: 44,
      x: { domain: [0, 1], axis: null },
      y: { domain: [0, 1], axis: null },
      marks: [
        Plot.gridX(TENTHS, HAIR),
        Plot.gridY(TENTHS, HAIR),
        Plot.axisX(TENTHS, { ...TICKS, tickFormat: percent }),
        Plot.axisY(TENTHS, { ...TICKS, tickFormat: percent }),
        Plot.text([axes.y], {
          frameAnchor: "top-left",
          dx: -40,
          dy: -20,
          textAnchor: "start",
          fill: "var(--soft)",
        }),
        Plot.text([axes.x], { frameAnchor: "bottom-right", dy: 36, fill: "var(--soft)" }),
        Plot.line([[0, 0], [1, 1]], { stroke: "var(--soft)", strokeDasharray: "2 4" }),
        curves.map(({ color, dash, points }) => [
          Plot.line(points, {
            x: "probability",
            y: "right",
            stroke: color,
            strokeWidth: 2,
            strokeDasharray: dash,
          }),
          Plot.dot(points, {
            x: "probability",
            y: "right",
            r: 3,
            fill: ({ areFew }) => areFew ? "var(--paper)" : color,
            stroke: color,
            title: "title",
          }),
        ]),
      ],
    },
    about,
    document,
  );
}
