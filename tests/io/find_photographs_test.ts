// Which images are found in a folder that holds what was written about them, too.
import assert from "node:assert/strict";
import { basename } from "node:path";
import { findPhotographs } from "../../io/mod.ts";

Deno.test("findPhotographs() leaves out what Triptych wrote about pictures", async () => {
  const folder = await Deno.makeTempDir(), images = ["a.jpg", "b.png", "v.nii.gz"];
  const written = ["a.png", "a.overlay.jpg", "a.confidence.png", "a.class-1.png", "b.truth.png"];
  for (const name of [...images, ...written]) await Deno.writeTextFile(`${folder}/${name}`, "");
  const notes: string[] = [];
  const found = await findPhotographs([folder], { onOthers: (note) => notes.push(note) });
  assert.deepEqual(found.map(({ path }) => basename(path)), images);
  assert.deepEqual(notes, [`5 masks and overlays of Triptych in ${folder} left out`]);
  await Deno.remove(folder, { recursive: true });
});
