/** Dice by the number of images learned from, on a logarithmic axis, with the law through the points. */
import * as Plot from "@observablehq/plot";
import { formatNumber, formatRatio } from "../text/format.ts";
import {
  type ChartDocument,
  type ChartElement,
  draw,
  type Fit,
  HAIR,
  TICKS,
} from "../html/frame.ts";

/** What a chart of images shows. */
export interface ImagesData {
  /** What was measured, by the number of images. */
  points: { images: number; dice: number; interval?: [number, number]; models: number[] }[];
  /** The law's Dice at any number of images, where there is one. */
  law?: (images: number) => number;
  /** What twice as many images would bring. */
  doubled?: { images: number; dice: number; interval?: [number, number] };
  /** The chart's name, written at its upper left. */
  title: string;
  /** The text alternative, with the figures. */
  about: string;
}

const SIZES = {
  wide: { width: 808, height: 300 },
  narrow: { width: 350, height: 260 },
} as const;

/** Places at which the law is drawn. */
const STEPS = 60;

/**
 * Draws the points with their intervals, the law, and what it says of twice as many images.
 *
 * @param data The curve.
 * @param document Makes the elements.
 * @param fit The width.
 */
export function imagesChart(data: ImagesData, document: ChartDocument, fit: Fit): ChartElement {
  const { points, doubled, title } = data;
  const ends = [...points, ...doubled ? [doubled] : []];
  const [first, last] = [ends[0].images, ends.at(-1)!.images];
  const domain = domainOf(ends.flatMap(({ dice, interval = [] }) => [dice, ...interval]));
  return draw(
    {
      ...SIZES[fit],
      marginLeft: 40,
      marginRight: 24,
      marginTop: 26,
      marginBottom: 28,
      x: { type: "log", domain: [first / 1.2, last * 1.2], axis: null },
      y: { domain, axis: null },
      marks: [
        Plot.gridY({ ticks: 4, ...HAIR }),
        Plot.axisY({ ticks: 4, ...TICKS, fontSize: 11.5 }),
        Plot.text(ends, {
          x: "images",
          frameAnchor: "bottom",
          text: ({ images }: { images: number }) => formatNumber(images),
          dy: 16,
          fontSize: 11.5,
          fill: "var(--soft)",
        }),
        Plot.text([title], {
          frameAnchor: "top-left",
          dx: -40,
          dy: -20,
          fontSize: 13,
          fontWeight: 600,
          textAnchor: "start",
        }),
        lawMark(data, ends.map(({ images }) => images), domain),
        pointMarks(data, ends, fit),
      ],
    },
    data.about,
    document,
  );
}

/** The law, as far as the chart shows it. */
function lawMark(
  { law }: ImagesData,
  images: readonly number[],
  [low, high]: readonly [number, number],
): Plot.Markish {
  if (law === undefined) return null;
  const first = images[0], ratio = images.at(-1)! / first;
  const along = Array.from({ length: STEPS + 1 }, (_, i) => first * ratio ** (i / STEPS));
  const places = along.map((images) => ({ images, dice: law(images) }));
  return Plot.line(places.filter(({ dice }) => dice >= low && dice <= high), {
    x: "images",
    y: "dice",
    stroke: "var(--soft)",
    strokeWidth: 1.5,
    strokeDasharray: "4 4",
  });
}

/** What was measured, full, and what the law says, hollow, each with its interval and figure. */
function pointMarks(
  { points, doubled }: ImagesData,
  ends: readonly { images: number; dice: number; interval?: [number, number] }[],
  fit: Fit,
): Plot.Markish {
  const models = points.flatMap(({ images, models }) =>
    models.length > 1 ? models.map((dice) => ({ images, dice })) : []
  );
  const at = { x: "images", y: "dice" };
  return [
    Plot.ruleX(ends.filter(({ interval }) => interval !== undefined), {
      x: "images",
      y1: ({ interval: [low] }) => low,
      y2: ({ interval: [, high] }) => high,
      stroke: "var(--ink)",
      strokeWidth: 1.5,
    }),
    Plot.dot(models, { ...at, r: 2, fill: "var(--soft)" }),
    Plot.dot(points, { ...at, r: 4.5, fill: "var(--ink)" }),
    Plot.dot(doubled ? [doubled] : [], {
      ...at,
      r: 4.5,
      fill: "var(--paper)",
      stroke: "var(--ink)",
      strokeWidth: 2,
    }),
    // the first to the right, where the axis doesn't stand, and where that of the next has no room beside it, below
    figures(ends.slice(0, 1), { textAnchor: "start", dy: fit === "narrow" ? 14 : -10 }),
    figures(ends.slice(1), { textAnchor: "end", dy: -10 }),
  ];
}

/** Figures beside their dots. */
function figures(
  ends: readonly { images: number; dice: number }[],
  { textAnchor, dy }: { textAnchor: "start" | "end"; dy: number },
): Plot.Markish {
  return Plot.text(ends, {
    x: "images",
    y: "dice",
    text: ({ dice }: { dice: number }) => formatRatio(dice, 3),
    dx: textAnchor === "end" ? -8 : 8,
    dy,
    textAnchor,
    fontWeight: 600,
    stroke: "var(--paper)",
    strokeWidth: 4,
    fill: "var(--ink)",
  });
}

/** A range that holds all values, from and to a round number. */
function domainOf(values: readonly number[]): [number, number] {
  const known = values.filter(Number.isFinite);
  const low = Math.min(1, ...known), high = Math.max(0, ...known);
  const step = high - low > 0.2 ? 0.1 : high - low > 0.04 ? 0.02 : 0.005;
  const from = Math.floor(low / step) * step;
  return [from, Math.max(from + step, Math.ceil(high / step) * step)];
}
