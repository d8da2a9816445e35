import assert from "node:assert/strict";
import {
  folderOf,
  formatBytes,
  formatDuration,
  formatNumber,
  skippedLines,
  table,
} from "../../cli/mod.ts";
import { suggest } from "../../cli/suggest.ts";

Deno.test("table() sets numbers flush right, texts flush left, under their titles", () => {
  const rows = [["foreground", "0.912", 3], ["border", "∞", 12]];
  assert.equal(
    table(rows, { head: ["class", "Dice", "missed"] }),
    [
      "class        Dice  missed",
      "──────────  ─────  ──────",
      "foreground  0.912       3",
      "border          ∞      12",
    ].join("\n"),
  );
});

Deno.test("table() takes rows without a head, short rows and combining marks", () => {
  assert.equal(table([["a", "b"], ["e\u0301e"]]), "a   b\ne\u0301e");
  assert.equal(table([]), "");
});

Deno.test("folderOf() leaves the root's slash", () => {
  assert.deepEqual(["runs//", "a/b/", "/", "//"].map(folderOf), ["runs", "a/b", "/", "//"]);
});

Deno.test("formatNumber() writes infinity and nothing as such", () => {
  const values = [0.91249, -2, Infinity, -Infinity, NaN, null];
  assert.deepEqual(values.map((value) => formatNumber(value)), [
    "0.912",
    "-2.000",
    "∞",
    "−∞",
    "–",
    "–",
  ]);
  assert.equal(formatNumber(1.25, 1), "1.3");
});

Deno.test("formatDuration() writes seconds, minutes and hours", () => {
  const spans = [0, 0.2, 59, 59.5, 3599, 3600, 7420, Infinity, -1];
  assert.deepEqual(spans.map(formatDuration), [
    "0 s",
    "1 s",
    "59 s",
    "1:00",
    "59:59",
    "1:00:00",
    "2:03:40",
    "–",
    "0 s",
  ]);
});

Deno.test("formatBytes() writes powers of 1000", () => {
  const sizes = [0, 999, 1000, 1500, 999_949, 999_950, 791_918_971, 5e12, 5e15];
  assert.deepEqual(sizes.map(formatBytes), [
    "0 B",
    "999 B",
    "1.0 kB",
    "1.5 kB",
    "999.9 kB",
    "1.0 MB",
    "791.9 MB",
    "5.0 TB",
    "5000.0 TB",
  ]);
});

Deno.test("suggest() finds what a mistyped word was meant to be", () => {
  const words = ["--size", "--seed", "--strict", "--lr"];
  assert.equal(suggest("--sise", words), "--size");
  assert.equal(suggest("--szie", words), "--size");
  assert.equal(suggest("--stric", words), "--strict");
  assert.equal(suggest("--rl", words), "--lr");
  assert.equal(suggest("--photographs", words), undefined);
  assert.equal(suggest("x", []), undefined);
});

Deno.test("skippedLines() says each reason once, with three names and the count of more", () => {
  const of = (reason: string, count: number) =>
    Array.from({ length: count }, (_, i) => ({ file: `${reason[0]}${i}.png`, reason }));
  assert.deepEqual(skippedLines([...of("empty", 587), ...of("torn", 3), ...of("blank", 1)]), [
    "skipped 587 files (e0.png, e1.png, e2.png, …): empty",
    "skipped t0.png, t1.png, t2.png: torn",
    "skipped b0.png: blank",
  ]);
  assert.deepEqual(skippedLines([]), []);
});

Deno.test("table() takes more rows than a call takes arguments", () => {
  const rows = Array.from({ length: 300_000 }, (_, i) => [i]);
  assert.equal(table(rows).split("\n").at(-1), "299999");
});
