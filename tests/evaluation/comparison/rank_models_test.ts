// Several models ranked: by hand, and against planted qualities.
import assert from "node:assert/strict";
import { SETTINGS, simulate, TABLES } from "../../../bench/ranking.ts";
import { type MeasuredRun, modelsOf } from "../../../evaluation/mod.ts";
import { rankModels } from "../../../evaluation/comparison/rank_models.ts";
import { holmOfPairs, letterGroups } from "../../../evaluation/comparison/separate_models.ts";
import { rankingVerdict } from "../../../evaluation/tables/ranking_tables.ts";
import { signFlips } from "../../../evaluation/statistics/sign_flips.ts";
import { studentP } from "../../../evaluation/statistics/student.ts";

Deno.test("three models on six cases rank as they do by hand", () => {
  // ranks of A: 1 1 1 1 1 2, of B: 2 2 2 2.5 2 1, of C: 3 3 3 2.5 3 3
  const values = [
    [0.9, 0.8, 0.9, 0.9, 0.7, 0.6],
    [0.8, 0.7, 0.8, 0.5, 0.6, 0.7],
    [0.1, 0.2, 0.3, 0.5, 0.5, 0.5],
  ];
  const { models, p, groups, chance } = rankModels({ values, models: [[2], [0], [1]] });
  assert.deepEqual(models.map(({ model }) => model), [1, 2, 0]);
  assert.deepEqual(models.map(({ meanRank }) => meanRank), [7 / 6, 11.5 / 6, 17.5 / 6]);
  // B − A in half ranks: 2 2 2 3 2 −2, a sum of 9, which 12 of the 64 choices of signs reach on either side
  const count = (sizes: number[], least: number) => {
    let found = 0;
    for (let signs = 0; signs < 2 ** sizes.length; signs++) {
      const sum = sizes.reduce((all, size, i) => all + (signs >> i & 1 ? size : -size), 0);
      if (Math.abs(sum) >= least) found++;
    }
    return found / 2 ** sizes.length;
  };
  const raw = { ab: count([2, 2, 2, 3, 2, 2], 9), ac: 2 / 64, bc: count([2, 2, 2, 2, 4], 12) };
  assert.equal(raw.ab, 12 / 64);
  assert.equal(raw.bc, 2 / 32);
  // Holm: the least times 3, the next times 2, the largest alone, never less than the one before
  const close = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-12, `${a} ${b}`);
  close(p[0][2], 3 / 32);
  close(p[1][2], 4 / 32);
  close(p[0][1], 12 / 64);
  assert.deepEqual(groups, [[0, 1, 2]]);
  assert.ok(chance[0][2] > 0.999 && chance[0][1] > 0.9 && chance[0][1] < 1);
  close(chance[0][1] + chance[1][0], 1);
});

Deno.test("models that differ in every one of many cases are told apart; equal values are not", () => {
  const base = Array.from({ length: 40 }, (_, i) => (i * 7919 % 101) / 101);
  const values = [base, base.map((one) => one - 0.1), base.map((one) => one - 0.2), base];
  const { models, groups, p } = rankModels({ values, models: [[0], [1], [2], [3]] });
  assert.deepEqual(models.map(({ model }) => model), [0, 3, 1, 2]);
  assert.deepEqual(models.map(({ meanRank }) => meanRank), [1.5, 1.5, 3, 4]);
  assert.deepEqual(models.map(({ place }) => place), [1, 1, 3, 4]);
  assert.deepEqual(groups, [[0, 1], [2], [3]]);
  assert.equal(p[0][1], 1);
  const names = ["a", "b", "c", "d"];
  assert.equal(
    rankingVerdict({ ranking: { models, p, groups, chance: [] } }, names),
    "a and d share the first place.",
  );
});

Deno.test("infinite distances rank last, and two of them alike", () => {
  const values = [[-1, -1, -1], [-Infinity, -2, -2], [-Infinity, -3, -3]];
  const { models } = rankModels({ values, models: [[0], [1], [2]] });
  assert.deepEqual(models.map(({ meanRank }) => meanRank), [1, 6.5 / 3, 8.5 / 3]);
});

Deno.test("patients count, not their cases", () => {
  // one patient of 30 cases decides nothing
  const values = [Array(30).fill(0.9), Array(30).fill(0.8)];
  const alone = rankModels({ values, models: [[0], [1]] });
  assert.ok(alone.p[0][1] < 1e-6);
  const keys = values[0].map((_, i) => `patient ${i % 3}`);
  const whole = rankModels({ values, models: [[0], [1]], keys });
  assert.equal(whole.p[0][1], 2 / 2 ** 3);
  assert.deepEqual(whole.groups, [[0, 1]]);
});

