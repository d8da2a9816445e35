import { type EpochRecord, quote } from "../core/mod.ts";
import {
  appendHistory,
  createFreeRunFolder,
  createRunFolder,
  type DataSource,
  type HeldFolder,
  readHistory,
  removeHypotheses,
  type Run,
  writeHistory,
  writeRun,
} from "../evaluation/mod.ts";
import { exists, makeFolder, writing } from "../io/mod.ts";
import {
  restoreCheckpoint,
  saveCheckpoint,
  saveModel,
  type Training,
  withAverage,
} from "../model/mod.ts";
import { longerFolder, makeLonger, removeLonger, takePlace } from "./longer.ts";
import { recordOfMore } from "./more_epochs.ts";
import type { NewRun, ResumedRun } from "./open_run.ts";

/** The most that a killed process loses. */
const SECONDS_BETWEEN_CHECKPOINTS = 60;

/** Where a run folder has the checkpoint. */
export const CHECKPOINT = "checkpoint/checkpoint.bin";

/**
 * Writes the run folder of a training. At any moment the folder is complete enough to show the run and,
 * if the process is killed, for `--resume` to continue exactly.
 */
export class RunWriter {
  /** The run folder. */
  readonly run: string;
  /** Where files are written: the run folder, or the one in it in which a run that was done is trained on. */
  readonly folder: string;
  #held: HeldFolder;
  #record: Run;
  #training: Training;
  #savedAt = performance.now();
  #startedAt = performance.now();
  #secondsBefore: number;

  /** For a folder that this process has locked, what `run.json` says, and the training to save. */
  private constructor(
    held: HeldFolder,
    record: Run,
    training: Training,
    folder: string = held.path,
  ) {
    this.run = held.path;
    this.folder = folder;
    this.#held = held;
    this.#record = record;
    this.#training = training;
    this.#secondsBefore = record.seconds;
  }

  /** Makes the folder of a new run. */
  static async create(run: NewRun, record: Run, training: Training): Promise<RunWriter> {
    const writer = new RunWriter(await makeRunFolder(run), record, training);
    await writer.write("running");
    return writer;
  }

  /**
   * Takes the training back to where the folder's run was interrupted.
   *
   * @throws {Error} If the data is not the run's, or no checkpoint can be read.
   */
  static async resume(
    run: ResumedRun,
    record: Run,
    training: Training,
  ): Promise<RunWriter> {
    const { held, folder, record: old, fromStart, doneAt } = run;
    refuseOtherData(held.path, old, record);
    const { backend, versions, hardware, notes } = record;
    const now = { ...recordOfMore(run), backend, versions, hardware, notes };
    const isFirst = doneAt !== undefined;
    const into = isFirst ? longerFolder(held.path) : folder;
    const writer = new RunWriter(held, now, training, into);
    if (fromStart) await writer.#startOver();
    else await writer.#restore(folder);
    refuseImpatience(run, training);
    if (isFirst) await makeLonger(held.path);
    if (!fromStart) await writeHistory(into, training.progress.records);
    if (isFirst) await writer.checkpoint();
    await writer.write("running", { error: undefined });
    return writer;
  }

  /** Releases the folder; this writer must not be used any more. */
  release(): void {
    this.#held[Symbol.dispose]();
  }

