// evaluateMasks() in this process, with what the command fills in.
import { dirname } from "node:path";
import {
  evaluateMasks,
  type Evaluation,
  type MaskEvaluation,
  readEvaluation,
} from "../../../evaluation/mod.ts";
import { encodeNpy } from "../../../io/mod.ts";

/** What an evaluation said, beside its results. */
export interface Heard {
  notes: string[];
  skipped: string[];
}

/** Evaluates masks; what isn't given is as the command has it. */
export async function evaluateJob(
  sources: MaskEvaluation["sources"],
  job: Partial<MaskEvaluation> & { out: string },
): Promise<{ folder: string; evaluation: Evaluation } & Heard> {
  const heard: Heard = { notes: [], skipped: [] };
  const { folder } = await evaluateMasks({
    sources,
    regions: [],
    ignore: [],
    spacing: "auto",
    allowMissing: false,
    strict: false,
    settings: {},
    signal: new AbortController().signal,
    onSkipped: (skipped) =>
      heard.skipped.push(...skipped.map(({ file, reason }) => `${file}: ${reason}`)),
    onNote: (note) => heard.notes.push(note),
    onStored: () => {},
    onStart: () => {},
    onCase: () => {},
    ...job,
  });
  return { folder, evaluation: await readEvaluation(`${folder}/evaluation.json`), ...heard };
}

/** Writes masks of one row as NumPy arrays, with the folders that their paths name. */
export async function writeMasks(folder: string, masks: Record<string, number[]>): Promise<void> {
  for (const [path, labels] of Object.entries(masks)) {
    await Deno.mkdir(dirname(`${folder}/${path}`), { recursive: true });
    await Deno.writeFile(
      `${folder}/${path}`,
      encodeNpy(Uint8Array.from(labels), [1, labels.length]),
    );
  }
}
