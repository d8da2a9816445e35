/** Box plot of one metric and class, with every case as a point that leads to its picture. */
import * as Plot from "@observablehq/plot";
import type { Box } from "../../evaluation/mod.ts";
import { axisEnd, axisTicks } from "./axis.ts";
import type { BoxForm } from "./box_form.ts";
import { words } from "../text/mod.ts";
import { type ChartDocument, type ChartElement, draw, HAIR, TICKS } from "../html/frame.ts";

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
  /** Whether missed or invented cases have a value of their own, and stand among the others. */
  measuresMisses?: boolean;
  /** The text alternative, with the figures. */
  about: string;
  /** How the cases are drawn; of few as a swarm when left out. */
  form?: BoxForm;
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

/** Half the height of a sign for missed or invented cases. */
const SIGN = 4;

/** What is left free above the tallest bar. */
const HEADROOM = 20;

/** Between the widths of a phone and of a column: one drawing serves both. */
const WIDTH = 400, HEIGHT = 152, LOW = 96, TOP = 16, RADIUS = 1.9;

/**
 * Draws a box plot: a swarm of cases above, the box below, missed and invented cases beside it.
 *
 * @param data Points and quartiles.
 * @param document Makes the elements.
 */
export function boxChart(data: BoxData, document: ChartDocument): ChartElement {
  const { ratio, form = { kind: "swarm" } } = data, isLow = form.kind === "beyond";
  const height = isLow ? LOW : HEIGHT;
  const end = ratio ? 1 : axisEnd(data.largest);
  const floor = height - AXIS - FLOOR;
  const measured = data.points.filter((p) => p.state === "measured" && Number.isFinite(p.value));
  const dots = form.kind === "swarm" || !data.box
    ? measured
    : beyondWhiskers(measured, data.box, form.beyond);
  return draw(
    {
      width: WIDTH,
      height,
      marginLeft: 8,
      marginRight: ratio ? 8 : LANE,
      marginTop: TOP,
      marginBottom: AXIS,
      // kappa and MCC may be below 0
      x: { type: ratio ? "linear" : "sqrt", domain: [0, end], clamp: ratio },
      // rows are placed in pixels: the swarm's floor, the box, the axis
      y: { type: "identity", axis: null },
      marks: [
        Plot.gridX(axisTicks(ratio, end), HAIR),
        Plot.axisX(axisTicks(ratio, end), { ...TICKS, tickFormat: String }),
        form.kind === "histogram"
          ? histogram(measured, { end, floor, bins: form.bins }, data)
          : null,
        swarm(dots, RADIUS, floor - TOP - RADIUS),
        data.box ? boxMarks(data.box, end, height - AXIS - BOX, data.links?.box) : null,
        ratio ? null : infinity(end, height),
        besideMarks(data, { end, floor, isLow }),
      ],
    },
    data.about,
    document,
  );
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

/** The furthest cases beyond the whiskers, at most so many. */
function beyondWhiskers(points: BoxPoint[], { low, high }: Box, most: number): BoxPoint[] {
  const beyond = ({ value }: BoxPoint) => Math.max(low - value, value - high);
  return points.filter((point) => beyond(point) > 0).sort((a, b) => beyond(b) - beyond(a))
    .slice(0, most);
}

function histogram(
  points: BoxPoint[],
  { end, floor, bins }: { end: number; floor: number; bins: number },
  { ratio, links }: BoxData,
): Plot.Markish {
  const counts = new Array<number>(bins).fill(0);
  for (const { value } of points) {
    // kappa and MCC may be below 0
    const share = Math.max(0, ratio ? value : Math.sqrt(value / end));
    counts[Math.min(bins - 1, Math.floor(share * bins))]++;
  }
  const edge = (i: number) => ratio ? i / bins : end * (i / bins) ** 2;
  const tallest = Math.max(...counts);
  const link = (i: number) => {
    // what is below the axis stands in its first bar, what is above in its last
    const [from, to] = [i > 0 ? edge(i) : -Infinity, i < bins - 1 ? edge(i + 1) : Infinity];
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
      ...{ ...area, stroke: "var(--k)", strokeWidth: 1.5, fill: "var(--k)", fillOpacity: 0.16 },
      ...{ href: "href", title: "title" },
    }),
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

/** Missed and invented cases: one sign each, and how many, above it or in a low chart beside it. */
function besideMarks(
  { points, ratio, measuresMisses, links }: BoxData,
  { end, floor, isLow }: { end: number; floor: number; isLow: boolean },
): Plot.Markish {
  const states = (["missed", "invented"] as const)
    .map((state) => ({ state, cases: points.filter((p) => p.state === state) }))
    .filter(({ cases }) => cases.length);
  const x = ratio ? 0 : end, dx = ratio ? 0 : isLow ? 12 : LANE / 2;
  const anchor = ratio || isLow ? "start" : "middle";
  if (!states.length) {
    const none = { x, dx, y: floor + SIGN, textAnchor: anchor, fill: "var(--soft)" } as const;
    return ratio || measuresMisses ? null : Plot.text([words.charts.beside.missed(0)], none);
  }
  const step = isLow ? 18 : 34;
  const name = isLow ? { dx: dx + 10 } : { dx: ratio ? -4 : dx, dy: -15 };
  return states.map(({ state, cases }, i) => {
    const y = floor - SIGN - step * i;
    return [
      Plot.dot([cases[0]], {
        x,
        dx,
        y,
        r: 4.2,
        symbol: state === "missed" ? "times" : "plus",
        stroke: "var(--ink)",
        strokeWidth: 1.8,
        href: () => cases.length > 1 && links ? links.beside(state) : cases[0].href,
        title: () => cases.slice(0, 9).map((c) => c.title).join("\n"),
      }),
      Plot.text([words.charts.beside[state](cases.length)], {
        ...{ x, y, ...name, textAnchor: anchor, fontWeight: 600, fill: "var(--ink)" },
      }),
    ];
  });
}
