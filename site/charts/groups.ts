/** One metric by group: every case a point, the median a bar, groups sorted by median. */
import * as Plot from "@observablehq/plot";
import { formatValue, shortened } from "../text/format.ts";
import {
  type ChartDocument,
  type ChartElement,
  draw,
  type Fit,
  HAIR,
  TICKS,
} from "../html/frame.ts";

/** One row of the chart. */
export interface Group {
  /** The group in words. */
  name: string;
  /** Its cases. */
  points: { value: number; title: string; href: string }[];
  /** The median over the cases. */
  median: number;
  /** The 95 % interval of the median; left out where there are too few cases for one. */
  interval?: [number, number];
  /** The address of its cases, where there is one. */
  href?: string;
}

/** More points than this in a row would be a bar, and more in all too much for a page: they are not drawn. */
const MANY = 200, MOST = 500;

/** What a group chart shows. */
export interface GroupsData {
  /** The rows, from top to bottom. */
  groups: Group[];
  /** The metric's name. */
  title: string;
  /** The text alternative. */
  about: string;
}

/**
 * Draws the rows, each with its count on the left and its median on the right.
 *
 * @param data The rows; values from 0 to 1.
 * @param document Makes the elements.
 * @param fit The width.
 */
export function groupsChart(data: GroupsData, document: ChartDocument, fit: Fit): ChartElement {
  const wide = fit === "wide", row = wide ? 46 : 60;
  const [width, left, right] = wide ? [1120, 176, 60] : [350, 8, 44];
  const height = data.groups.length * row + 50;
  const areMany = data.groups.reduce((sum, { points }) => sum + points.length, 0) > MOST;
  const middle = (i: number) => 4 + (i + (wide ? 0.5 : 0.66)) * row;
  return draw(
    {
      width,
      height,
      marginLeft: left,
      marginRight: right,
      marginTop: 4,
      marginBottom: 46,
      x: { domain: [0, 1] },
      y: { type: "identity", axis: null },
      marks: [
        Plot.gridX([0, 0.2, 0.4, 0.6, 0.8, 1], HAIR),
        Plot.axisX([0, 0.2, 0.4, 0.6, 0.8, 1], { ...TICKS, tickFormat: String }),
        Plot.text([data.title], {
          ...{ frameAnchor: "bottom-right", dy: 32, textAnchor: "end", fontSize: 12 },
          fill: "var(--soft)",
        }),
        data.groups.map((group, i) => {
          const areDrawn = !areMany && group.points.length <= MANY;
          return rowMarks(group, areDrawn ? group.points : [], { y: middle(i), wide, left });
        }),
      ],
    },
    data.about,
    document,
  );
}

function rowMarks(
  group: Group,
  points: Group["points"],
  { y, wide, left }: { y: number; wide: boolean; left: number },
): Plot.Markish {
  const start = { x: 0, textAnchor: "start", fontSize: 13 } as const;
  const name = wide ? { dx: -left, y } : { dx: -8, y: y - 24 };
  const size = wide
    ? { dx: -28, y, textAnchor: "end" as const }
    : { dx: 300, y: y - 24, textAnchor: "end" as const };
  return [
    group.interval
      ? Plot.rect([0], {
        x1: group.interval[0],
        x2: group.interval[1],
        y1: y - 8,
        y2: y + 8,
        fill: "var(--k)",
        fillOpacity: 0.18,
      })
      : null,
    Plot.dot(placed(points, wide ? 850 : 290, y), {
      x: "value",
      y: "y",
      r: 2.1,
      fill: "var(--k)",
      fillOpacity: 0.7,
      href: "href",
      title: "title",
    }),
    Plot.ruleX([group.median], {
      y1: y - 11,
      y2: y + 11,
      stroke: "var(--ink)",
      strokeWidth: 2.5,
    }),
    Plot.text([shortened(group.name, wide ? 17 : 38)], {
      ...start,
      ...name,
      ...(group.href && { href: () => group.href, title: () => group.name }),
    }),
    Plot.text([String(group.points.length)], { x: 0, fontSize: 12, fill: "var(--soft)", ...size }),
    Plot.text([formatValue(group.median, { better: "higher" })], {
      x: 1,
      y,
      dx: 16,
      textAnchor: "start",
      fontSize: 13,
      fontWeight: 600,
    }),
  ];
}

/** Points pushed up and down until they do not cover each other. */
function placed<P extends { value: number }>(points: P[], span: number, middle: number) {
  const done: { x: number; y: number }[] = [];
  return [...points].sort((a, b) => a.value - b.value).map((point) => {
    const x = point.value * span;
    const near = done.filter((other) => x - other.x < 5);
    const steps = [0, -5, 5, -10, 10, -15, 15];
    const free = steps.find((dy) =>
      near.every((other) => Math.hypot(other.x - x, other.y - dy) > 4.4)
    );
    done.push({ x, y: free ?? 0 });
    return { ...point, y: middle + (free ?? 0) };
  });
}
