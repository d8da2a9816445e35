import { crc32 } from "node:zlib";
import type { LabelClass, Skipped } from "../../core/mod.ts";
import { WriteError, writing } from "../../io/mod.ts";
import { JOURNAL } from "../run_folder/unfinished.ts";
import type { MeasuredCase } from "./measure_case.ts";

/** What an evaluation is about to do, once its masks were surveyed: the journal's first line. */
export interface Plan {
  /** A fingerprint of the settings and the files: an evaluation continues only one that is the same. */
  key: string;
  /** The classes to measure. */
  classes: LabelClass[];
  /** The ids of the cases to measure. */
  ids: string[];
  /** Files that can't be used, and why. */
  skipped: Skipped[];
  /** Lines to print. */
  notes: string[];
}

/** What a journal says. */
export interface Recorded {
  /** The plan. */
  plan: Plan;
  /** The cases measured so far, by id. */
  measured: Map<string, MeasuredCase>;
}

/** The journal of an evaluation, to which finished cases are appended. */
export class Journal implements Disposable {
  readonly #path: string;
  readonly #file: Deno.FsFile;

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
      const file = await Deno.open(path, { write: true, create: true, truncate: true });
      const journal = new Journal(path, file);
      journal.#append([plan]);
      return journal;
    });
  }

  /**
   * Reads a journal. Lines from the first that is damaged on, as a kill may leave the last one, count for
   * nothing.
   *
   * @param folder The run folder.
   * @returns What it says; undefined where there is none, or its first line is damaged.
   */
  static async read(folder: string): Promise<Recorded | undefined> {
    return (await readLines(`${folder}/${JOURNAL}`))?.recorded;
  }

  /**
   * Opens a journal to append to, without its damaged end.
   *
   * @param folder The run folder.
   */
  static async open(folder: string): Promise<Journal> {
    const path = `${folder}/${JOURNAL}`;
    return await writing(path, async () => {
      const length = (await readLines(path))?.length ?? 0;
      const file = await Deno.open(path, { write: true });
      await file.truncate(length);
      await file.seek(0, Deno.SeekMode.End);
      return new Journal(path, file);
    });
  }

  /** Appends finished cases, before it returns. */
  append(measured: readonly MeasuredCase[]): void {
    this.#append(measured);
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.#file.close();
  }

  #append(records: readonly (Plan | MeasuredCase)[]): void {
    const bytes = new TextEncoder().encode(records.map(lineOf).join(""));
    try {
      for (let at = 0; at < bytes.length;) at += this.#file.writeSync(bytes.subarray(at));
    } catch (error) {
      throw new WriteError(this.#path, error);
    }
  }
}

/** A record and its checksum, as a line of JSON. */
function lineOf(record: Plan | MeasuredCase): string {
  const text = JSON.stringify(record);
  return `{"check":"${checksum(text)}","record":${text}}\n`;
}

const LINE = /^\{"check":"([0-9a-f]{8})","record":(.*)\}$/s;

async function readLines(
  path: string,
): Promise<{ recorded: Recorded; length: number } | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  let recorded: Recorded | undefined, length = 0;
  for (let end; (end = bytes.indexOf(0x0a, length)) >= 0; length = end + 1) {
    const line = new TextDecoder().decode(bytes.subarray(length, end));
    const [, check, text] = LINE.exec(line) ?? [];
    if (text === undefined || checksum(text) !== check) break;
    const record = JSON.parse(text);
    if (recorded === undefined) recorded = { plan: record, measured: new Map() };
    else recorded.measured.set(record.case.id, record);
  }
  return recorded && { recorded, length };
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}
