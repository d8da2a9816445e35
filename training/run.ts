import { type EpochRecord, imageOf } from "../core/mod.ts";
import {
  appendHistory,
  fileNames,
  type HeldFolder,
  readHistory,
  type Run,
  writeEpochPicture,
  writeHistory,
  writePictures,
  writeRun,
} from "../evaluation/mod.ts";
import { exists, makeFolder, writing } from "../io/mod.ts";
import { restoreCheckpoint, saveCheckpoint, saveModel, type Training } from "../model/mod.ts";
import type { Subset } from "./split.ts";

/** A lost process loses at most so much of an epoch. */
const SECONDS_BETWEEN_CHECKPOINTS = 60;

/** Cases whose prediction is drawn after each epoch. */
const CASES_DRAWN = 4;

/**
 * A training's run folder: what it holds at each moment is enough for a reader to show the run and,
 * after the process was killed, for `--resume` to go on exactly.
 */
export class RunWriter {
  /** The run folder. */
  readonly folder: string;
  /** What whoever uses the model must know, to be said at the end; `run.json` has it among its notes. */
  warning?: string;
  #held: HeldFolder;
  #run: Run;
  #training: Training;
  #files: Map<string, string>;
  #savedAt = performance.now();
  #startedAt = performance.now();
  #secondsBefore: number;

  /**
   * @param held The run folder, which this process alone writes to
   * @param run What `run.json` says; changed as the run goes on
   * @param training Whose weights and progress are kept
   */
  constructor(held: HeldFolder, run: Run, training: Training) {
    this.folder = held.path;
    this.#held = held;
    this.#run = run;
    this.#training = training;
    this.#files = fileNames([...run.data.validation, ...run.data.test]);
    this.#secondsBefore = run.seconds;
  }

  /** Lets others write to the folder; nothing is written by this one any more. */
  release(): void {
    this.#held[Symbol.dispose]();
  }

  /**
   * Takes the training back to its last checkpoint, and writes the history anew from it: lines that were
   * lost or damaged come back, those of epochs that are to be repeated go.
   *
   * @returns What was wrong with the history, in words
   * @throws {Error} If epochs are complete and no checkpoint can be read: nothing is done over them
   */
  async restore(): Promise<string[]> {
    const path = `${this.folder}/${CHECKPOINT}`;
    const { epochs, problems } = await readHistory(this.folder);
    if (await exists(path)) {
      await restoreCheckpoint(path, this.#training).catch((error) => {
        throw new Error(`${error.message}; ${this.#adviceToRestart()}`, { cause: error });
      });
    } else if (epochs.length > 0 || problems.length > 0 || await exists(`${this.folder}/model`)) {
      throw new Error(
        `Cannot resume ${this.folder}: it must hold ${CHECKPOINT}, which is missing, since epochs ` +
          `are complete; ${this.#adviceToRestart()}`,
      );
    }
    const { progress } = this.#training;
    // a checkpoint of an earlier version knows no epochs: then what the lines say is all there is
    const known = progress.records.length > 0
      ? progress.records
      : epochs.filter(({ epoch }) => epoch < progress.epoch);
    progress.records = known;
    await writeHistory(this.folder, known);
    return problems;
  }

  /** Forgets what was done, all but `run.json`, so that the training begins at its first step. */
  async startOver(): Promise<void> {
    const names = ["checkpoint", "history.jsonl", "model", "epochs", "pictures", "evaluation.json"];
    for (const path of names.map((name) => `${this.folder}/${name}`)) {
      if (await exists(path)) await writing(path, () => Deno.remove(path, { recursive: true }));
    }
  }

  #adviceToRestart(): string {
    return `to train again from the first epoch, over what is there: ` +
      `deno task train --resume ${this.folder} --from-start`;
  }

  /**
   * Writes `run.json`.
   *
   * @param status How the run is
   * @param fields What else has become known
   */
  async write(status: Run["status"], fields: Partial<Run> = {}): Promise<void> {
    const seconds = this.#secondsBefore + (performance.now() - this.#startedAt) / 1000;
    this.#run = { ...this.#run, ...fields, status, seconds: Math.round(seconds * 10) / 10 };
    const notes = [...this.#run.notes ?? [], ...this.warning ? [this.warning] : []];
    await writeRun(this.folder, { ...this.#run, notes: notes.length > 0 ? notes : undefined });
  }

  /**
   * Says in `run.json` what ended the run. A full disk may forbid it: then the lock tells that nobody
   * trains.
   *
   * @param error What was thrown
   */
  async fail(error: Error): Promise<void> {
    await this.write("stopped", { error: error.message }).catch(() => {});
  }

  /** Writes a checkpoint; the one before is replaced. */
  async checkpoint(): Promise<void> {
    await makeFolder(`${this.folder}/checkpoint`);
    await saveCheckpoint(`${this.folder}/${CHECKPOINT}`, this.#training);
    this.#savedAt = performance.now();
  }

  /** Writes a checkpoint where the last is old; to be called between two steps. */
  async checkpointIfDue(): Promise<void> {
    const seconds = (performance.now() - this.#savedAt) / 1000;
    if (seconds > SECONDS_BETWEEN_CHECKPOINTS) await this.checkpoint();
  }

  /**
   * Ends an epoch. The checkpoint comes last: a process killed before it repeats the epoch and writes
   * the same again.
   *
   * @param record The epoch's line of the history
   * @param isChosen Whether its weights are the model's
   */
  async endEpoch(record: EpochRecord, isChosen: boolean): Promise<void> {
    await appendHistory(this.folder, record);
    if (isChosen) await saveModel(`${this.folder}/model`, this.#training.network.model);
    await this.checkpoint();
  }

  /**
   * Draws the predictions for a few cases, the same after each epoch, spread over the subset, and with
   * the first epoch their photographs and truths: the test set's pictures may be of other cases.
   *
   * @param epoch 1 for the first
   * @param subset The photographs that were predicted
   * @param labels Their predicted labels
   */
  async drawEpoch(epoch: number, { data, indices }: Subset, labels: Uint8Array): Promise<void> {
    const { size, classes } = data;
    const pixels = size ** 2;
    const count = Math.min(CASES_DRAWN, indices.length);
    for (let k = 0; k < count; k++) {
      const place = Math.floor((k * indices.length) / count);
      const index = indices[place];
      const file = this.#files.get(data.ids[index])!;
      const about = { file, shape: [size, size] as const, classes };
      const prediction = labels.subarray(place * pixels, (place + 1) * pixels);
      await writeEpochPicture(this.folder, epoch, { ...about, prediction });
      if (epoch > 1) continue;
      const image = imageOf(data, index);
      const truth = data.labels.subarray(index * pixels, (index + 1) * pixels);
      await writePictures(this.folder, { ...about, image, truth });
    }
  }
}

const CHECKPOINT = "checkpoint/checkpoint.bin";
