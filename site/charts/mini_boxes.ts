/** The boxes of all classes in little room, for the overview of runs. */
import * as Plot from "@observablehq/plot";
import { formatValue, shortened } from "../text/format.ts";
import type { Box } from "../../evaluation/mod.ts";
import { type ChartDocument, type ChartElement, draw, TICKS } from "../html/frame.ts";

/** What the small boxes show. */
export interface MiniBoxesData {
  /** The metric's name, on the axis. */
  title: string;
  /** One row a class: its name, colour (a CSS value) and box. */
  rows: { name: string; color: string; box: Box }[];
  /** The text alternative. */
  about: string;
}

/** Room for the names of classes: at least so many pixels, more for names between so many letters. */
const NAMES = 84, LETTERS = [13, 19], LETTER = 6.4;

/**
 * Draws a box a class on one axis from 0 to 1.
 *
 * @param data The boxes.
 * @param document Makes the elements.
 */
export function miniBoxes(data: MiniBoxesData, document: ChartDocument): ChartElement {
  const lengths = data.rows.map(({ name }) => name.length);
  const letters = Math.min(LETTERS[1], Math.max(LETTERS[0], ...lengths));
  const names = Math.max(NAMES, Math.round(letters * LETTER));
  const height = 26 * data.rows.length + 26;
  return draw(
    {
      width: 344,
      height,
      marginLeft: names,
      marginRight: 40,
      marginTop: 0,
      marginBottom: 26,
      x: { domain: [0, 1] },
      y: { type: "identity", axis: null },
      marks: [
        Plot.gridX([0, 0.5, 1], { stroke: "var(--hair)", strokeOpacity: 1 }),
        Plot.axisX([0, 0.5, 1], {
          ...TICKS,
          fontSize: 11,
          tickFormat: (t: number) => t === 0.5 ? `${data.title} 0.5` : String(t),
        }),
        data.rows.map(({ name, color, box }, i) =>
          row({ name: shortened(name, letters), color, box }, names, 14 + 26 * i)
        ),
      ],
    },
    data.about,
    document,
  );
}

function row(
  { name, color, box }: MiniBoxesData["rows"][number],
  room: number,
  y: number,
): Plot.Markish {
  const area = { x1: box.q1, x2: box.q3, y1: y - 6, y2: y + 6 };
  const whisker = { stroke: color, strokeWidth: 1.25 };
  return [
    Plot.text([name], { x: 0, y, dx: -room, textAnchor: "start", fontSize: 12 }),
    Plot.ruleY([y], { ...whisker, x1: box.low, x2: box.q1 }),
    Plot.ruleY([y], { ...whisker, x1: box.q3, x2: box.high }),
    Plot.rect([0], { ...area, fill: color, fillOpacity: 0.16 }),
    Plot.rect([0], { ...area, fill: "none", stroke: color, strokeWidth: 1.5 }),
    Plot.ruleX([box.median], { y1: y - 9, y2: y + 9, stroke: "var(--ink)", strokeWidth: 2.5 }),
    Plot.text([formatValue(box.median, { better: "higher" })], {
      x: 1,
      y,
      dx: 14,
      textAnchor: "start",
      fontSize: 13,
      fontWeight: 600,
    }),
  ];
}
