/** Box plot of one metric and class, with every case as a point that leads to its picture. */
import * as Plot from "@observablehq/plot";
import type { Box } from "../../evaluation/mod.ts";
import { words } from "../text/mod.ts";
import {
  type ChartDocument,
  type ChartElement,
  draw,
  type Fit,
  HAIR,
  TICKS,
} from "../html/frame.ts";

/** One case on a box plot. */
export interface BoxPoint {
  /** The metric's value; `Infinity` for a distance to an empty mask. */
  value: number;
  /** The case in words. */
  title: string;
  /** The case's page. */
  href: string;
  /** Whether one of the two masks is empty: then the case stands beside the box. */
  state: "measured" | "missed" | "invented";
}

/** What a box plot shows. */
export interface BoxData {
  /** Every ranked case. */
  points: BoxPoint[];
  /** Left out where there is no ranked case. */
  box?: Box;
  /** A ratio is drawn from 0 to 1, a length from 0 to `largest` on a square root. */
  ratio: boolean;
  /** The largest finite value of any class, so that all classes share their axis. */
  largest: number;
  /** The text alternative, with the figures. */
  about: string;
  /** Where parts of the chart lead, if anywhere. */
  links?: {
    /** The middle half. */
    box: Link;
    /** The cases from one value up to another, which is not included unless it is the last. */
    bar: (from: number, to: number) => Link;
    /** Missed or invented cases. */
    beside: (state: "missed" | "invented") => string;
  };
}

/** An address and what it leads to. */
export interface Link {
  href: string;
  title: string;
}

/** More points than this are drawn as a histogram; those beyond the whiskers stay points. */
export const MANY = 600;

/** Of those at most so many, the furthest. */
const OUTLIERS = 150;

/** Room at the right of a distance axis for the cases whose distance is infinite. */
const LANE = 76;

/** The axis below the plot. */
const AXIS = 24;

/** The middle of the box, above the axis. */
const BOX = 14;

/** What the swarm and the histogram stand on, above the axis. */
const FLOOR = 33;

/** Half the height of the box, and of the median's bar across it. */
const HALF_BOX = 7, HALF_MEDIAN = 11;

/** Half the height of a sign for missed or invented cases, and the distance of one from the next. */
const SIGN = 4, SIGN_STEP = 34;

/** The bars of the histogram, and what is left free above the tallest. */
const BINS = 60, HEADROOM = 20;

const SIZES = {
  wide: { width: 432, height: 150, top: 8, radius: 2 },
  narrow: { width: 350, height: 160, top: 26, radius: 1.7 },
} as const;

/**
 * Draws a box plot: a swarm of cases above, the box below, missed and invented cases beside it.
 *
 * @param data Points and quartiles.
 * @param document Makes the elements.
 * @param fit The width.
 */
export function boxChart(data: BoxData, document: ChartDocument, fit: Fit): ChartElement {
  const { width, height, top, radius } = SIZES[fit];
  const { ratio } = data;
  const end = ratio ? 1 : axisEnd(data.largest);
  const floor = height - AXIS - FLOOR;
  const measured = data.points.filter((p) => p.state === "measured" && Number.isFinite(p.value));
  const many = measured.length > MANY;
  const dots = many ? beyondWhiskers(measured, data.box!) : measured;
  return draw(
    {
      width,
      height,
      marginLeft: 8,
      marginRight: ratio ? 8 : LANE,
      marginTop: top,
      marginBottom: AXIS,
      // kappa and MCC may be below 0
      x: { type: ratio ? "linear" : "sqrt", domain: [0, end], clamp: ratio },
      // rows are placed in pixels: the swarm's floor, the box, the axis
      y: { type: "identity", axis: null },
      marks: [
        Plot.gridX(ticks(ratio, end), HAIR),
        Plot.axisX(ticks(ratio, end), { ...TICKS, tickFormat: String }),
        many ? histogram(measured, end, floor, data) : null,
        swarm(dots, radius, floor - top - radius),
        data.box ? boxMarks(data.box, end, height - AXIS - BOX, data.links?.box) : null,
        ratio ? null : infinity(end, height),
        besideMarks(data, { x: ratio ? 0 : end, dx: ratio ? 0 : LANE / 2, y: floor }),
      ],
    },
    data.about,
    document,
  );
}

/** Pixels from 0 to 1 at least; in a unit that makes all distances tiny as long as the largest. */
function axisEnd(largest: number): number {
  return largest > 0 && largest < 0.1 ? largest : Math.max(1, largest);
}

/** Ticks that read well on a square root of any length. */
function ticks(ratio: boolean, end: number): number[] {
  if (ratio) return [0, 0.2, 0.4, 0.6, 0.8, 1];
  const power = Math.floor(Math.log10(end));
  const scale = power < 0 ? 10 ** power : power > 3 ? 10 ** (power - 3) : 1;
  const steps = [0, 1, 2, 5, 10, 20, 40, 80, 150, 300, 600, 1000, 2000, 5000]
    .map((step) => Number((step * scale).toPrecision(3)));
  // small ones crowd together on a long axis
  return steps.filter((step) => step === 0 || (step <= end && Math.sqrt(step / end) > 0.12));
}

