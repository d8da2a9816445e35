import { basename, dirname, join } from "node:path";
import type { Skipped } from "../../core/mod.ts";
import type { CaseOutcome } from "./case_outcome.ts";
import { type CasePaths, type Side, SIDES } from "./case_paths.ts";
import type { FoundLabels } from "./pair_counts.ts";

/** What the reason of a file begins with whose case counts as missed. */
export const MISSED = "counted as missed, ";

/** What masks contain, case by case; the same in whatever order they come. */
export class MaskSurvey {
  /** How many cases can be measured. */
  count = 0;
  /** Of these, how many have a predicted mask that can be used. */
  pairs = 0;
  /** Whether a true mask contains a value to ignore. */
  ignores = false;
  /** Files that can't be used, and why. */
  readonly skipped: Skipped[] = [];
  readonly #labels = { truth: new Set<number>(), prediction: new Set<number>() };

  /** The labels of the cases that can be measured, ascending, without those of ignored pixels. */
  get labels(): Record<Side, number[]> {
    const { truth, prediction } = this.#labels;
    return { truth: ascending(truth), prediction: ascending(prediction) };
  }

  /** The labels of both sides. */
  get all(): number[] {
    return ascending(new Set([...this.#labels.truth, ...this.#labels.prediction]));
  }

  /**
   * Adds a case.
   *
   * @param paths The case.
   * @param outcome What came of it.
   * @returns Whether it has a label that no case before had.
   */
  add(paths: CasePaths, outcome: CaseOutcome): boolean {
    if (outcome.fault !== undefined) {
      const file = nameOf(paths.id, paths[outcome.side ?? "truth"]!);
      this.skipped.push({ file, reason: outcome.fault });
      return false;
    }
    if (outcome.unusable !== undefined) {
      const reason = MISSED + outcome.unusable;
      this.skipped.push({ file: nameOf(paths.id, paths.prediction!), reason });
    } else if (paths.prediction !== undefined) this.pairs++;
    return this.addLabels(outcome);
  }

  /**
   * Adds the labels of a case that can be measured, wherever its files are.
   *
   * @param found Its labels.
   * @returns Whether it has a label that no case before had.
   */
  addLabels({ labels, ignores }: FoundLabels): boolean {
    this.count++;
    this.ignores ||= ignores;
    const before = this.#size;
    for (const side of SIDES) for (const label of labels[side]) this.#labels[side].add(label);
    return this.#size > before;
  }

  get #size(): number {
    return this.#labels.truth.size + this.#labels.prediction.size;
  }
}

function ascending(labels: ReadonlySet<number>): number[] {
  return [...labels].sort((a, b) => a - b);
}

/** A mask's name, with the folders that are in the id. */
function nameOf(id: string, path: string): string {
  return join(dirname(id), basename(path));
}
