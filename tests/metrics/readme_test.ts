import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { readFile } from "node:fs/promises";

Deno.test("the package's README has an entry for each export, types included", async () => {
  const folder = new URL("../../metrics/", import.meta.url);
  const readme = await readFile(new URL("README.md", folder), "utf8");
  const entries = readme.split("\n").filter((line) => line.startsWith("|")).join("\n");
  const args = ["doc", "--json", fileURLToPath(new URL("mod.ts", folder))];
  const { stdout } = await new Deno.Command("deno", { args }).output();
  const [{ symbols }] = Object.values(JSON.parse(new TextDecoder().decode(stdout)).nodes) as {
    symbols: { name: string }[];
  }[];
  assert.ok(symbols.length > 40);
  const missing = symbols.map(({ name }) => name).filter((name) =>
    !entries.includes(`\`${name}\``)
  );
  assert.deepEqual(missing, []);
});
