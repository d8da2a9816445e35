/** What the page of a volume shows: three planes through its largest error, and slices. */
import type { Case, MetricInfo, VolumePictures } from "../../evaluation/mod.ts";
import { altText } from "../html/picture.ts";
import { termOf } from "../html/term.ts";
import type { SiteClass } from "../runs/site_class.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { canvasWidth, edgesOf, type Plane, planesOf, sliceSize } from "../runs/volume.ts";
import { formatFigure } from "../text/format.ts";
import { words } from "../text/mod.ts";

/** A way to look at a case. */
interface Mode {
  /** What begins the names of its fragments. */
  layer: string;
  /** What its pictures show, in words. */
  alt: (className: string) => string;
}

const DICE: MetricInfo = { id: "dice", title: "Dice", better: "higher" };

/**
 * The planes and the slices of a case.
 *
 * @param run The run.
 * @param one The case.
 * @param modes The ways to look at it, in the order of the page's choices.
 * @returns Undefined where the case is no volume, or shows none.
 */
export function volumeView(run: SiteRun, one: Case, modes: readonly Mode[]) {
  const volume = one.pictures?.volume;
  if (volume === undefined) return undefined;
  const text = words.volume, planes = planesOf(one, volume), width = canvasWidth(planes);
  const { truth, prediction } = volume.labels;
  const terms = [truth, prediction].map((label) => {
    const c = classOf(run, label);
    return c && termOf(c);
  });
  return {
    sentence: text.sentence,
    place: prediction === undefined
      ? text.missing(terms[0])
      : truth === prediction
      ? text.equal
      : text.differs(terms[0], terms[1]),
    first: (classOf(run, truth) ?? classOf(run, prediction) ?? run.headline!).index,
    views: [0, 1, 2].map((axis) => ({
      ...viewOf(run, one, planes[axis], modes),
      width,
      height: planes[axis].height,
    })),
    hasImage: one.pictures?.image !== undefined,
    slices: slicesOf(run, one, volume, modes),
  };
}

/** The class of a label, not the ground behind the others; a region only where there is no other. */
function classOf({ classes }: SiteRun, label: number | undefined): SiteClass | undefined {
  return classes.find((c) => c.label === label && c.labels === undefined && !c.backdrop) ??
    classes.find(({ labels }) => label !== undefined && labels?.includes(label));
}

function viewOf(run: SiteRun, one: Case, plane: Plane, modes: readonly Mode[]) {
  const { axis, index } = plane, text = words.volume;
  const name = text.planes[one.pictures!.volume!.anatomical ? "anatomical" : "stored"][axis];
  const url = run.volumeUrl(one.id, String(axis));
  const of = (what: string) => altText(one.id, text.alt(name, index + 1, one.shape[axis], what));
  return {
    name,
    place: text.place(index + 1, one.shape[axis]),
    edges: one.pictures!.volume!.anatomical ? edgesOf(axis) : undefined,
    layers: layersOf(run, modes, (mode, c) => ({
      src: `${url}#${mode.layer}${c.index}`,
      alt: of(mode.alt(c.name)),
    })),
    image: { src: `${url}#g`, alt: of(words.frame.layers.image) },
  };
}

/** A picture for each mode and class; the page shows the one that is chosen. */
function layersOf(
  run: SiteRun,
  modes: readonly Mode[],
  picture: (mode: Mode, c: SiteClass) => { src: string; alt: string },
) {
  return modes.flatMap((mode, m) =>
    run.classes.map((c) => ({ m, c: c.index, ...picture(mode, c) }))
  );
}

function slicesOf(run: SiteRun, one: Case, volume: VolumePictures, modes: readonly Mode[]) {
  const { slices, axis } = volume;
  if (slices === undefined) return undefined;
  const { indices, dice } = slices, text = words.volume, url = run.volumeUrl(one.id, "slices");
  const name = text.planes[volume.anatomical ? "anatomical" : "stored"][axis];
  const isAll = indices.at(-1)! - indices[0] + 1 === indices.length;
  return {
    ...sliceSize(one, volume),
    sentence: text.slices.sentence(isAll, indices.length),
    pictures: indices.map((index, at) => ({
      place: text.place(index + 1, one.shape[axis]),
      isPoint: index === volume.point[axis],
      values: run.classes.map((c) => {
        const value = dice[c.name]?.[at] ?? null;
        return {
          c: c.index,
          text: value === null ? text.slices.none : `Dice ${formatFigure(value, DICE)}`,
        };
      }),
      layers: layersOf(run, modes, (mode, c) => ({
        src: `${url}#s${at}${mode.layer}${c.index}`,
        alt: altText(one.id, text.alt(name, index + 1, one.shape[axis], mode.alt(c.name))),
      })),
      image: {
        src: `${url}#s${at}g`,
        alt: altText(
          one.id,
          text.alt(name, index + 1, one.shape[axis], words.frame.layers.image),
        ),
      },
    })),
  };
}