/** The cases, beside and above each other; a swarm that is taller than its row is pressed into it. */
function swarm(points: BoxPoint[], r: number, room: number): Plot.Markish {
  const place = { x: "value", r, padding: 0.25, anchor: "bottom", dy: -FLOOR } as const;
  const dodged = Plot.dodgeY({
    ...place,
    fill: "var(--k)",
    fillOpacity: 0.7,
    href: "href",
    title: "title",
  });
  return Plot.dot(
    points,
    Plot.initializer(
      dodged,
      (_, facets, { y }) => ({ facets, channels: { y: pressed(y!, room) } }),
    ),
  );
}

/** Heights in pixels from the top, pressed to the lowest until they span no more than the room. */
function pressed(y: Plot.Channel, room: number): Plot.Channel {
  const heights = [...y.value as Iterable<number>], floor = Math.max(...heights);
  const span = floor - Math.min(...heights);
  return span > room ? { ...y, value: heights.map((h) => floor - (floor - h) * room / span) } : y;
}

function beyondWhiskers(points: BoxPoint[], { low, high }: Box): BoxPoint[] {
  const beyond = ({ value }: BoxPoint) => Math.max(low - value, value - high);
  return points.filter((point) => beyond(point) > 0).sort((a, b) => beyond(b) - beyond(a))
    .slice(0, OUTLIERS);
}

function histogram(
  points: BoxPoint[],
  end: number,
  floor: number,
  { ratio, links }: BoxData,
): Plot.Markish {
  const counts = new Array<number>(BINS).fill(0);
  for (const { value } of points) {
    const share = ratio ? value : Math.sqrt(value / end);
    counts[Math.min(BINS - 1, Math.floor(share * BINS))]++;
  }
  const edge = (i: number) => ratio ? i / BINS : end * (i / BINS) ** 2;
  const tallest = Math.max(...counts);
  const link = (i: number) => {
    // what is below the axis stands in its first bar, what is above in its last
    const [from, to] = [i > 0 ? edge(i) : -Infinity, i < BINS - 1 ? edge(i + 1) : Infinity];
    return links?.bar(from, to);
  };
  return Plot.rect(counts.map((_, i) => i).filter((i) => counts[i]), {
    x1: edge,
    x2: (i: number) => edge(i + 1),
    y1: floor,
    y2: (i: number) => floor - (counts[i] / tallest) * (floor - HEADROOM),
    insetLeft: 0.5,
    insetRight: 0.5,
    fill: "var(--k)",
    fillOpacity: 0.5,
    href: (i: number) => link(i)?.href,
    title: (i: number) => link(i)?.title,
  });
}

function boxMarks(box: Box, end: number, middle: number, link?: Link): Plot.Markish {
  const at = (value: number) => Math.min(value, end);
  // what is infinite reaches into the lane, to its sign
  const reach = (from: number, to: number) => ({
    x1: at(from),
    x2: at(to),
    ...(Number.isFinite(from) ? {} : { insetLeft: LANE / 2 }),
    ...(Number.isFinite(to) ? {} : { insetRight: -LANE / 2 }),
  });
  const area = { ...reach(box.q1, box.q3), y1: middle - HALF_BOX, y2: middle + HALF_BOX };
  const whisker = { stroke: "var(--k)", strokeWidth: 1.25 };
  return [
    Plot.ruleY([middle], { ...whisker, ...reach(box.low, box.q1) }),
    Plot.ruleY([middle], { ...whisker, ...reach(box.q3, box.high) }),
    Plot.rect([link ?? {}], {
      ...area,
      fill: "var(--k)",
      fillOpacity: 0.16,
      href: "href",
      title: "title",
    }),
    Plot.rect([0], { ...area, fill: "none", stroke: "var(--k)", strokeWidth: 1.5 }),
    Plot.ruleX([at(box.median)], {
      // an infinite median stands over its sign
      dx: Number.isFinite(box.median) ? 0 : LANE / 2,
      y1: middle - HALF_MEDIAN,
      y2: middle + HALF_MEDIAN,
      stroke: "var(--ink)",
      strokeWidth: 2.5,
    }),
  ];
}

function infinity(end: number, height: number): Plot.Markish {
  const place = { x: end, dx: LANE / 2, y: height - AXIS, dy: AXIS / 2 };
  return Plot.text(["∞"], { ...place, fontSize: 13, fill: "var(--soft)" });
}

/** Missed and invented cases: one sign each, and how many. */
function besideMarks(
  { points, ratio, links }: BoxData,
  { x, dx, y }: { x: number; dx: number; y: number },
): Plot.Markish {
  const states = (["missed", "invented"] as const)
    .map((state) => ({ state, cases: points.filter((p) => p.state === state) }))
    .filter(({ cases }) => cases.length);
  const label = { x, dx: ratio ? dx - 4 : dx, textAnchor: ratio ? "start" : "middle" } as const;
  if (!states.length) {
    const text = words.charts.beside.missed(0);
    return ratio ? null : Plot.text([text], { ...label, y: y + SIGN, fill: "var(--soft)" });
  }
  return states.map(({ state, cases }, i) => {
    const row = y - SIGN - SIGN_STEP * i;
    return [
      Plot.dot([cases[0]], {
        x,
        dx,
        y: row,
        r: 4.2,
        symbol: state === "missed" ? "times" : "plus",
        stroke: "var(--ink)",
        strokeWidth: 1.8,
        href: () => cases.length > 1 && links ? links.beside(state) : cases[0].href,
        title: () => cases.slice(0, 9).map((c) => c.title).join("\n"),
      }),
      Plot.text([words.charts.beside[state](cases.length)], {
        ...label,
        y: row - 15,
        fontWeight: 600,
        fill: "var(--ink)",
      }),
    ];
  });
}
