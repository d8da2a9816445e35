import assert from "node:assert/strict";
import { liesOf, wayUpOf } from "../../../data/look/way_up.ts";

/** A mask of labels drawn by a rule. */
function drawn(width: number, height: number, labelAt: (x: number, y: number) => number) {
  const values = Uint8Array.from(
    { length: width * height },
    (_, i) => labelAt(i % width, Math.floor(i / width)),
  );
  return { values, width, height };
}

/** Why a set of one mask has a way up. */
function wayUp(...mask: Parameters<typeof drawn>): string | undefined {
  return wayUpOf([liesOf(drawn(...mask))], ["ground", "thing"]);
}

Deno.test("halves and edges of a small mask, counted by hand", () => {
  const rows = ["112", "112", "222"].join("");
  const lies = liesOf(drawn(3, 3, (x, y) => Number(rows[3 * y + x])));
  assert.deepEqual(lies.get(1), {
    upper: 2,
    lower: 0,
    left: 2,
    right: 0,
    along: 2 / 6,
    down: 2 / 6,
  });
  assert.deepEqual(lies.get(2), {
    upper: 1,
    lower: 3,
    left: 1,
    right: 3,
    along: 2 / 6,
    down: 2 / 6,
  });
  assert.deepEqual([...lies.keys()], [1, 2]);
});

Deno.test("images have a way up where a class lies above or below, to one side, or has a direction", () => {
  assert.equal(wayUp(40, 40, (_, y) => y < 10 ? 2 : 1), "ground lies more below than above");
  assert.equal(wayUp(40, 40, (x) => x < 10 ? 2 : 1), "ground lies more to the right");
  assert.equal(wayUp(48, 48, (_, y) => 1 + (y >> 2) % 2), "ground has a direction");
  assert.equal(
    wayUp(40, 40, (x, y) => Math.hypot(x - 20, y - 13) < 5 ? 2 : 1),
    "thing lies more above than below",
  );
});

Deno.test("a class in the middle, or anywhere, has none, in images of any proportions", () => {
  assert.equal(wayUp(40, 40, (x, y) => Math.hypot(x - 19.5, y - 19.5) < 12 ? 2 : 1), undefined);
  assert.equal(wayUp(60, 40, (x, y) => 1 + ((x >> 1) + (y >> 1)) % 2), undefined);
  // what one mask has above the next has below
  const masks = [drawn(40, 40, (x, y) => x < y ? 2 : 1), drawn(40, 40, (x, y) => x > y ? 2 : 1)];
  assert.equal(wayUpOf(masks.map(liesOf), ["ground", "thing"]), undefined);
  assert.equal(wayUpOf([], ["ground"]), undefined);
});
