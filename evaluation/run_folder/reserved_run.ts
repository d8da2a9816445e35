import { writeAll, writing } from "../../io/mod.ts";
import type { Run } from "./run.ts";
import { runText } from "./run_file.ts";

/** A `run.json` whose room on the disk is taken: it can still be written when the disk is full. */
export interface ReservedRun extends AsyncDisposable {
  /** Replaces `run.json`, atomically; once. */
  write(run: Run): Promise<void>;
}

/** Room for the sentence that says why a run was stopped. */
const SPARE_BYTES = 300;

/**
 * Takes the room of a `run.json`, in a file aside that is given up with what is returned.
 *
 * @param folder The run folder.
 * @param run What is run; how it ends may take a sentence more.
 * @throws {WriteError} If there is no such room.
 */
export async function reserveRun(folder: string, run: Run): Promise<ReservedRun> {
  const path = `${folder}/run.json`, aside = `${path}.${crypto.randomUUID()}.part`;
  const bytesOf = (run: Run) => new TextEncoder().encode(runText(run));
  const room = new Uint8Array(bytesOf(run).length + SPARE_BYTES);
  await writing(path, () => Deno.writeFile(aside, room));
  return {
    async write(run) {
      const bytes = bytesOf(run);
      using file = await Deno.open(aside, { write: true });
      await writeAll(file, bytes);
      await file.truncate(bytes.length);
      await file.sync();
      await Deno.rename(aside, path);
    },
    // there is none any more once it was written
    async [Symbol.asyncDispose]() {
      await Deno.remove(aside).catch(() => {});
    },
  };
}
