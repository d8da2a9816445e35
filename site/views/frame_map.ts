/** Where in the frame predictions are wrong, over all cases. */
import { placesMap } from "../charts/places_map.ts";
import { formatPercent } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { classPicker } from "../html/class_picker.ts";
import { Markup } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import type { SiteClass } from "../runs/site_class.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { FRAME } from "../runs/wrong_pixels.ts";

/** How far from the edge of the frame counts as near it: two of sixteen places. */
const EDGE = FRAME / 8;

/**
 * The maps of each class's wrong pixels.
 *
 * @param run A run with cases.
 * @returns Undefined where no label picture adds up to its case's figures, or nothing is wrong.
 */
export function frameMapView(run: SiteRun) {
  const { wrong } = run, text = words.figures.frameMap;
  const panels = run.classes.flatMap((c) => panelOf(run, c) ?? []);
  if (panels.length === 0) return undefined;
  const shown = run.classes.filter((c) => panels.some((panel) => panel.c === c.index));
  const first = shown.find((c) => c === run.headline) ?? shown[0];
  return {
    sentence: text.sentence(wrong.placed, run.cases.length),
    picker: classPicker(shown, "frame-class", first.index),
    panels,
  };
}

function panelOf({ wrong }: SiteRun, c: SiteClass) {
  const places = wrong.places(c.index), text = words.figures.frameMap;
  if (places === undefined) return undefined;
  const both = places.missed.map((missed, at) => missed + places.invented[at]);
  const all = total(both);
  if (all === 0) return undefined;
  const nearEdge = total(both.filter((_, at) => isNearEdge(at))) / all;
  const area = total(wrong.pixels.filter((_, at) => isNearEdge(at))) / total(wrong.pixels);
  return {
    c: c.index,
    sentence: text.edge(termOf(c), formatPercent(nearEdge), formatPercent(area)),
    maps: (["missed", "invented"] as const).map((kind) => {
      const shares = places[kind].map((pixels, at) => pixels / (wrong.pixels[at] || 1));
      const largest = shares.reduce((most, share) => Math.max(most, share), 0);
      const caption = text[kind](formatPercent(largest, 1));
      return {
        svg: new Markup(placesMap({
          shares,
          largest,
          side: FRAME,
          about: text.about(text.kinds[kind], c.name, formatPercent(largest, 1)),
        })),
        caption,
      };
    }),
  };
}

function isNearEdge(at: number): boolean {
  const [row, column] = [Math.floor(at / FRAME), at % FRAME];
  return [row, column].some((place) => place < EDGE || place >= FRAME - EDGE);
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
