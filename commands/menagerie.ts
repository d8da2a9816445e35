/**
 * `deno task menagerie`: draws any number of animals into a folder in the layout of Oxford-IIIT Pet,
 * for this program and for any other that reads the original.
 *
 * @module
 */
import { join } from "node:path";
import { parseFlags, Progress, runCommand, UsageError } from "../cli/mod.ts";
import { encodeJpeg, encodeLabelPng, makeFolder, writeFileAtomic } from "../io/mod.ts";
import { type Animal, drawAnimal } from "../data/menagerie/mod.ts";
import { SPECIES } from "../data/menagerie/species.ts";

const COMMAND = {
  name: "deno task menagerie",
  description: "Draws animals with their trimaps into a folder in the layout of Oxford-IIIT Pet: " +
    "images/NAME.jpg, annotations/trimaps/NAME.png, annotations/list.txt.",
  flags: {
    count: {
      kind: "integer",
      min: 1,
      default: 200,
      help: "how many animals; the species take turns",
    },
    size: { kind: "integer", min: 16, default: 128, help: "pixels a side" },
    seed: {
      kind: "integer",
      min: 0,
      max: 0xffffffff,
      default: 0,
      help: "another seed draws other animals, the same one always the same",
    },
    out: { kind: "string", value: "DIR", help: "the folder to write; it must be new or empty" },
  },
  examples: ["deno task menagerie --count 1000 --size 256 --out animals"],
} as const;

/** Black for what no trimap holds, then foreground, background and border. */
const PALETTE = [[0, 0, 0], [224, 122, 63], [63, 111, 181], [58, 157, 124]] as const;

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const { flags: { count, size, seed, out } } = await parseFlags(Deno.args, COMMAND);
  if (out === undefined) throw new UsageError("--out must name the folder to write");
  await makeFolders(out);
  const animals: Pick<Animal, "id" | "group">[] = [];
  const bar = new Progress({ total: count, unit: "animals" });
  try {
    for (let index = 0; index < count; index++) {
      const { id, group, image, labels } = drawAnimal(index, { size, seed });
      const photograph = await encodeJpeg({ data: image, width: size, height: size }, {
        quality: 92,
      });
      await writeFileAtomic(join(out, "images", `${id}.jpg`), photograph);
      const trimap = encodeLabelPng({ labels, width: size, height: size }, PALETTE);
      await writeFileAtomic(join(out, "annotations", "trimaps", `${id}.png`), trimap);
      animals.push({ id, group });
      bar.update(index + 1, id);
    }
  } finally {
    bar.clear();
  }
  await writeFileAtomic(join(out, "annotations", "list.txt"), listOf(animals));
  console.log(`Drew ${count} animals of ${size}x${size} pixels into ${out}`);
}

/** Makes the folders; one that holds something already is refused. */
async function makeFolders(out: string): Promise<void> {
  await makeFolder(out);
  for await (const entry of Deno.readDir(out)) {
    throw new UsageError(
      `Cannot write the menagerie: the folder ${out} must be new or empty, it holds ${entry.name}`,
    );
  }
  await makeFolder(join(out, "images"));
  await makeFolder(join(out, "annotations", "trimaps"));
}

/** The official list's lines: name, class, kind (1 fur, 2 others), the class's number in its kind. */
function listOf(animals: readonly Pick<Animal, "id" | "group">[]): string {
  const classes = SPECIES.map(({ name, kind }, i) => {
    const breed = SPECIES.slice(0, i + 1).filter((other) => other.kind === kind).length;
    return [name, `${i + 1} ${kind === "mammal" ? 1 : 2} ${breed}`] as const;
  });
  const numbers = new Map(classes);
  const head = [
    "#Image CLASS-ID SPECIES BREED ID",
    `#ID: 1:${SPECIES.length} Class ids`,
    "#SPECIES: 1:Mammal 2:Other",
    "#BREED ID: number of the class within its species",
  ];
  const sorted = animals.toSorted((a, b) => a.id < b.id ? -1 : 1);
  return [...head, ...sorted.map(({ id, group }) => `${id} ${numbers.get(group)}`), ""].join("\n");
}
