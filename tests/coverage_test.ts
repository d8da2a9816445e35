// docs/statistics.md holds what deno task bench:coverage prints.
import assert from "node:assert/strict";
import { markdown, simulate, SIZES, TARGETS } from "../bench/coverage.ts";
import { PATIENT_TABLES } from "../bench/coverage_patients.ts";
import { ORDER_STATISTICS } from "../bench/coverage_methods.ts";

const docs = await Deno.readTextFile(new URL("../docs/statistics.md", import.meta.url));

/** All tables of the documentation that have a title: it, and the rows by what they begin with. */
const all = docs.split("\n### ").slice(1).map((section) => {
  const [title, ...lines] = section.split("\n");
  const rows = lines.filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
  return {
    title,
    head: rows[0],
    rows: new Map(rows.slice(2).map(([name, ...cells]) => [name, cells])),
  };
});

const tables = titled(TARGETS), ofPatients = titled(PATIENT_TABLES);

/** Those that the simulation makes. */
function titled(own: readonly { title: string }[]): typeof all {
  return all.filter((table) => own.some(({ title }) => title === table.title));
}

Deno.test("the documentation has each table of samples of patients, whose sign test holds 92 % or more", () => {
  assert.deepEqual(
    ofPatients.map(({ title, head }) => [title, head]),
    PATIENT_TABLES.map(({ title, head }) => [title, head]),
  );
  for (const { rows } of ofPatients) {
    const least = (name: string) => Math.min(...rows.get(name)?.map(Number) ?? [NaN]);
    if (rows.has("of cases")) assert.ok(least("of cases") > 0.2);
    else {
      assert.ok(least("sign test of patients") >= 0.92);
      assert.ok(least("order statistics of cases") < 0.75);
    }
  }
});

Deno.test("the documentation has each table of the simulation, with each interval and size", () => {
  assert.deepEqual(tables.map(({ title }) => title), TARGETS.map(({ title }) => title));
  tables.forEach(({ head, rows }, i) => {
    assert.deepEqual(head, ["interval", ...SIZES.map((n) => `n = ${n}`)]);
    assert.deepEqual([...rows.keys()], TARGETS[i].methods.map(({ name }) => name));
  });
});

Deno.test("the shares of the interval that pages show come out of the simulation again", () => {
  const trials = Number(/of (\d+) samples each/.exec(docs)![1]);
  const coverages = simulate({ ...TARGETS[0], methods: [ORDER_STATISTICS] }, trials);
  const documented = tables[0].rows.get(ORDER_STATISTICS.name);
  assert.deepEqual(coverages[0].shares.map((share) => share.toFixed(3)), documented);
});

Deno.test("the interval that pages show holds 94 % or more at every size, its rivals don't", () => {
  for (const { title, rows } of tables) {
    for (const [name, cells] of rows) {
      const least = Math.min(...cells.map(Number));
      assert.equal(least >= 0.94, name === ORDER_STATISTICS.name, `${title}, ${name}: ${least}`);
    }
  }
});

Deno.test("the simulation counts: an interval of everything always holds, one of nothing never", () => {
  const all = { name: "all", interval: () => [-Infinity, Infinity] as [number, number] };
  const none = { name: "none", interval: () => [2, 3] as [number, number] };
  const target = { ...TARGETS[0], draws: TARGETS[0].draws.slice(0, 1), methods: [all, none] };
  const coverages = simulate(target, 3);
  assert.deepEqual(coverages.map(({ shares }) => new Set(shares)), [new Set([1]), new Set([0])]);
  assert.match(markdown(coverages), /^\| interval \| n = 10 .*\n\| -+ \| .*\n\| all +\| 1\.000/);
});
