/** What all pages of a run know of it. */
import type { EpochRecord } from "../../core/mod.ts";
import {
  type Case,
  type CaseKind,
  caseKind,
  type CasePictures,
  type Draws,
  drawsOf,
  firstMetric,
  type Interval,
  intervalOfDraws,
  type MetricInfo,
  metricValue,
  rankCases,
  type Ranking,
  type RunFolder,
  type TriedHypotheses,
} from "../../evaluation/mod.ts";
import type { Films } from "./films.ts";
import { pageNamesOf } from "./page_names.ts";
import { classesOfHistory, type SiteClass, siteClasses } from "./site_class.ts";
import type { RunModel } from "../try/write_try.ts";
import { WrongPixels } from "./wrong_pixels.ts";

/** A run, with what is derived from it once and used on many pages. */
export class SiteRun {
  readonly folder: RunFolder;
  /** Photographs and truths of the filmstrip's cases, relative to the run folder. */
  readonly film: ReadonlyMap<string, CasePictures>;
  /** The run's address, from the site's root, with a slash at the end. */
  readonly base: string;
  /** The stylesheet's class for its colours. */
  readonly palette: string;
  readonly classes: SiteClass[];
  readonly metrics: MetricInfo[];
  readonly cases: Case[];
  /** The models of a run that trained several, as far as they have begun; each a run of its own. */
  members: SiteRun[] = [];
  /** Of such a run, how the mean of all models does on images that none has seen. */
  beside?: SiteRun;
  /** Its model, where the run folder has one that a page may load. */
  model?: RunModel;
  /** Predictions for its cases through the epochs, where it has some that were written. */
  films?: Films;
  /** What could make published figures differ from its own, where that was tried. */
  hypotheses?: TriedHypotheses;
  /** The cases whose photograph has a small copy. */
  readonly small = new Set<string>();
  /** The cases whose truth may be wrong, by class name, the most doubtful first. */
  readonly doubted = new Map<string, Set<string>>();
  /** How bright the photograph of a case is, 0 to 1. */
  readonly brightness = new Map<string, number>();
  /** By case, where each class lies in the picture: left, top, right and bottom as shares of it. */
  readonly places = new Map<string, (string | undefined)[]>();
  /** The cases whose pictures point with rings at objects too small to be seen, and of which classes. */
  readonly specks = new Map<string, boolean[]>();
  /** The wrong pixels of its label pictures, counted while they are drawn. */
  readonly wrong: WrongPixels;
  #headline: SiteClass | undefined;
  #files: Map<string, string>;
  #epochFiles: Map<string, string>;
  #cases: Map<string, Case>;
  #rankings = new Map<string, Ranking>();
  #ranks = new Map<string, Map<string, number>>();
  #values = new Map<string, Float64Array>();

  /**
   * @param folder The run folder.
   * @param slug Its folder on the site.
   * @param palette The stylesheet's class for its colours.
   * @param film Photographs and truths of the filmstrip's cases, relative to the run folder.
   */
  constructor(
    folder: RunFolder,
    slug: string,
    palette: string,
    film: ReadonlyMap<string, CasePictures> = new Map(),
  ) {
    this.folder = folder;
    this.film = film;
    this.base = `/runs/${slug}/`;
    this.palette = palette;
    const { evaluation } = folder;
    this.classes = siteClasses(evaluation?.classes ?? classesOfHistory(folder.history));
    this.wrong = new WrongPixels(this.classes, evaluation?.ignore);
    this.metrics = evaluation?.metrics ?? [];
    this.cases = evaluation?.cases ?? [];
    const ahead = this.classes.filter((c) => !c.backdrop);
    this.#headline = ahead.find((c) => this.cases.some((one) => isInTruth(one, c.name))) ??
      ahead[0] ?? this.classes[0];
    this.#cases = new Map(this.cases.map((one) => [one.id, one]));
    this.#files = pageNamesOf([...this.#cases.keys()]);
    this.#epochFiles = pageNamesOf([...new Set(folder.epochPictures.map((p) => p.id))]);
  }

  /** The run's name: its folder's. */
  get name(): string {
    return this.folder.name;
  }

  /** The title on pages. */
  get title(): string {
    return this.folder.evaluation?.title || String(this.folder.run?.settings.title ?? this.name);
  }

  /** The epochs so far. */
  get history(): EpochRecord[] {
    return this.folder.history;
  }

  /**
   * The class that the page speaks of first: the first that is not the ground behind the others, and
   * that a truth holds where any does.
   */
  get headline(): SiteClass | undefined {
    return this.#headline;
  }

  /** Whether the file lacks the value of a metric for a case that holds the class. */
  get isIncomplete(): boolean {
    return this.classes.some(({ name }) =>
      this.metrics.some((metric) => this.ranking(name, metric).unknown.length > 0)
    );
  }

  /** Whether any case has a picture. */
  get hasPictures(): boolean {
    return this.cases.some(({ pictures = {} }) => Object.keys(pictures).length > 0);
  }

  /** The metric that the page speaks of first: Dice, or the first ratio there is. */
  get overlap(): MetricInfo | undefined {
    return firstMetric(this.metrics);
  }

  /** A case's file name without its ending, unique in the run. */
  file(id: string): string {
    const name = this.#files.get(id);
    if (name === undefined) {
      throw new Error(`Cannot link to case ${id}: the run has none of that id`);
    }
    return name;
  }

  /** Whether the run holds a case. */
  has(id: string): boolean {
    return this.#files.has(id);
  }

  /** The address of a case's page. */
  caseUrl(id: string): string {
    return `${this.base}cases/${this.file(id)}.html`;
  }

