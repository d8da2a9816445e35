/**
 * `deno task menagerie`: draws any number of animals into a folder in the layout of Oxford-IIIT Pet,
 * for this program and for any other that reads the original.
 *
 * @module
 */
import { parseFlags, runCommand, UsageError, withProgress } from "../cli/mod.ts";
import { writeMenagerie } from "../data/mod.ts";
import { makeFolder } from "../io/mod.ts";

const COMMAND = {
  name: "deno task menagerie",
  description: "Draws animals with their trimaps into a folder in the layout of Oxford-IIIT Pet: " +
    "images/NAME.jpg, annotations/trimaps/NAME.png, annotations/list.txt.",
  flags: {
    count: {
      kind: "integer",
      min: 1,
      default: 200,
      help: "how many animals, of all species in turn",
    },
    size: { kind: "integer", min: 16, default: 128, help: "pixels per side" },
    seed: {
      kind: "integer",
      min: 0,
      max: 0xffffffff,
      default: 0,
      help: "seeds the drawing: the same seed always draws the same animals",
    },
    out: {
      kind: "string",
      value: "DIR",
      help: "the folder to write (required); it must be new or empty",
    },
  },
  examples: ["deno task menagerie --count 1000 --size 256 --out animals"],
} as const;

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const { flags: { count, size, seed, out } } = await parseFlags(Deno.args, COMMAND);
  if (out === undefined) throw new UsageError("--out DIR must be given; --help shows all flags");
  await makeEmptyFolder(out);
  await withProgress(
    { total: count, unit: "animals" },
    (bar) =>
      writeMenagerie(out, { count, size, seed, onAnimal: (done, id) => bar.update(done, id) }),
  );
  console.log(`Drew ${count} animals of ${size}x${size} pixels into ${out}`);
}

/** Makes the folder; one that contains something already is refused. */
async function makeEmptyFolder(out: string): Promise<void> {
  await makeFolder(out);
  for await (const { name } of Deno.readDir(out)) {
    throw new UsageError(
      `Cannot write the menagerie: the folder ${out} must be new or empty, got ${name} in it`,
    );
  }
}
