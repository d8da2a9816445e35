// What looks wrong in a set that can be read.
import assert from "node:assert/strict";
import { manyRare } from "../../../data/look/doubts.ts";

const classesOf = (count: number, images: number) =>
  Array.from({ length: count }, (_, i) => ({ name: `class ${i}`, images }));

Deno.test("many classes in hardly any image are said once, with what may have made them", () => {
  const [said, ...others] = manyRare([...classesOf(2, 9), ...classesOf(6, 2)], 9);
  assert.deepEqual(others, []);
  assert.match(
    said,
    /^6 of 8 classes are in fewer than 3 images: class 0, class 1, class 2, …; if /,
  );
});

Deno.test("few rare classes, or rare ones of two images, are no sign of numbered objects", () => {
  assert.deepEqual(manyRare(classesOf(5, 1), 9), []);
  assert.deepEqual(manyRare(classesOf(9, 3), 9), []);
  assert.deepEqual(manyRare(classesOf(9, 1), 2), []);
});
