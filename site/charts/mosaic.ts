/** A confusion matrix as a mosaic: what the pixels of each true class are taken for. */
import * as Plot from "@observablehq/plot";
import { formatPercent } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { type ChartDocument, type ChartElement, draw, type Fit } from "../html/frame.ts";

/** What a mosaic shows. */
export interface MosaicData {
  /** The classes, in the order of the matrix. */
  classes: {
    name: string;
    /** A CSS value. */
    color: string;
    /** The class's share of all true pixels. */
    share: number;
    /** The shares of its pixels that are taken for each class, in the same order. */
    taken: number[];
    /** The addresses of their cases, where there are any. */
    links?: (string | undefined)[];
  }[];
  /** Whether pixels are left out of the picture, and of the shares. */
  isPartial?: boolean;
  /** The text alternative. */
  about: string;
}

interface Tile {
  x1: number;
  x2: number;
  y1: number;
  y2: number;
  color: string;
  label: string;
  right: boolean;
  href?: string;
  title: string;
}

/** Of what was taken for other classes so many tiles are drawn, the largest; the rest of a column is one. */
const MOST = 40;

/** Room between columns, in shares of the width; between many a third of it in all. */
function gapOf(columns: number): number {
  return Math.min(0.012, 1 / 3 / Math.max(1, columns - 1));
}

/**
 * Draws a column a true class, as wide as the class has pixels; from the top it is cut into what was
 * recognised, filled, and what was taken for other classes, pale and dashed.
 *
 * @param data The classes.
 * @param document Makes the elements.
 * @param fit The width.
 */
export function mosaicChart(data: MosaicData, document: ChartDocument, fit: Fit): ChartElement {
  const [width, height] = fit === "wide" ? [808, 260] : [350, 240];
  const tiles = tilesOf(data, width, height - 24);
  const small = { fontSize: fit === "wide" ? 12 : 11 } as const;
  const edges = {
    ...{ x1: "x1", x2: "x2", y1: "y1", y2: "y2", fill: "color" },
    ...{ href: "href", title: "title" },
  } as const;
  return draw(
    {
      width,
      height,
      margin: 0,
      marginTop: 22,
      marginBottom: 2,
      x: { domain: [0, 1], axis: null },
      y: { domain: [1, 0], axis: null },
      color: { type: "identity" },
      marks: [
        Plot.rect(tiles.filter((t) => t.right), { ...edges, fillOpacity: 0.34, stroke: "color" }),
        Plot.rect(tiles.filter((t) => !t.right), {
          ...edges,
          fillOpacity: 0.1,
          stroke: "color",
          strokeDasharray: "3 3",
        }),
        Plot.text(tiles, {
          x: "x1",
          y: "y1",
          dx: 8,
          dy: 13,
          text: "label",
          textAnchor: "start",
          fontWeight: 600,
          ...small,
        }),
        columnNames(data, width, small.fontSize),
      ],
    },
    data.about,
    document,
  );
}

/** The tiles; one too small for its words has none: the table has all figures. */
function tilesOf({ classes }: MosaicData, width: number, height: number): Tile[] {
  const tiles: Tile[] = [], text = words.charts.mosaic, drawn = largest(classes);
  columns(classes).forEach(({ x1, x2 }, i) => {
    let y = 0;
    // what was recognised lies on top
    const order = classes.map((_, j) => j).sort((a, b) => Number(b === i) - Number(a === i));
    for (const j of order) {
      const taken = classes[i].taken[j];
      if (!(taken > 0) || i !== j && !drawn.has(`${i} ${j}`)) continue;
      const share = formatPercent(taken);
      const label = i === j ? text.recognised(share) : text.takenFor(classes[j].name, share);
      const fits = taken * height > 22 && (x2 - x1) * width > 7 * label.length + 12;
      tiles.push({
        x1,
        x2,
        y1: y,
        y2: y + taken,
        color: classes[j].color,
        label: fits ? label : "",
        right: i === j,
        href: classes[i].links?.[j],
        title: text.tile(classes[i].name, label),
      });
      y += taken;
    }
    const rest = classes[i].taken.reduce((sum, taken) => sum + taken, 0) - y;
    if (rest > 1e-9) {
      const title = text.tile(classes[i].name, text.others(formatPercent(rest)));
      const rect = { x1, x2, y1: y, y2: y + rest, color: "var(--soft)", right: false };
      tiles.push({ ...rect, label: "", title });
    }
  });
  return tiles;
}

/** The largest tiles of what was taken for another class. */
function largest(classes: MosaicData["classes"]): Set<string> {
  const tiles = classes.flatMap(({ share, taken }, i) =>
    taken.map((part, j) => ({ at: `${i} ${j}`, area: i === j ? 0 : part * share }))
  );
  return new Set(tiles.sort((a, b) => b.area - a.area).slice(0, MOST).map(({ at }) => at));
}

function columns(classes: MosaicData["classes"]): { x1: number; x2: number }[] {
  const gap = gapOf(classes.length), room = 1 - gap * (classes.length - 1);
  let x = 0;
  return classes.map(({ share }) => {
    const column = { x1: x, x2: x + share * room };
    x = column.x2 + gap;
    return column;
  });
}

function columnNames(
  { classes, isPartial = false }: MosaicData,
  width: number,
  fontSize: number,
): Plot.Markish {
  return columns(classes).map(({ x1, x2 }, i) => {
    const { name, share } = classes[i];
    const room = Math.floor(((x2 - x1) * width) / 7);
    const whole = words.charts.mosaic.column(name, formatPercent(share), isPartial);
    const label = whole.length <= room ? whole : name.length <= room ? name : "";
    return Plot.text([label], {
      x: x1,
      y: 0,
      dy: -11,
      textAnchor: "start",
      fill: "var(--soft)",
      fontSize,
    });
  });
}
