import assert from "node:assert/strict";
import { generate, PROGRAM } from "../../page/build.ts";

Deno.test("the committed program of pages is what page/ gives, and has no more than 1.2 MB", async () => {
  const program = await Deno.readTextFile(PROGRAM);
  assert.ok(
    program === await generate(),
    "site/try/program.js is out of date: run deno task build:page",
  );
  const { size } = await Deno.stat(PROGRAM);
  assert.ok(size <= 1.2e6, `${size} bytes`);
});

Deno.test("the program imports nothing, and asks Deno for nothing but in code that pages don't reach", async () => {
  const program = await Deno.readTextFile(PROGRAM);
  assert.doesNotMatch(program, /\bimport\s*[("{]/);
  assert.deepEqual([...new Set(program.match(/\bDeno\.\w+/g))], ["Deno.readFile"]);
});
