/** The way from one run's figure to another's, step by step. */
import * as Plot from "@observablehq/plot";
import {
  type ChartDocument,
  type ChartElement,
  draw,
  type Fit,
  HAIR,
  TICKS,
} from "../html/frame.ts";

/** A step of the way, or one of its ends. */
export interface WaterfallRow {
  /** What it is. */
  name: string;
  /** Its figure, as text. */
  figure: string;
  /** Where it begins; an end begins where it is. */
  from: number;
  /** Where it leads to. */
  to: number;
  /** The interval of where it leads to. */
  interval?: readonly [number, number];
  /** Whether it can be told from chance. */
  isFound: boolean;
  /** Whether it makes the figure worse. */
  isWorse?: boolean;
}

/** What a waterfall shows. */
export interface WaterfallData {
  /** The ends, and the steps between. */
  rows: WaterfallRow[];
  /** A value on the axis, as text. */
  format: (value: number) => string;
  /** The text alternative. */
  about: string;
}

const ROW = 44;

/**
 * Draws a bar a step, each beginning where the last ended, with its interval; steps that may be chance are
 * pale.
 *
 * @param data The steps.
 * @param document Makes the elements.
 * @param fit The width.
 */
export function waterfallChart(
  { rows, format, about }: WaterfallData,
  document: ChartDocument,
  fit: Fit,
): ChartElement {
  const [width, fontSize] = fit === "wide" ? [720, 13] : [350, 12];
  const height = ROW * rows.length + 30;
  const all = rows.flatMap(({ from, to, interval = [to, to] }) => [from, to, ...interval]);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = Math.max(high - low, 1e-6) * 0.06, domain = [low - room, high + room];
  const placed = rows.map((row, i) => ({ ...row, y: ROW * i + 30 }));
  const steps = placed.filter(({ from, to }) => from !== to);
  const ends = placed.filter(({ from, to }) => from === to);
  return draw(
    {
      width,
      height,
      marginLeft: 4,
      marginRight: 4,
      marginTop: 0,
      marginBottom: 24,
      x: { domain },
      y: { type: "identity", axis: null },
      marks: [
        Plot.gridX({ ticks: 4, ...HAIR }),
        Plot.axisX({ ...TICKS, ticks: 4, tickFormat: format }),
        placed.slice(1).map((row, i) =>
          Plot.ruleX([placed[i].to], {
            y1: placed[i].y,
            y2: row.y,
            stroke: "var(--soft)",
            strokeDasharray: "2 3",
          })
        ),
        steps.map(step),
        Plot.dot(ends, { x: "to", y: "y", r: 5, fill: "var(--ink)" }),
        names(placed, { fontSize, textAnchor: "start", text: "name" }, domain[0]),
        names(placed, { fontSize, textAnchor: "end", text: "figure" }, domain[1]),
      ],
    },
    about,
    document,
  );
}

function step(
  { from, to, interval, isFound, isWorse, y }: WaterfallRow & { y: number },
): Plot.Markish {
  const color = isWorse ? "var(--worse)" : "var(--ink)";
  const area = { x1: Math.min(from, to), x2: Math.max(from, to), y1: y - 6, y2: y + 6 };
  return [
    Plot.rect([0], { ...area, fill: color, fillOpacity: isFound ? 0.75 : 0.15, stroke: color }),
    interval && Plot.ruleY([y], { x1: interval[0], x2: interval[1], stroke: color }),
    interval && Plot.ruleX([...interval], { y1: y - 4, y2: y + 4, stroke: color }),
  ];
}

/** Texts above the bars, at one edge. */
function names(
  rows: readonly (WaterfallRow & { y: number })[],
  { fontSize, textAnchor, text }: {
    fontSize: number;
    textAnchor: "start" | "end";
    text: "name" | "figure";
  },
  x: number,
): Plot.Markish {
  return Plot.text(rows, {
    x: () => x,
    y: "y",
    dy: -17,
    text,
    textAnchor,
    fontSize,
    fill: "var(--ink)",
    stroke: "var(--paper)",
    strokeWidth: 4,
  });
}
