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
import { formatNumber, shortened } from "../text/format.ts";
import { tickDecimals } from "./axis.ts";

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
  /** Whether it is a figure that was reached, not a step. */
  isEnd?: boolean;
  /** Whether it can be told from chance. */
  isFound: boolean;
  /** Whether it is what the steps leave. */
  isRest?: boolean;
  /** Whether it makes the figure worse. */
  isWorse?: boolean;
}

/** What a waterfall shows. */
export interface WaterfallData {
  /** The ends, and the steps between; or one end, and steps from there. */
  rows: WaterfallRow[];
  /** What values there can be: no line goes beyond. */
  bounds: readonly [number, number];
  /** The text alternative. */
  about: string;
}

const ROW = 44, SIDE = 18;

/** A step's place, and its interval within the bounds. */
type Placed = WaterfallRow & { y: number };

/**
 * Draws a bar a step, each beginning where the last ended, or all at the first end, with its interval; steps
 * that may be chance are pale.
 *
 * @param data The steps.
 * @param document Makes the elements.
 * @param fit The width.
 */
export function waterfallChart(
  { rows, bounds, about }: WaterfallData,
  document: ChartDocument,
  fit: Fit,
): ChartElement {
  const [width, letters] = fit === "wide" ? [528, 56] : [350, 34];
  const height = ROW * rows.length + 30;
  const domain = domainOf(rows, bounds), decimals = tickDecimals(domain, 4);
  const placed = rows.map((row, i): Placed => ({ ...row, y: ROW * i + 30 }));
  return draw(
    {
      width,
      height,
      marginLeft: SIDE,
      marginRight: SIDE,
      marginTop: 0,
      marginBottom: 24,
      x: { domain },
      y: { type: "identity", axis: null },
      marks: [
        Plot.gridX({ ticks: 4, ...HAIR }),
        Plot.axisX({
          ...TICKS,
          ticks: 4,
          tickFormat: (value: number) => formatNumber(value, decimals),
        }),
        placed.slice(1).map((row, i) =>
          Plot.ruleX([row.from], {
            y1: placed[i].y,
            y2: row.y,
            stroke: "var(--soft)",
            strokeDasharray: "2 3",
          })
        ),
        placed.filter(({ isEnd }) => !isEnd).map((row) => step(row, bounds)),
        Plot.dot(placed.filter(({ isEnd }) => isEnd), {
          x: "to",
          y: "y",
          r: 5,
          fill: "var(--ink)",
        }),
        texts(placed, ({ name }) => shortened(name, letters), { textAnchor: "start" }),
        texts(placed, ({ figure }) => figure, { textAnchor: "end" }),
      ],
    },
    about,
    document,
  );
}

/** From the least to the greatest value, some room beside them, and some between where all are equal. */
function domainOf(rows: readonly WaterfallRow[], [least, most]: WaterfallData["bounds"]) {
  const all = rows.flatMap(({ from, to, interval = [to, to] }) => [from, to, ...interval])
    .map((value) => Math.min(most, Math.max(least, value)));
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = high > low ? (high - low) * 0.06 : Math.max(0.01, Math.abs(high) * 0.05);
  return [Math.max(least, low - room), Math.min(most, high + room)];
}

function step(
  { from, to, interval, isFound, isWorse, y }: Placed,
  [least, most]: WaterfallData["bounds"],
): Plot.Markish {
  const color = isWorse ? "var(--worse)" : "var(--ink)";
  const area = { x1: Math.min(from, to), x2: Math.max(from, to), y1: y - 6, y2: y + 6 };
  const [low, high] = interval ?? [to, to],
    ends = [low, high].filter((end) => end >= least && end <= most);
  return [
    Plot.rect([0], {
      ...area,
      fill: color,
      fillOpacity: isFound ? 0.75 : 0.15,
      stroke: color,
      strokeDasharray: isWorse ? "3 2" : undefined,
    }),
    interval &&
    Plot.ruleY([y], { x1: Math.max(least, low), x2: Math.min(most, high), stroke: color }),
    interval && Plot.ruleX(ends, { y1: y - 4, y2: y + 4, stroke: color }),
  ];
}

/** Texts above the bars, at one edge of the chart. */
function texts(
  rows: readonly Placed[],
  text: (row: Placed) => string,
  { textAnchor }: { textAnchor: "start" | "end" },
): Plot.Markish {
  return Plot.text(rows, {
    y: "y",
    frameAnchor: textAnchor === "start" ? "left" : "right",
    dx: textAnchor === "start" ? -SIDE : SIDE,
    dy: -17,
    text,
    textAnchor,
    fontSize: 12.5,
    fill: "var(--ink)",
    stroke: "var(--paper)",
    strokeWidth: 4,
  });
}
