/** The change of every picture, from the largest loss to the largest gain. */
import * as Plot from "@observablehq/plot";
import { formatNumber } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { tickDecimals } from "./axis.ts";
import {
  type ChartDocument,
  type ChartElement,
  draw,
  type Fit,
  HAIR,
  TICKS,
} from "../html/frame.ts";

/** What a chart of differences shows. */
export interface DifferencesData {
  /** One entry a picture: how much better it became, negative for worse; finite. */
  gains: { gain: number; title: string; href: string }[];
  /** What changes, written at the chart's upper left. */
  title: string;
  /** The text alternative. */
  about: string;
}

/** With more pictures than this, each bar stands for several neighbours. */
const BARS = 300;

/** About so many ticks. */
const TICK_COUNT = 5;

/**
 * Draws a bar a picture, sorted; losses as thin stems with hollow ends.
 *
 * @param data The changes.
 * @param document Makes the elements.
 * @param fit The width.
 */
export function differencesChart(
  data: DifferencesData,
  document: ChartDocument,
  fit: Fit,
): ChartElement {
  const [width, height, left] = fit === "wide" ? [1120, 280, 40] : [350, 240, 36];
  const sorted = data.gains.toSorted((a, b) => a.gain - b.gain);
  const most = fit === "wide" ? BARS : 120, every = Math.max(1, Math.ceil(sorted.length / most));
  const bars = sorted.filter((_, i) => i % every === 0 || i === sorted.length - 1)
    .map((one, i) => ({ ...one, i }));
  const step = (width - left - 4) / bars.length;
  const gains = bars.filter((b) => b.gain > 0), losses = bars.filter((b) => b.gain < 0);
  const [better, worse] = [1, -1].map((sign) => sorted.filter((b) => sign * b.gain > 0).length);
  const lowest = Math.min(0, sorted[0]?.gain ?? 0), highest = Math.max(0, sorted.at(-1)?.gain ?? 0);
  const extent = Math.max(0.05, -lowest, highest), text = words.charts.changes;
  const domain = [Math.min(lowest, -extent * 0.12), Math.max(highest, extent * 0.12)];
  return draw(
    {
      width,
      height,
      marginLeft: left,
      marginRight: 4,
      marginTop: 32,
      marginBottom: 12,
      x: { domain: [-0.5, bars.length - 0.5], axis: null },
      y: { domain, axis: null },
      marks: [
        Plot.gridY({ ticks: TICK_COUNT, ...HAIR }),
        heading(data.title, left),
        axis(domain),
        Plot.rect(gains, {
          x1: (b: { i: number }) => b.i - Math.min(0.4, 1.7 / step),
          x2: (b: { i: number }) => b.i + Math.min(0.4, 1.7 / step),
          y1: 0,
          y2: "gain",
          fill: "var(--k)",
          fillOpacity: 0.8,
          href: "href",
          title: "title",
        }),
        Plot.ruleX(losses, { x: "i", y1: 0, y2: "gain", stroke: "var(--worse)", strokeWidth: 1.5 }),
        Plot.dot(losses, {
          x: "i",
          y: "gain",
          r: 2,
          stroke: "var(--worse)",
          fill: "var(--paper)",
          href: "href",
          title: "title",
        }),
        Plot.ruleY([0], { stroke: "var(--ink)", strokeWidth: 1 }),
        label(worse, text.worsened, { x: 0, dy: -12, fill: "var(--worse)", textAnchor: "start" }),
        label(better, text.improved, {
          x: bars.length - gains.length / 2,
          dy: 14,
          fill: "var(--ink)",
          textAnchor: "middle",
        }),
      ],
    },
    data.about,
    document,
  );
}

function axis(domain: readonly number[]): Plot.Markish {
  const decimals = tickDecimals(domain, TICK_COUNT);
  return Plot.axisY({
    ...TICKS,
    ticks: TICK_COUNT,
    tickFormat: (value: number) => signed(value, decimals),
  });
}

/** What is drawn, above the axis. */
function heading(title: string, left: number): Plot.Markish {
  return Plot.text([title], {
    ...{ frameAnchor: "top-left", dx: -left, dy: -26, textAnchor: "start" },
    ...{ fontSize: 13, fontWeight: 600 },
  });
}

function label(
  count: number,
  text: (count: number) => string,
  place: { x: number; dy: number; fill: string; textAnchor: "start" | "middle" },
): Plot.Markish {
  return count ? Plot.text([text(count)], { y: 0, fontWeight: 600, ...place }) : null;
}

function signed(value: number, decimals: number): string {
  if (value === 0) return "0";
  return `${value > 0 ? "+" : "\u2212"}${formatNumber(Math.abs(value), decimals)}`;
}
