/** Curves over the epochs: loss, or the Dice of each class. */
import * as Plot from "@observablehq/plot";
import { formatLoss, formatRate, formatRatio, shortened } from "../text/format.ts";
import { words } from "../text/mod.ts";
import {
  type ChartDocument,
  type ChartElement,
  draw,
  type Fit,
  HAIR,
  TICKS,
} from "../html/frame.ts";
import { everyNth, stepOf } from "./thin.ts";

/** One line of a learning chart. */
export interface Curve {
  /** Written at the line's end. */
  name: string;
  /** The line's colour, a CSS value. */
  color: string;
  /** The line's dashes; none for a solid line. */
  dash?: string;
  /** One value an epoch, from the first on; NaN where an epoch has none. */
  values: number[];
}

/** What a learning chart shows. */
export interface LearningData {
  /** The chart's name, written at its upper left. */
  title: string;
  /** The lines. */
  curves: Curve[];
  /** The epoch that the model is taken from, 1 for the first. */
  best?: number;
  /** What the mark at that epoch says; only the upper of two charts says it. */
  bestLabel?: string;
  /** The axis; left out where it follows the values. */
  domain?: [number, number];
  /** How the value at the mark is written; left out for a loss, or with an axis for a ratio. */
  format?: (value: number) => string;
  /** The text alternative, with the figures. */
  about: string;
}

const SIZES = {
  // the margins are the filmstrip's outer columns, so that pictures stand under their epoch
  wide: { width: 1120, height: 186, side: 80 },
  narrow: { width: 350, height: 200, side: 60 },
} as const;

/** The room above and below the lines, and the height of a name at a line's end. */
const MARGINS = 44, LINE = 15;

/** Of more lines the figures at the marked epoch would cover each other; the table has them. */
const FIGURES = 5;

/**
 * Draws curves over the epochs, each named at its end.
 *
 * @param data The curves.
 * @param document Makes the elements.
 * @param fit The width.
 */
export function learningChart(
  data: LearningData,
  document: ChartDocument,
  fit: Fit,
): ChartElement {
  const { width, height: least, side } = SIZES[fit];
  // as high as the names at the lines' ends
  const height = Math.max(least, MARGINS + LINE * data.curves.length);
  const epochs = Math.max(...data.curves.map((c) => c.values.length), 1);
  const domain = data.domain ?? niceDomain(data.curves);
  const points = data.curves.map(({ values }) => pointsOf(values, data, fit));
  const y = (value: number) =>
    (1 - (value - domain[0]) / (domain[1] - domain[0])) * (height - MARGINS);
  // of many lines no tenth of a pixel is seen
  const whole = (value: number) =>
    data.curves.length <= FIGURES
      ? value
      : domain[1] - (Math.round(y(value)) * (domain[1] - domain[0])) / (height - MARGINS);
  return draw(
    {
      width,
      height,
      marginLeft: side,
      marginRight: side,
      marginTop: 24,
      marginBottom: 20,
      x: { type: "linear", domain: [0.5, epochs + 0.5], axis: null },
      y: { domain, axis: null },
      marks: [
        Plot.gridY({ ticks: 4, ...HAIR }),
        Plot.axisY({ ticks: 4, ...TICKS, tickFormat: tickFormat(domain), fontSize: 11.5 }),
        epochAxis(epochs, side),
        Plot.text([data.title], {
          frameAnchor: "top-left",
          dx: -side,
          dy: -24,
          fontSize: 13,
          fontWeight: 600,
          textAnchor: "start",
        }),
        data.curves.map((curve, i) =>
          Plot.line(points[i], {
            x: "epoch",
            y: (p: { value: number }) => whole(p.value),
            stroke: curve.color,
            strokeWidth: 2,
            strokeDasharray: curve.dash,
            strokeLinejoin: "round",
          })
        ),
        bestMarks(data, points, y),
        names(data, points.map((p) => y(p.at(-1)?.value ?? NaN)), {
          ...{ x: epochs + 0.5, y: domain[1], bottom: height - MARGINS, fit },
        }),
      ],
    },
    data.about,
    document,
  );
}

/** Numbers of epochs below the lines, and what they number at the left. */
function epochAxis(epochs: number, side: number): Plot.Markish {
  const step = Math.max(1, Math.ceil(epochs / 10));
  const ticks = Array.from({ length: Math.floor(epochs / step) }, (_, i) => (i + 1) * step);
  return [
    Plot.axisX(step > 1 ? [1, ...ticks] : ticks, { ...TICKS, tickFormat: String, fontSize: 11.5 }),
    Plot.text([words.charts.axes.epoch], {
      ...{ frameAnchor: "bottom-left", dx: -side, dy: 15, textAnchor: "start" },
      ...{ fontSize: 11.5, fill: "var(--soft)" },
    }),
  ];
}