  /** A case by its id. */
  case(id: string): Case | undefined {
    return this.#cases.get(id);
  }

  /** The address of a case's photograph, where it has one. */
  photographUrl(id: string): string | undefined {
    const image = this.case(id)?.pictures?.image;
    return image && `${this.base}pictures/${this.file(id)}${extension(image)}`;
  }

  /** The address of a case's photograph where it is shown small: its small copy, where it has one. */
  smallUrl(id: string): string | undefined {
    return this.small.has(id) ? `${this.base}small/${this.file(id)}.jpg` : this.photographUrl(id);
  }

  /** Width and height of a case's pictures; a slice of a volume, whose pixels may be oblong, has none. */
  pictureSize(id: string): [width: number, height: number] | undefined {
    const one = this.case(id), { image, truth, prediction, volume } = one?.pictures ?? {};
    if (!one || !(image ?? truth ?? prediction) || volume || one.shape.length !== 2) {
      return undefined;
    }
    return [one.shape[1], one.shape[0]];
  }

  /** The address of the page on which the model meets other images. */
  get tryUrl(): string {
    return `${this.base}try/index.html`;
  }

  /** The address of a case's image and truth as a script, for that page. */
  tryCaseUrl(id: string): string {
    return `${this.base}try/cases/${this.file(id)}.js`;
  }

  /** The address of a case's drawn layers. */
  overlayUrl(id: string): string {
    return `${this.base}pictures/${this.file(id)}.svg`;
  }

  /** The address of a drawing of a volume: a view by its axis, or the slices. */
  volumeUrl(id: string, part: string): string {
    return `${this.base}volumes/${this.file(id)}.${part}.svg`;
  }

  /** The address of what a page shows of a volume by its script: the voxels, the image, or a sheet of all slices. */
  volumeFileUrl(id: string, ending: "js" | "jpg" | "png"): string {
    return `${this.base}volumes/${this.file(id)}.${ending}`;
  }

  /** The classes as pictures are drawn. */
  get drawnClasses(): (Pick<SiteClass, "label" | "labels" | "backdrop"> & { photo: string })[] {
    return this.classes.map(({ label, labels, colors, backdrop }) => ({
      label,
      labels,
      backdrop,
      photo: colors.photo,
    }));
  }

  /** The folder of a class's outlines, for the gallery. */
  outlineFolder({ index }: SiteClass): string {
    return `${this.base}outlines/${index}`;
  }

  /** The address of the outlines of a class in a case. */
  outlineUrl(id: string, c: SiteClass): string {
    return `${this.outlineFolder(c)}/${this.file(id)}.png`;
  }

  /** The address of a prediction after an epoch. */
  epochUrl(id: string, epoch: number): string {
    return `${this.base}epochs/${this.epochFile(id)}.${String(epoch).padStart(3, "0")}.png`;
  }

  /** The address of the photograph beside a filmstrip, where there is one. */
  filmPhotographUrl(id: string): string | undefined {
    const image = this.film.get(id)?.image;
    return image && `${this.base}epochs/${this.epochFile(id)}${extension(image)}`;
  }

  /** The file name of a case of the filmstrip. */
  epochFile(id: string): string {
    return this.#epochFiles.get(id)!;
  }

  /** The cases in order for a class and a metric. */
  ranking(className: string, metric: MetricInfo): Ranking {
    const key = `${metric.id} ${className}`;
    let ranking = this.#rankings.get(key);
    if (!ranking) this.#rankings.set(key, ranking = rankCases(this.cases, className, metric));
    return ranking;
  }

  /** A case's place for a class and a metric, 1 for the best; undefined where it is not ranked. */
  rank(id: string, className: string, metric: MetricInfo): number | undefined {
    const key = `${metric.id} ${className}`;
    let ranks = this.#ranks.get(key);
    if (!ranks) {
      const { ranked } = this.ranking(className, metric);
      this.#ranks.set(key, ranks = new Map(ranked.map((one, i) => [one.id, i + 1])));
    }
    return ranks.get(id);
  }

  /** What the cases are draws of, where they are not independent. */
  get draws(): Draws | undefined {
    return drawsOf(this.cases, this.folder.evaluation ?? {});
  }

  /** The 95 % interval of the median of a class and a metric; undefined for too few cases. */
  interval(className: string, metric: MetricInfo): Interval | undefined {
    const { ranked } = this.ranking(className, metric);
    const values = ranked.map((one) => metricValue(one, className, metric));
    return intervalOfDraws(values, drawsOf(ranked, this.folder.evaluation ?? {}));
  }

  /** The ranked values of a class and a metric, ascending; the same array each time, to be read alone. */
  values(className: string, metric: MetricInfo): Float64Array {
    const key = `${metric.id} ${className}`, known = this.#values.get(key);
    if (known) return known;
    const { ranked } = this.ranking(className, metric);
    const values = Float64Array.from(ranked, (one) => metricValue(one, className, metric)).sort();
    this.#values.set(key, values);
    return values;
  }
}

/** A picture's ending, in letters that are safe in an address. */
function extension(path: string): string {
  return /\.(jpe?g|png|webp|gif|avif)$/i.exec(path)?.[0].toLowerCase() ?? ".jpg";
}

/** Which masks of a case hold a class; both empty where the file has no counts for it. */
export function kindOf(one: Case, className: string): CaseKind {
  return one.classes[className] ? caseKind(one, className) : "empty";
}

function isInTruth({ classes }: Case, className: string): boolean {
  return classes[className]?.tp + classes[className]?.fn > 0;
}