  /**
   * Takes the training back to its last checkpoint, which also has the epochs: lost or damaged lines of
   * the history come back from it, and those of epochs to be repeated go. If epochs are complete but no
   * checkpoint can be read, nothing is overwritten.
   */
  async #restore(from: string): Promise<void> {
    const path = `${from}/${CHECKPOINT}`;
    const { epochs: wanted } = this.#record.settings;
    const more = this.folder !== this.run ? ` --epochs ${wanted}` : "";
    const advice = `to train again from the first epoch, overwriting the run: ` +
      `deno task train --resume ${quote(this.run)}${more} --from-start`;
    const { epochs, problems } = await readHistory(from);
    if (await exists(path)) {
      await restoreCheckpoint(path, this.#training).catch((error) => {
        throw new Error(`${error.message}; ${advice}`, { cause: error });
      });
    } else if (epochs.length > 0 || problems.length > 0 || await exists(`${from}/model`)) {
      throw new Error(
        `Cannot resume ${this.run}: ${CHECKPOINT} is missing, though epochs are complete; ${advice}`,
      );
    }
    const { progress } = this.#training;
    // checkpoints of earlier versions have no epochs; then the lines are all there is
    if (progress.records.length === 0) {
      progress.records = epochs.filter(({ epoch }) => epoch < progress.epoch);
    }
    for (const problem of problems) {
      console.log(`note    ${problem}; rewritten from the checkpoint`);
    }
  }

  /** Removes everything but `run.json`, to train from the first step. */
  async #startOver(): Promise<void> {
    const names = ["checkpoint", "history.jsonl", "model", "epochs", "pictures", "evaluation.json"];
    for (const path of names.map((name) => `${this.folder}/${name}`)) {
      if (await exists(path)) await writing(path, () => Deno.remove(path, { recursive: true }));
    }
    await removeHypotheses(this.folder);
    await removeLonger(this.run);
  }

  /** Adds a note to `run.json`. */
  note(text: string): void {
    this.#record = { ...this.#record, notes: [...this.#record.notes ?? [], text] };
  }

  /** Writes `run.json`, with further fields. */
  async write(status: Run["status"], fields: Partial<Run> = {}): Promise<void> {
    const seconds = this.#secondsBefore + (performance.now() - this.#startedAt) / 1000;
    this.#record = { ...this.#record, ...fields, status, seconds: Math.round(seconds * 10) / 10 };
    await writeRun(this.folder, this.#record);
  }

  /** Ends a run that has its figures; of one that was trained on, they replace those it had before. */
  async finish(fields: Partial<Run>): Promise<void> {
    await this.write("done", fields);
    if (this.folder !== this.run) await takePlace(this.run);
  }

  /**
   * Writes to `run.json` what ended the run. A full disk may prevent it; the free lock then shows that
   * nobody is training.
   */
  async fail(error: Error): Promise<void> {
    await this.write("stopped", { error: error.message }).catch(() => {});
  }

  /** Writes a checkpoint, replacing the last. */
  async checkpoint(): Promise<void> {
    await makeFolder(`${this.folder}/checkpoint`);
    await saveCheckpoint(`${this.folder}/${CHECKPOINT}`, this.#training);
    this.#savedAt = performance.now();
  }

  /** Writes a checkpoint if the last is old; call it between two steps. */
  async checkpointIfDue(): Promise<void> {
    const seconds = (performance.now() - this.#savedAt) / 1000;
    if (seconds > SECONDS_BETWEEN_CHECKPOINTS) await this.checkpoint();
  }

  /**
   * Ends an epoch; if it is chosen, the model gets its weights. The checkpoint comes last: a process
   * killed before it repeats the epoch and writes the same again.
   */
  async endEpoch(record: EpochRecord, isChosen: boolean): Promise<void> {
    await appendHistory(this.folder, record);
    if (isChosen) {
      await withAverage(
        this.#training,
        ({ model }) => saveModel(`${this.folder}/model`, model),
      );
    }
    await this.checkpoint();
  }
}

/** Makes the folder of a new run, and holds it. */
export function makeRunFolder({ settings, out }: NewRun): Promise<HeldFolder> {
  return out === undefined ? createFreeRunFolder("runs", settings.preset) : createRunFolder(out);
}

/** Whether a run folder has a checkpoint to resume from. */
export function hasCheckpoint(folder: string): Promise<boolean> {
  return exists(`${folder}/${CHECKPOINT}`);
}

/** Refuses to train on a run that its patience ended: it would end again at once. */
function refuseImpatience(
  { held, doneAt, record: { bestEpoch = Infinity }, settings: { patience } }: ResumedRun,
  { progress: { epoch } }: Training,
): void {
  if (doneAt === undefined || patience === 0 || epoch - 1 - bestEpoch < patience) return;
  throw new Error(
    `Cannot train ${held.path} further: its --patience ${patience} was used up after epoch ${
      epoch - 1
    }, ` +
      `the best was ${bestEpoch}; deno task train --init ${
        quote(held.path)
      } starts a new run from its model`,
  );
}

/** Refuses to resume a run on other images than it began with. */
export function refuseOtherData(
  folder: string,
  { data: before }: Pick<Run, "data">,
  { data: now }: Pick<Run, "data">,
): void {
  const said = (source?: DataSource) =>
    source ? `${source.name}, fingerprint ${source.fingerprint}` : "none";
  const sources = [
    ["data", before, now],
    ["test data", before.testData, now.testData],
  ] as const;
  for (const [what, was, is] of sources) {
    if (was?.fingerprint === is?.fingerprint) continue;
    throw new Error(
      `Cannot resume ${folder}: the ${what} must be what the run began with (${said(was)}), ` +
        `got ${said(is)}`,
    );
  }
  for (const part of ["train", "validation", "test"] as const) {
    const [was, is] = [before[part], now[part]];
    const longer = was.length > is.length ? was : is;
    const place = longer.findIndex((_, i) => was[i] !== is[i]);
    if (place < 0) continue;
    throw new Error(
      `Cannot resume ${folder}: image ${place + 1} of its ${part} set must be ` +
        `${was[place] ?? "none"}, as when the run began, got ${is[place] ?? "none"}`,
    );
  }
}
