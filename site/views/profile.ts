/** Where along its main axis a volume is wrong: a chart per class. */
import type { Case, SliceCounts, VolumePictures } from "../../evaluation/mod.ts";
import { profileChart } from "../charts/profile.ts";
import { Markup } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import type { SiteClass } from "../runs/site_class.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { endsOf } from "../runs/volume.ts";
import { formatPercent } from "../text/format.ts";
import { words } from "../text/mod.ts";

/**
 * The profile of each class, and the ends of what all of them show.
 *
 * @param run The run.
 * @param one The case.
 * @param volume Its pictures.
 * @returns Undefined where the run folder doesn't say.
 */
export function profileView(run: SiteRun, one: Case, volume: VolumePictures) {
  const { profile, axis, anatomical, point } = volume, text = words.volume.profile;
  const all = Object.values(profile ?? {});
  if (profile === undefined || all.length === 0) return undefined;
  const start = Math.min(...all.map((counts) => counts.start));
  const end = Math.max(...all.map((counts) => counts.start + counts.truth.length));
  const [low, high] = anatomical ? endsOf(axis) : [];
  return {
    ends: [text.end(start + 1, low), text.end(end, high)],
    panels: run.classes.map((c) => ({
      c: c.index,
      ...panelOf(c, Object.hasOwn(profile, c.name) ? profile[c.name] : undefined, {
        ...{ start, end, here: point[axis] },
        placeOf: (index) => words.volume.place(index + 1, one.shape[axis]),
      }),
    })),
  };
}

function panelOf(
  c: SiteClass,
  counts: SliceCounts | undefined,
  { start, end, here, placeOf }: {
    start: number;
    end: number;
    here: number;
    placeOf: (index: number) => string;
  },
) {
  const text = words.volume.profile;
  if (counts === undefined) return { sentence: text.absent(termOf(c)) };
  const { missed, invented } = counts, wrong = missed.map((count, i) => count + invented[i]);
  const total = wrong.reduce((sum, count) => sum + count, 0);
  if (total === 0) return { sentence: text.right(termOf(c)) };
  const sorted = wrong.toSorted((a, b) => b - a), most = sorted[0];
  let half = 0;
  for (let sum = 0; sum < total / 2; half++) sum += sorted[half];
  const worst = placeOf(counts.start + wrong.indexOf(most));
  return {
    sentence: text.sentence({
      ...{ term: termOf(c), half, slices: wrong.length, worst },
      share: formatPercent(most / total),
    }),
    missed: text.missed(Math.max(...missed)),
    invented: text.invented(Math.max(...invented)),
    svg: new Markup(
      profileChart({ counts, start, end, here, about: text.about(c.name, worst) }),
    ),
  };
}
