/** What the page of a volume shows: three planes through its largest error, and slices. */
import {
  type Case,
  diceInSlice,
  type MetricInfo,
  type VolumePictures,
} from "../../evaluation/mod.ts";
import { altText } from "../html/picture.ts";
import { termOf } from "../html/term.ts";
import type { SiteClass } from "../runs/site_class.ts";
import type { SiteRun } from "../runs/site_run.ts";
import {
  canvasWidth,
  edgesOf,
  keptBox,
  keptPlaces,
  type Plane,
  planesOf,
  sheetColumns,
  sliceFrame,
} from "../runs/volume.ts";
import { formatFigure } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { profileView } from "./profile.ts";

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
    board: boardOf(run, one, volume),
    profile: profileView(run, one, volume),
    slices: slicesOf(run, one, volume),
    kept: keptOf(run, one, volume, modes),
  };
}

/** What the script of the planes needs, and what is said of their sliders; undefined where nothing more is kept. */
function boardOf(run: SiteRun, one: Case, volume: VolumePictures) {
  const box = keptBox(one, volume), text = words.volume.sliders;
  if (box === undefined) return undefined;
  const { axis, anatomical, slices, point, profile = {} } = volume;
  const names = words.volume.planes[anatomical ? "anatomical" : "stored"];
  const url = (ending: "js" | "jpg") => run.volumeFileUrl(one.id, ending).replace(run.base, "../");
  const [first, last] = [slices!.indices[0], slices!.indices.at(-1)!];
  const objects = run.classes.flatMap((c) => c.backdrop ? [] : profile[c.name] ?? []);
  const starts = objects.map(({ start }) => start);
  const ends = objects.map(({ start, truth }) => start + truth.length);
  const all = Math.max(last + 1, ...ends) - Math.min(first, ...starts);
  return {
    src: url("js"),
    image: slices!.pictures.image && url("jpg"),
    axis,
    point: JSON.stringify(point),
    shape: one.shape.join(" "),
    place: words.volume.place("#", "#"),
    said: text,
    note: [
      text.how,
      slices!.indices.length < all && text.some(slices!.indices.length, all, names[axis]),
      slices!.pictures.image && text.image,
    ].filter(Boolean).join(" "),
    sliders: names.map((name, of) => {
      const places = keptPlaces(one, volume, box, of);
      return {
        name: text.name(name),
        places: JSON.stringify(places),
        last: places.length - 1,
        at: Math.max(0, places.indexOf(point[of])),
      };
    }),
  };
}

/** All kept slices, each cut out of one sheet, for who has no script. */
function keptOf(run: SiteRun, one: Case, volume: VolumePictures, modes: readonly Mode[]) {
  const box = keptBox(one, volume);
  if (box === undefined) return undefined;
  const { axis, slices } = volume, { indices, pictures } = slices!, text = words.volume;
  const { width, height } = sliceFrame(one, volume, box), columns = sheetColumns(pictures);
  const layers = [...modes, { layer: "u" }].map(({ layer }, m) => ({
    m: layer === "u" ? 4 : m,
    x: columns.findIndex((column) => column === layer) * width,
  })).filter(({ x }) => x >= 0);
  return {
    title: text.slices.kept(indices.length),
    legend: text.slices.legend,
    ...{ width, height, layers },
    columns: columns.length * width,
    rows: indices.length * height,
    sheet: run.volumeFileUrl(one.id, "png"),
    image: pictures.image && run.volumeFileUrl(one.id, "jpg"),
    slices: indices.map((index, at) => ({
      place: text.place(index + 1, one.shape[axis]),
      y: at * height,
    })),
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
    unsure: one.pictures!.volume!.views[axis].confidence
      ? { src: `${url}#u`, alt: of(words.sure.alt) }
      : undefined,
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

/** The slices that stand for all, which a script draws. */
function slicesOf(run: SiteRun, one: Case, volume: VolumePictures) {
  const { slices, axis, profile = {} } = volume, box = keptBox(one, volume);
  if (slices === undefined || box === undefined) return undefined;
  const { indices, shown = indices.keys().toArray() } = slices, text = words.volume;
  const name = text.planes[volume.anatomical ? "anatomical" : "stored"][axis];
  const isAll = indices.at(-1)! - indices[0] + 1 === shown.length;
  const { x, y, width, height } = sliceFrame(one, volume, box);
  return {
    ...{ width, height, frame: [x, y, width, height].join(" ") },
    sentence: text.slices.sentence(isAll, shown.length),
    pictures: shown.map((place) => indices[place]).map((index) => ({
      index,
      place: text.place(index + 1, one.shape[axis]),
      alt: altText(one.id, text.alt(name, index + 1, one.shape[axis], text.slices.alt)),
      isPoint: index === volume.point[axis],
      values: run.classes.map((c) => {
        const counts = Object.hasOwn(profile, c.name) ? profile[c.name] : undefined;
        const value = diceInSlice(counts, index);
        return {
          c: c.index,
          text: value === null ? text.slices.none : `Dice ${formatFigure(value, DICE)}`,
        };
      }),
    })),
  };
}
