import { Buffer } from "node:buffer";
import { crc32 } from "node:zlib";
import { WriteError, writing } from "../../io/mod.ts";
import type { LabelClass } from "../../core/mod.ts";
import type { Evaluation } from "../run_folder/evaluation.ts";
import { JOURNAL } from "../run_folder/unfinished.ts";
import type { CaseOutcome } from "./case_outcome.ts";
import type { Valuation } from "./conventions.ts";
import { linesOf } from "./lines_of.ts";

/** What an evaluation is about to do: the journal's first line. */
export interface Plan extends Valuation {
  /** A fingerprint of the settings and the files: an evaluation continues only one that is the same. */
  key: string;
  /** The classes to measure, regions among them; left out where all labels but 0 are classes. */
  classes?: LabelClass[];
  /** The labels of the masks that were looked at, where all are classes. */
  known: number[];
  /** The regions to measure beside these. */
  regions: LabelClass[];
  /** Values whose pixels are left out. */
  ignore: readonly number[];
  /** What raters are called; none where there are none. */
  raters?: readonly string[];
  /** What is independent, where cases are not. */
  independent?: Evaluation["independent"];
}

/** A case's line is mostly shorter than this. */
const LINE = 4096;

/**
 * The journal of an evaluation: what came of each case, a line each, the last one of a case being valid.
 * It remembers where lines begin, and reads a line when it is asked for.
 */
export class Journal implements Disposable {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  readonly #begins = new Map<string, number>();
  #end = 0;
  /** Room for a line: memory of its own for each would be garbage that the system gets back late. */
  #room = new Uint8Array(LINE);

  private constructor(path: string, file: Deno.FsFile) {
    this.#path = path;
    this.#file = file;
  }

  /**
   * Begins a journal.
   *
   * @param folder The run folder.
   * @param plan What is about to be done.
   */
  static async create(folder: string, plan: Plan): Promise<Journal> {
    const path = `${folder}/${JOURNAL}`;
    return await writing(path, async () => {
      const options = { read: true, write: true, create: true, truncate: true };
      const journal = new Journal(path, await Deno.open(path, options));
      journal.#write(lineOf(plan));
      return journal;
    });
  }

  /**
   * Reads the plan of a journal.
   *
   * @param folder The run folder.
   * @returns The plan; undefined where there is no journal, or its first line is damaged.
   */
  static async planIn(folder: string): Promise<Plan | undefined> {
    try {
      using file = await Deno.open(`${folder}/${JOURNAL}`);
      for (const { bytes } of linesOf(file)) return recordOf(bytes) as Plan | undefined;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }

  /**
   * Opens a journal, to append to or to read. Lines from the first that is damaged on, as a kill may
   * leave the last one, count for nothing.
   *
   * @param folder The run folder.
   * @param options How.
   * @param options.write Whether to append to it; the damaged end is removed.
   */
  static async open(folder: string, { write }: { write: boolean }): Promise<Journal> {
    const path = `${folder}/${JOURNAL}`;
    const file = await Deno.open(path, { read: true, write });
    const journal = new Journal(path, file);
    for (const { from, to, bytes } of linesOf(file)) {
      const record = recordOf(bytes);
      if (record === undefined) break;
      if (from > 0) journal.#begins.set((record as CaseOutcome).id, from);
      journal.#end = to;
    }
    if (write) await writing(path, () => file.truncate(journal.#end));
    return journal;
  }

  /** The cases that are in it. */
  get ids(): Iterable<string> {
    return this.#begins.keys();
  }

  /** Whether a case is in it. */
  has(id: string): boolean {
    return this.#begins.has(id);
  }

  /** What came of a case. */
  get(id: string): CaseOutcome | undefined {
    const from = this.#begins.get(id);
    if (from === undefined) return undefined;
    const record = recordOf(this.#lineAt(from));
    if (record === undefined) {
      throw new Error(`Cannot read ${this.#path}: it was changed meanwhile`);
    }
    return record as CaseOutcome;
  }

  /** Appends what came of cases, before it returns. */
  append(outcomes: readonly CaseOutcome[]): void {
    const lines = outcomes.map(lineOf);
    let from = this.#end;
    this.#write(Buffer.concat(lines));
    for (const [i, { id }] of outcomes.entries()) {
      this.#begins.set(id, from);
      from += lines[i].length;
    }
  }

  /** Forgets a case, as if it weren't in it. */
  forget(id: string): void {
    this.#begins.delete(id);
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.#file.close();
  }

  /** The line that begins there, or what is left of it; valid until the next one is asked for. */
  #lineAt(from: number): Uint8Array {
    let bytes = this.#room, filled = 0;
    this.#file.seekSync(from, Deno.SeekMode.Start);
    for (;;) {
      const read = this.#file.readSync(bytes.subarray(filled)) ?? 0;
      const end = bytes.subarray(0, filled + read).indexOf(0x0a, filled) + 1;
      filled += read;
      if (end > 0 || read === 0) return bytes.subarray(0, end || filled);
      if (filled < bytes.length) continue;
      const room = new Uint8Array(2 * bytes.length);
      room.set(bytes);
      bytes = this.#room = room;
    }
  }

  #write(bytes: Uint8Array): void {
    try {
      this.#file.seekSync(this.#end, Deno.SeekMode.Start);
      for (let at = 0; at < bytes.length;) at += this.#file.writeSync(bytes.subarray(at));
      this.#end += bytes.length;
    } catch (error) {
      throw new WriteError(this.#path, error);
    }
  }
}

/** `{"check":"1234abcd","record":…}`: a record and its checksum. */
const BEFORE = '{"check":"', BETWEEN = '","record":', AFTER = "}";
/** Where the record begins. */
const START = BEFORE.length + 8 + BETWEEN.length;

/** A record and its checksum, as a line of JSON. */
function lineOf(record: Plan | CaseOutcome): Buffer {
  const text = JSON.stringify(record);
  return Buffer.from(`${BEFORE}${checksum(text)}${BETWEEN}${text}${AFTER}\n`);
}

/** The record of a line with its end; undefined where it is damaged. */
function recordOf(line: Uint8Array): Plan | CaseOutcome | undefined {
  const decoder = new TextDecoder(), text = line.subarray(START, -1 - AFTER.length);
  const check = decoder.decode(line.subarray(BEFORE.length, BEFORE.length + 8));
  if (line.length <= START || checksum(text) !== check) return undefined;
  return JSON.parse(decoder.decode(text));
}

function checksum(text: string | Uint8Array): string {
  return crc32(text).toString(16).padStart(8, "0");
}