Deno.test("seeds are replicates: what differs from seed to seed as much separates nothing", () => {
  const of = (shift: number) => Array.from({ length: 60 }, (_, i) => 0.5 + shift + (i % 7) / 1000);
  const values = [of(0.03), of(-0.02), of(0.02), of(-0.03)];
  const seeds = rankModels({ values, models: [[0, 1], [2, 3]] });
  assert.ok(seeds.p[0][1] > 0.5, String(seeds.p[0][1]));
  assert.ok(seeds.chance[0][1] > 0.4 && seeds.chance[0][1] < 0.9, String(seeds.chance[0][1]));
  const apart = rankModels({
    values: [of(0.03), of(0.031), of(-0.03), of(-0.031)],
    models: [[0, 1], [2, 3]],
  });
  assert.ok(apart.chance[0][1] > 0.999);
});

Deno.test("Holm's method, letters, sign flips and Student's t agree with known values", () => {
  const matrix = (ab: number, ac: number, bc: number) => [[1, ab, ac], [ab, 1, bc], [ac, bc, 1]];
  assert.deepEqual(holmOfPairs(matrix(0.01, 0.02, 0.3)), matrix(0.03, 0.04, 0.3));
  assert.deepEqual(holmOfPairs(matrix(0.25, 0.125, 0.9)), matrix(0.5, 0.375, 0.9));
  assert.deepEqual(letterGroups(matrix(0.2, 0.01, 0.2)), [[0, 1], [1, 2]]);
  assert.deepEqual(letterGroups(matrix(0.01, 0.2, 0.01)), [[0, 2], [1]]);
  assert.deepEqual(letterGroups(matrix(0.01, 0.01, 0.01)), [[0], [1], [2]]);
  assert.equal(signFlips([1, -1, 0]), 1);
  const many = signFlips(Array.from({ length: 100 }, (_, i) => i < 60 ? 1 : -1));
  // two-sided normal of z = 2
  assert.ok(Math.abs(many - 0.0455003) < 1e-6, String(many));
  // scipy.stats.t.sf(2.5, 7) * 2, sf(0.3, 30) * 2, sf(12, 2.5) * 2
  for (
    const [t, freedom, p] of [[2.5, 7, 0.04099222], [0.3, 30, 0.7662461], [12, 2.5, 0.002836215]]
  ) {
    assert.ok(Math.abs(studentP(t, freedom) - p) < 1e-7, `${t} ${studentP(t, freedom)}`);
  }
});

Deno.test("runs that differ in their seed alone are one model", () => {
  const run = (name: string, settings?: Record<string, unknown>) =>
    ({
      name,
      run: settings ? { settings, backend: "simd", data: { fingerprint: "a" } } : null,
    }) as MeasuredRun;
  const models = modelsOf([
    run("a", { seed: 0, lr: 1 }),
    run("b", { seed: 0, lr: 2 }),
    run("c", { seed: 1, lr: 1, title: "again" }),
    run("d"),
    run("e", { seed: 0, lr: 2 }),
  ]);
  assert.deepEqual(models.map(({ runs }) => runs), [[0, 2], [1], [3], [4]]);
});

Deno.test("planted qualities are found, false separations stay at the level, as the documentation has it", async () => {
  const docs = await Deno.readTextFile(new URL("../../../docs/statistics.md", import.meta.url));
  const heads = SETTINGS.map(({ name }) => name);
  const rows = TABLES.map(({ title }) => {
    const line = docs.split("\n").find((line) => line.startsWith(`| ${title} `));
    assert.ok(line, title);
    return line.split("|").slice(2, -1).map((cell) => cell.trim());
  });
  assert.ok(docs.replace(/ +/g, " ").includes(`| share of samples | ${heads.join(" | ")} |`));
  const outcomes = new Map(
    TABLES.map(({ qualities }) => qualities).filter((one, i, all) => all.indexOf(one) === i)
      .map((qualities) => [qualities, simulate(SETTINGS[0], qualities, 400)]),
  );
  for (const [i, { title, qualities, of }] of TABLES.entries()) {
    assert.equal(rows[i][0], of(outcomes.get(qualities)!).toFixed(3), title);
    if (title.startsWith("Any false")) {
      for (const cell of rows[i]) {
        assert.ok(Number(cell) <= 0.05 + 3 * Math.sqrt(0.05 * 0.95 / 400), cell);
      }
    }
  }
});
