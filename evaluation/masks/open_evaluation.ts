import { exists, writing } from "../../io/mod.ts";
import { createFreeRunFolder, type HeldFolder, holdRunFolder } from "../run_folder/held_folder.ts";
import { readRun } from "../run_folder/read_run.ts";
import {
  createEvaluationFolder,
  FILES_BACKEND,
  isUnfinished,
  JOURNAL,
} from "../run_folder/unfinished.ts";
import { Journal, type Plan } from "./journal.ts";

/** The run folder of an evaluation, new or continued. */
export interface OpenEvaluation extends HeldFolder {
  /** What is done. */
  plan: Plan;
  /** Whether the folder has a journal of the same plan. */
  isContinued: boolean;
  /** Removes the journal, when `run.json` says that the evaluation is done. */
  removeJournal(): Promise<void>;
}

/** How an evaluation that is not continued begins. */
export interface Beginning {
  /** Makes its plan, before its folder. */
  plan: () => Promise<Plan>;
  /** Called with a note where an earlier attempt can't be continued. */
  onNote: (note: string) => void;
}

/**
 * Opens the run folder of an evaluation: one that was ended before, with the same files and settings, is
 * continued, and so is one that is done but still has its journal, which has nothing left to do: a part,
 * or one that was killed at its end. Otherwise it starts anew.
 *
 * @param out The folder; by default the first free one of `runs/evaluation`, `runs/evaluation-2`, …
 * @param key The fingerprint of files and settings.
 * @param beginning What to do where nothing is continued.
 * @returns The folder, locked.
 * @throws {Error} If the folder contains something else, or another process writes to it.
 */
export async function openEvaluation(
  out: string | undefined,
  key: string,
  { plan, onNote }: Beginning,
): Promise<OpenEvaluation> {
  const earlier = out === undefined ? await earlierAttempt(key) : out;
  const plans = earlier === undefined ? undefined : await planIn(earlier);
  if (earlier !== undefined && plans?.key === key) {
    const held = await holdRunFolder(earlier);
    // another process may have finished it before this one had the lock
    const again = await planIn(earlier);
    if (again?.key === key) return opened(held, again, true);
    held[Symbol.dispose]();
  } else if (plans !== undefined && await isUnfinished(earlier!)) {
    onNote(`the masks or the settings have changed since ${earlier} was begun: it starts anew`);
  }
  const made = await plan();
  const held = out === undefined
    ? await createFreeRunFolder("runs", "evaluation")
    : await createEvaluationFolder(out);
  return opened(held, made, false);
}

function opened(held: HeldFolder, plan: Plan, isContinued: boolean): OpenEvaluation {
  const journal = `${held.path}/${JOURNAL}`;
  return {
    path: held.path,
    plan,
    isContinued,
    removeJournal: () => writing(journal, () => Deno.remove(journal)),
    [Symbol.dispose]: () => held[Symbol.dispose](),
  };
}

/** The first of the folders without a name that an evaluation of the same fingerprint left. */
async function earlierAttempt(key: string): Promise<string | undefined> {
  for (let number = 1;; number++) {
    const path = `runs/evaluation${number === 1 ? "" : `-${number}`}`;
    if (!await exists(path)) return undefined;
    const plan = await planIn(path);
    if (plan?.key !== key) continue;
    const { writer } = await readRun(path);
    if (writer !== "alive") return path;
  }
}

/** The plan of an evaluation that still has its journal. */
async function planIn(folder: string): Promise<Plan | undefined> {
  const run = await readRun(folder).then(({ run }) => run, () => null);
  return run?.backend === FILES_BACKEND ? await Journal.planIn(folder) : undefined;
}
