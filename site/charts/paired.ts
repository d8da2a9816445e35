/** One class before and after: two boxes, and a line per case between them. */
import * as Plot from "@observablehq/plot";
import { formatValue } from "../text/format.ts";
import { words } from "../text/mod.ts";
import type { Box } from "../../evaluation/mod.ts";
import { axisTicks } from "./axis.ts";
import {
  type ChartDocument,
  type ChartElement,
  draw,
  type Fit,
  HAIR,
  TICKS,
} from "../html/frame.ts";

/** What a paired chart shows. */
export interface PairedData {
  /** One entry a picture that both runs measured. */
  pairs: { before: number; after: number }[];
  /** The two boxes over all pairs. */
  boxes: [before: Box, after: Box];
  /** The values' kind, for the medians under the boxes. */
  metric: { unit?: string; better?: "higher" | "lower" };
  /** The top of the axis, the same for all classes. */
  end: number;
  /** The text alternative. */
  about: string;
}

/** More pairs than this leave the lines out: they would be a grey ground. */
export const LINES = 600;

const SIZES = { wide: { width: 352, height: 400 }, narrow: { width: 350, height: 300 } } as const;
/** Where the two boxes stand, in shares of the width. */
const AT = [0.2, 0.8] as const;

/**
 * Draws both boxes with their swarms outside and the lines between.
 *
 * @param data The pairs.
 * @param document Makes the elements.
 * @param fit The width.
 */
export function pairedChart(data: PairedData, document: ChartDocument, fit: Fit): ChartElement {
  const { width, height } = SIZES[fit];
  const { pairs, end } = data;
  const lower = data.metric.better === "lower";
  const finite = pairs.filter((p) => isFinite(p.before) && isFinite(p.after));
  const worse = (p: PairedData["pairs"][0]) => lower ? p.after > p.before : p.after < p.before;
  const lines = { x1: AT[0] + 0.05, x2: AT[1] - 0.05, y1: "before", y2: "after" } as const;
  const drawn = finite.length > LINES ? [] : finite;
  return draw(
    {
      width,
      height,
      marginLeft: 28,
      marginRight: 4,
      marginTop: 28,
      marginBottom: 34,
      x: { domain: [0, 1], axis: null },
      y: { type: lower ? "sqrt" : "linear", domain: lower ? [end, 0] : [0, end], axis: null },
      marks: [
        Plot.gridY(axisTicks(!lower, end), HAIR),
        Plot.axisY(axisTicks(!lower, end), { ...TICKS, tickFormat: String }),
        Plot.link(drawn.filter((p) => !worse(p)), {
          ...lines,
          stroke: "var(--ink)",
          strokeWidth: 0.8,
          strokeOpacity: 0.24,
        }),
        Plot.link(drawn.filter(worse), {
          ...lines,
          stroke: "var(--worse)",
          strokeWidth: 1,
          strokeDasharray: "3 2",
          strokeOpacity: 0.75,
        }),
        [words.compare.before, words.compare.after].map((name, side) => [
          swarm(finite.map((p) => side ? p.after : p.before), { side, end, lower, height, width }),
          boxMarks(data.boxes[side], { side, end }),
          Plot.text([name], { x: AT[side], frameAnchor: "top", dy: -16, fill: "var(--soft)" }),
          Plot.text([formatValue(data.boxes[side].median, data.metric)], {
            x: AT[side],
            frameAnchor: "bottom",
            dy: 24,
            fontSize: 15,
            fontWeight: 600,
          }),
        ]),
      ],
    },
    data.about,
    document,
  );
}

/** Points in rows by value, from the box outwards. */
function swarm(
  values: number[],
  { side, end, lower, height, width }: {
    side: number;
    end: number;
    lower: boolean;
    height: number;
    width: number;
  },
): Plot.Markish {
  const rows = Math.floor((height - 62) / 4.2), counts = new Map<number, number>();
  const rowOf = (v: number) => Math.round((lower ? Math.sqrt(v / end) : v / end) * rows);
  for (const v of values) counts.set(rowOf(v), (counts.get(rowOf(v)) ?? 0) + 1);
  const step = Math.min(3.9, 50 / Math.max(1, ...counts.values())) / (width - 32);
  const seen = new Map<number, number>();
  const points = values.map((v) => {
    const row = rowOf(v), at = seen.get(row) ?? 0;
    seen.set(row, at + 1);
    const out = 0.035 + at * step, share = row / rows;
    return { x: AT[side] + (side ? out : -out), y: end * (lower ? share ** 2 : share) };
  });
  // where thousands fall on the same spot one of them is enough
  const distinct = [...new Map(points.map((p) => [`${p.x.toFixed(3)} ${p.y}`, p])).values()];
  return Plot.dot(distinct.slice(0, 1200), {
    x: "x",
    y: "y",
    r: 1.7,
    fill: "var(--k)",
    fillOpacity: 0.6,
  });
}

function boxMarks(box: Box, { side, end }: { side: number; end: number }): Plot.Markish {
  const x = AT[side], at = (v: number) => Math.min(v, end);
  const area = { x1: x - 0.025, x2: x + 0.025, y1: at(box.q1), y2: at(box.q3) };
  const whisker = { stroke: "var(--k)", strokeWidth: 1.25 };
  return [
    Plot.ruleX([x], { ...whisker, y1: at(box.low), y2: at(box.q1) }),
    Plot.ruleX([x], { ...whisker, y1: at(box.q3), y2: at(box.high) }),
    Plot.rect([0], { ...area, fill: "var(--paper)" }),
    Plot.rect([0], { ...area, fill: "var(--k)", fillOpacity: side ? 0.28 : 0 }),
    Plot.rect([0], { ...area, fill: "none", stroke: "var(--k)", strokeWidth: 1.5 }),
    Plot.ruleY([at(box.median)], {
      x1: x - 0.05,
      x2: x + 0.05,
      stroke: "var(--ink)",
      strokeWidth: 2.5,
    }),
  ];
}