/** Each curve's name beside its end, at the height that it ends at. */
function names(
  { curves }: LearningData,
  ends: number[],
  { x, y, bottom, fit }: { x: number; y: number; bottom: number; fit: Fit },
): Plot.Markish {
  const wide = fit === "wide";
  return apart(ends, bottom).map((dy, i) =>
    Number.isNaN(dy) ? null : Plot.text([curves[i]], {
      x: () => x,
      y: () => y,
      dx: wide ? 12 : 6,
      dy,
      text: ({ name }: Curve) => shortened(name, wide ? 12 : 10),
      textAnchor: "start",
      fontSize: wide ? 12 : 11.5,
      fill: curves[i].color,
    })
  );
}

/** The places of a curve: what was measured, no denser than a screen is. */
function pointsOf(
  values: number[],
  { best, curves }: LearningData,
  fit: Fit,
): { epoch: number; value: number }[] {
  const all = values.map((value, i) => ({ epoch: i + 1, value })).filter((p) => isFinite(p.value));
  // two drawings of many lines are no more than one of a few
  const beside = (fit === "wide" ? 1.5 : 3) * curves.length;
  return everyNth(all, stepOf(all.length, beside), ({ epoch }) => epoch === best);
}

function bestMarks(
  { curves, domain, best, bestLabel, format }: LearningData,
  points: { epoch: number; value: number }[][],
  y: (value: number) => number,
): Plot.Markish {
  if (best === undefined) return null;
  const at = points.map((p) => p.find((one) => one.epoch === best));
  const seen = at.map((p) => p ? y(p.value) : NaN);
  // a label stands above its line, or below where the next line above, or the title, is near
  const above = seen.map((v) => v >= 10 && !seen.some((other) => other < v && v - other < 34));
  return [
    Plot.ruleX([best], { stroke: "var(--ink)", strokeWidth: 1 }),
    bestLabel
      ? Plot.text([bestLabel], {
        x: best,
        frameAnchor: "top",
        dy: -14,
        fontWeight: 600,
        textAnchor: best > curves[0].values.length / 2 ? "end" : "start",
        dx: best > curves[0].values.length / 2 ? 4 : -4,
      })
      : null,
    curves.map((curve, i) =>
      at[i]
        ? [
          Plot.dot([at[i]], {
            x: "epoch",
            y: "value",
            r: 3,
            fill: "var(--paper)",
            stroke: curve.color,
            strokeWidth: 1.75,
          }),
          curves.length > FIGURES ? null : Plot.text([at[i]], {
            x: "epoch",
            y: "value",
            text: (p: { value: number }) =>
              format?.(p.value) ?? (domain ? formatRatio(p.value) : formatLoss(p.value, 2)),
            dx: -6,
            dy: above[i] ? -12 : 12,
            textAnchor: "end",
            fontWeight: 600,
            fill: curve.color,
            stroke: "var(--paper)",
            strokeWidth: 4,
          }),
        ]
        : null
    ),
  ];
}

/**
 * Heights of labels, pushed apart until none covers another, and up again where the last would stand
 * below the bottom; in the order given, NaN as it is.
 */
function apart(heights: number[], bottom: number): number[] {
  const order = heights.map((_, i) => i).filter((i) => Number.isFinite(heights[i])).sort((a, b) =>
    heights[a] - heights[b]
  );
  const placed = [...heights];
  for (let i = 1; i < order.length; i++) {
    placed[order[i]] = Math.max(placed[order[i]], placed[order[i - 1]] + LINE);
  }
  for (let i = order.length - 1, limit = bottom; i >= 0; i--, limit -= LINE) {
    placed[order[i]] = Math.min(placed[order[i]], limit);
  }
  return placed;
}

/** Ticks with as many decimals as tell them apart; of a diverged loss the power. */
function tickFormat([low, high]: [number, number]): string | ((value: number) => string) {
  if (high >= 1e5) return ".0e";
  if (high < 0.01) return formatRate;
  const digits = -Math.floor(Math.log10((high - low) / 4));
  return `.${Math.max(1, digits)}f`;
}

function niceDomain(curves: Curve[]): [number, number] {
  const values = curves.flatMap((c) => c.values).filter(isFinite);
  if (!values.length) return [0, 1];
  const low = values.reduce((a, b) => Math.min(a, b)),
    high = values.reduce((a, b) => Math.max(a, b));
  const step = 10 ** Math.floor(Math.log10(Math.max(high - low, 1e-3))) * 2;
  const from = Math.floor(low / step) * step;
  return [from, Math.max(from + step, Math.ceil(high / step) * step)];
}
