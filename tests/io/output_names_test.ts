import assert from "node:assert/strict";
import { outputNames } from "../../io/mod.ts";

const CASES: [about: string, paths: string[], names: string[]][] = [
  ["names of their own stay", ["x/a.jpg", "y/b.png", "c"], ["a", "b", "c"]],
  ["equal ones of two folders", ["x/a.jpg", "y/a.jpg", "y/b.jpg"], ["x/a", "y/a", "y/b"]],
  ["of two folders of one name", ["1/x/a.jpg", "2/x/a.jpg"], ["x/a", "x-2/a"]],
  ["endings", ["x/a.jpg", "x/a.png", "x/a.jpg.gif"], ["a.jpg-2", "a.png", "a.jpg"]],
  ["case", ["x/a.jpg", "x/A.jpg", "x/A-2.jpg"], ["a", "A-3", "A-2"]],
  ["two forms of one letter", ["x/ö.jpg", "x/o\u0308.jpg"], ["ö", "o\u0308-2"]],
  ["devices of Windows", ["con.jpg", "COM1.x.jpg", "console.jpg"], ["_con", "_COM1.x", "console"]],
  ["points and blanks at the end", ["a..jpg", "a .jpg"], ["a_", "a_-2"]],
];

for (const [about, paths, names] of CASES) {
  Deno.test(`outputNames(): ${about}`, () => assert.deepEqual(outputNames(paths), names));
}

Deno.test("outputNames() fit every disk, and stay distinct where they are cut", () => {
  const long = "ü".repeat(120);
  const names = outputNames([`${long}1.jpg`, `${long}2.jpg`]);
  assert.equal(new Set(names).size, 2);
  for (const name of names) assert.ok(new TextEncoder().encode(name).length < 190);
});

Deno.test("outputNames() of 100,000 files that meet take seconds, not hours", () => {
  const paths = Array.from({ length: 100_000 }, (_, i) => `${i}/x/a.jpg`);
  const start = performance.now();
  assert.equal(new Set(outputNames(paths)).size, paths.length);
  assert.ok(performance.now() - start < 20_000);
});
