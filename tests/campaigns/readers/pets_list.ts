import { join } from "node:path";
import { listPets } from "../../../data/pets_folder.ts";
import type { Reader } from "../reader.ts";

const LISTS = [
  "#Image CLASS-ID SPECIES BREED ID\ncat_1 1 1 1\ncat_2 1 1 1\n",
  "\ufeff# comment\r\ncat_1 1 1 1\r\n",
  "Löwe_1 2 1 1\ncat_2\n\n\n",
];

/** The list of a data folder. */
export const reader: Reader = {
  seeds: () => Promise.resolve(LISTS.map((text) => new TextEncoder().encode(text))),
  async read(bytes, folder) {
    for (const sub of ["images", "annotations/trimaps"]) {
      await Deno.mkdir(join(folder, sub), { recursive: true });
      const ending = sub === "images" ? "jpg" : "png";
      for (const id of ["cat_1", "cat_2"]) {
        await Deno.writeTextFile(join(folder, sub, `${id}.${ending}`), "");
      }
    }
    await Deno.writeFile(join(folder, "annotations/list.txt"), bytes);
    return await listPets(folder);
  },
};
