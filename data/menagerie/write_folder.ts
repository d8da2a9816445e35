import { join } from "node:path";
import { compareCodePoints } from "../../core/mod.ts";
import { encodeJpeg, encodeLabelPng, makeFolder, writeFileAtomic } from "../../io/mod.ts";
import { type Animal, drawAnimal } from "./animal.ts";
import { SPECIES } from "./species.ts";

/** Options of {@linkcode writeMenagerie}. */
export interface MenagerieFolderOptions {
  /** How many animals; the species take turns. */
  count: number;
  /** Pixels per side. */
  size: number;
  /** The same one always draws the same animals. */
  seed: number;
  /** Called after each animal with the number written so far, and its id. */
  onAnimal?: (done: number, id: string) => void;
}

/** Black for 0, which no trimap contains, then foreground, background and border. */
const PALETTE = [[0, 0, 0], [224, 122, 63], [63, 111, 181], [58, 157, 124]] as const;

/**
 * Draws animals into a folder in the layout of Oxford-IIIT Pet: `images/NAME.jpg`,
 * `annotations/trimaps/NAME.png`, `annotations/list.txt`.
 *
 * @param folder The folder.
 * @param options What to draw.
 */
export async function writeMenagerie(
  folder: string,
  { count, size, seed, onAnimal }: MenagerieFolderOptions,
): Promise<void> {
  const images = join(folder, "images"), annotations = join(folder, "annotations");
  const trimaps = join(annotations, "trimaps");
  await makeFolder(images);
  await makeFolder(trimaps);
  const animals: Pick<Animal, "id" | "group">[] = [];
  for (let index = 0; index < count; index++) {
    const { id, group, image, labels } = drawAnimal(index, { size, seed });
    const photograph = { data: image, width: size, height: size };
    await writeFileAtomic(join(images, `${id}.jpg`), await encodeJpeg(photograph, { quality: 92 }));
    const trimap = encodeLabelPng({ labels, width: size, height: size }, PALETTE);
    await writeFileAtomic(join(trimaps, `${id}.png`), trimap);
    animals.push({ id, group });
    onAnimal?.(index + 1, id);
  }
  await writeFileAtomic(join(annotations, "list.txt"), listOf(animals));
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
  const sorted = animals.toSorted((a, b) => compareCodePoints(a.id, b.id));
  return [...head, ...sorted.map(({ id, group }) => `${id} ${numbers.get(group)}`), ""].join("\n");
}
