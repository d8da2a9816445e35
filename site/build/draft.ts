/** A site while it is built: which runs are in it, and what had to be left out. */
import { basename, join } from "node:path";
import { exists, WriteError } from "../../io/mod.ts";
import { writeTriptychs } from "./triptychs.ts";
import { buildWithVento, failingRuns } from "./vento.ts";
import { buildWithLume } from "./lume.ts";
import { type LeftOut, writeRunPictures } from "../pictures/write.ts";
import { writeTry } from "../try/write_try.ts";
import type { BrokenRun } from "../runs/read_runs.ts";
import { findDoubts } from "../runs/doubts.ts";
import type { SiteExplanation } from "../runs/explanations.ts";
import type { SiteRun } from "../runs/site_run.ts";

/** How a draft goes about its runs. */
interface DraftOptions {
  /** The site's root on its host. */
  base: string;
  /** The runs that are left out; those that turn out to be broken are added. */
  broken: BrokenRun[];
  /** Whether anything that has to be left out is an error. */
  strict: boolean;
  /** Why runs differ, where that was found out. */
  explanations?: SiteExplanation[];
}

/** The pages and pictures of runs, in a folder of their own. */
export class Draft {
  /** The runs that are in it. */
  runs: SiteRun[] = [];
  /** The pictures that are not. */
  readonly leftOut: LeftOut[] = [];
  readonly #folder: string;
  readonly #options: DraftOptions;

  /**
   * @param folder The folder.
   * @param options How to go about it.
   */
  constructor(folder: string, options: DraftOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  /** Writes the pictures of runs, which are in the site from then on. */
  async draw(runs: readonly SiteRun[]): Promise<void> {
    for (const run of runs) {
      try {
        for (const one of await writeRunPictures(run, this.#folder)) this.leftOut.push(one);
        run.model = await this.#writeTry(run);
        this.runs.push(run);
      } catch (error) {
        await this.#leaveOut(run, error as Error);
      }
    }
    const [first] = this.leftOut;
    if (this.#options.strict && first) {
      throw new Error(`Cannot read ${first.file}: ${first.reason}`);
    }
  }

  /** A model that can't be read is left out; the run is shown without. */
  async #writeTry(run: SiteRun): Promise<SiteRun["model"]> {
    try {
      return await writeTry(run, this.#folder);
    } catch (error) {
      if (error instanceof WriteError) throw error;
      const file = join(run.folder.path, "model");
      this.leftOut.push({ file, reason: (error as Error).message });
    }
  }

  /** Writes all pages; runs whose pages can't be made are left out. */
  async render(): Promise<"lume" | "ventojs"> {
    try {
      return await this.#writePages();
    } catch (error) {
      const failing = await failingRuns(this.runs);
      if (!failing.size) throw error;
      for (const [run, reason] of failing) await this.#leaveOut(run, reason);
      await this.#remove("/compare");
      await this.#remove("/truths");
      return await this.#writePages();
    }
  }

  async #writePages(): Promise<"lume" | "ventojs"> {
    const { base, broken, explanations } = this.#options;
    await findDoubts(this.runs);
    for (const run of this.runs) await writeTriptychs(run, this.#folder);
    const names = broken.map(({ folder }) => basename(folder));
    const data = { runs: this.runs, broken: names, explanations };
    if (await buildWithLume(data, this.#folder, base)) return "lume";
    await buildWithVento(data, this.#folder, base);
    return "ventojs";
  }

  async #leaveOut(run: SiteRun, error: Error): Promise<void> {
    // a full disk is no fault of the run's
    if (this.#options.strict || error instanceof WriteError) throw error;
    this.#options.broken.push({ folder: run.folder.path, error });
    this.runs = this.runs.filter((one) => one !== run);
    await this.#remove(run.base);
  }

  async #remove(address: string): Promise<void> {
    const path = `${this.#folder}${address}`;
    if (await exists(path)) await Deno.remove(path, { recursive: true });
  }
}
