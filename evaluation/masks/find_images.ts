import { join } from "node:path";
import type { CasePaths } from "./case_paths.ts";
import { isPattern, listMasks } from "./mask_files.ts";

/**
 * Gives each case its image, where a pattern says where they are: `images/*_0000.png`. A folder is looked
 * into when a case is measured.
 *
 * @param cases The cases.
 * @param images The folder or the pattern.
 * @returns The cases with their images; of several files with one id, channels perhaps, the first.
 * @throws {Error} If the folder can't be read.
 */
export async function withImages(
  cases: readonly CasePaths[],
  images: string | undefined,
): Promise<CasePaths[]> {
  if (images === undefined || !isPattern(images)) return [...cases];
  const { folder, masks, others, idOf } = await listMasks(images);
  const byId = new Map<string, string>();
  // a photograph is the image, and what has its name the mask
  for (const file of [...others, ...masks]) {
    const id = idOf(file)!;
    if (!byId.has(id)) byId.set(id, join(folder, file));
  }
  return cases.map((one): CasePaths => {
    const image = one.image ?? byId.get(one.id);
    return image === undefined ? one : { ...one, image };
  });
}
