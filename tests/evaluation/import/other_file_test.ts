import assert from "node:assert/strict";
import { readSource } from "../../../evaluation/mod.ts";

Deno.test("readSource() says of a text that it is no run and no table", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/README.md`, 'Read "me", please\n\nconst a = ["b"];\n');
    await assert.rejects(
      readSource(`${folder}/README.md`),
      /README\.md: it must be a run folder, evaluation\.json, .* or a CSV, and is none$/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
