/** Predictions for the cases of a run through the epochs. */
import {
  type Case,
  type Film,
  type FilmPicture,
  type LearnedCase,
  learnedCase,
  openFilm,
} from "../../evaluation/mod.ts";
import type { SiteClass } from "./site_class.ts";
import type { SiteRun } from "./site_run.ts";

/** A film, and where it is in the run folder. */
interface Part {
  film: Film;
  folder: string;
  member?: number;
}

/** The films of a run: its own, or those of its members. */
export class Films implements Disposable {
  /** The cases whose page has one. */
  readonly drawn = new Set<string>();
  /** The classes and cases that are shown as forgotten, with the epochs of their two pictures. */
  readonly forgotten: Forgotten[] = [];
  readonly #films: readonly Part[];
  readonly #learned = new Map<string, LearnedCase | undefined>();

  private constructor(films: readonly Part[]) {
    this.#films = films;
  }

  /** Opens those of a run; undefined if it has none. */
  static async open(run: SiteRun): Promise<Films | undefined> {
    const ids = run.cases.map(({ id }) => id), classes = run.classes.map(({ name }) => name);
    const own = await openFilm(run.folder.path, ids, classes);
    if (own !== undefined) return new Films([{ film: own, folder: "" }]);
    const films: Part[] = [];
    for (const [i, member] of run.members.entries()) {
      const film = await openFilm(member.folder.path, ids, classes);
      if (film) films.push({ film, folder: `members/${i + 1}/`, member: i + 1 });
    }
    return films.length > 0 ? new Films(films) : undefined;
  }

  /** Closes the files; what is known of the cases stays. */
  [Symbol.dispose](): void {
    for (const { film } of this.#films) film[Symbol.dispose]();
  }

  /** What can't be read, by its path in the run folder. */
  get problems(): [path: string, reason: string][] {
    return this.#films.flatMap(({ film, folder }) =>
      [...film.problems].map(([path, reason]): [string, string] => [folder + path, reason])
    );
  }

  /** After how many epochs there are predictions. */
  get epochs(): number[] {
    return [...new Set(this.#films.flatMap(({ film }) => film.epochs))].sort((a, b) => a - b);
  }

  /** Which of several models a case's film is of, where the figures are of their mean. */
  memberOf(one: Case): number | undefined {
    return one.member === undefined ? this.#of(one)?.member : undefined;
  }

  /** The Dice of a class in a case after each epoch of its film. */
  diceOf(one: Case, c: SiteClass): number[] {
    return this.#of(one)?.film.diceOf(one.id, c.index) ?? [];
  }

  /** The frames of a case. */
  async framesOf(one: Case, size: { width: number; height: number }): Promise<FilmPicture[]> {
    return await this.#of(one)?.film.framesOf(one.id, size) ?? [];
  }

  /** The epochs of a case's film. */
  epochsOf(one: Case): readonly number[] {
    return this.#of(one)?.film.epochs ?? [];
  }

  /** How a class was learned in a case; undefined where its truth doesn't contain it. */
  learned(one: Case, c: SiteClass): LearnedCase | undefined {
    const key = `${c.index} ${one.id}`;
    if (this.#learned.has(key)) return this.#learned.get(key);
    const { tp = 0, fn = 0 } = one.classes[c.name] ?? {};
    const learned = tp + fn > 0 ? learnedCase(this.epochsOf(one), this.diceOf(one, c)) : undefined;
    this.#learned.set(key, learned);
    return learned;
  }

  /** Of folds the film of the model that measured the case, else the first that has it. */
  #of({ id, member }: Case): Part | undefined {
    return this.#films.find((one) =>
      (member === undefined || one.member === undefined || one.member === member) &&
      one.film.has(id)
    );
  }
}

/** A case whose class was learned, then forgotten. */
export interface Forgotten extends LearnedCase {
  /** The case. */
  one: Case;
  /** The class. */
  c: SiteClass;
}

/** So many forgotten cases are shown. */
const MOST_SHOWN = 3;

/** The classes and cases that lost most, most first; a case is shown once. */
export function mostForgotten(run: SiteRun, films: Films): Forgotten[] {
  const all = run.classes.filter((c) => !c.backdrop).flatMap((c) =>
    run.cases.flatMap((one) => {
      const learned = films.learned(one, c);
      return learned?.course === "forgotten" ? [{ ...learned, one, c }] : [];
    })
  ).sort((a, b) => b.drop - a.drop);
  const shown = new Set<Case>();
  return all.filter(({ one }) => !shown.has(one) && shown.add(one)).slice(0, MOST_SHOWN);
}

/** The address of the script with a case's predictions through the epochs, or of the picture of one. */
export function filmUrl(run: Pick<SiteRun, "base" | "file">, id: string, epoch?: number): string {
  return `${run.base}film/${run.file(id)}${epoch === undefined ? ".js" : `.${epoch}.png`}`;
}
