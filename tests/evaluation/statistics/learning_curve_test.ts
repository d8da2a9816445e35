// What twice as many images would bring, and when that can't be said.
import assert from "node:assert/strict";
import {
  type CurvePoint,
  curveVerdict,
  learningCurves,
  learningCurveSentence,
} from "../../../evaluation/mod.ts";
import { mulberry32 } from "../../../core/mod.ts";

const CLASSES = [{ label: 1, name: "cat", color: "#e07a3f" }];
const IMAGES = [10, 20, 40, 80];

/** Points of models whose cases have a Dice each. */
function pointsOf(
  diceAt: (images: number, i: number, model: number) => number,
  {
    cases = 20,
    models = 1,
    images = IMAGES,
    group = (_: number): string | undefined => undefined,
  } = {},
): CurvePoint[] {
  return images.map((images) => ({
    images,
    evaluations: Array.from({ length: models }, (_, model) => ({
      classes: CLASSES,
      independent: group(0) === undefined ? undefined : "groups" as const,
      cases: Array.from({ length: cases }, (_, i) => ({
        id: String(i),
        group: group(i),
        shape: [],
        spacing: [],
        classes: { cat: { tp: 1, fp: 0, fn: 1, tn: 0, dice: diceAt(images, i, model) } },
      })),
    })),
  }));
}

Deno.test("a power law is found again, and its value at twice as many images", () => {
  // the error of each case falls with the root of the images
  const { all, classes } = learningCurves(pointsOf((n, i) => 1 - (1 + i % 3) / 4 / Math.sqrt(n)));
  const { fit, doubled, points } = all;
  const factor = (7 + 7 * 2 + 6 * 3) / 20 / 4;
  assert.ok(Math.abs(fit!.exponent - 0.5) < 1e-9 && Math.abs(fit!.factor - factor) < 1e-9);
  assert.ok(fit!.miss < 1e-9);
  assert.ok(Math.abs(doubled!.dice - (1 - factor / Math.sqrt(160))) < 1e-9);
  assert.equal(doubled!.images, 160);
  assert.equal(curveVerdict(all), "rising");
  assert.deepEqual(classes.get("cat"), all);
  for (const { dice, interval } of points) assert.ok(interval![0] < dice && dice < interval![1]);
  assert.match(
    learningCurveSentence(all),
    /^160 images, twice as many, would change .* by \+0\.0\d\d /,
  );
});

Deno.test("a gain that may be chance is not shown, a fall is a fall, whatever the order of the points", () => {
  const random = mulberry32(5), noise = Array.from({ length: 80 }, () => 0.5 + 0.4 * random());
  const flat = learningCurves(pointsOf((n, i) => noise[(n / 10 * 7 + i * 3) % 80])).all;
  assert.equal(curveVerdict(flat), "flat");
  assert.match(learningCurveSentence(flat), /isn't shown/);
  const points = pointsOf((n, i) => 0.5 - 0.002 * n + 0.01 * (i % 2)), back = points.toReversed();
  const falling = learningCurves(points).all;
  assert.equal(curveVerdict(falling), "falling");
  assert.ok(falling.doubled!.gain < 0);
  assert.match(learningCurveSentence(falling), /made it worse/);
  assert.deepEqual(learningCurves(back).all, falling);
});

Deno.test("of too few points, without an error left, and of a class that no truth holds nothing is said", () => {
  const few = learningCurves(pointsOf(() => 0.5, { images: [10, 20] })).all;
  assert.deepEqual([few.fit, curveVerdict(few)], [undefined, "unknown"]);
  assert.match(learningCurveSentence(few), /fewer than three points/);
  const perfect = learningCurves(pointsOf(() => 1)).all;
  assert.equal(curveVerdict(perfect), "unknown");
  assert.match(learningCurveSentence(perfect), /no error left/);
  const absent = pointsOf(() => 0.5).map(({ images, evaluations: [one] }) => ({
    images,
    evaluations: [{
      ...one,
      cases: one.cases.map((c) => ({ ...c, classes: { cat: { ...c.classes.cat, tp: 0, fn: 0 } } })),
    }],
  }));
  assert.equal(curveVerdict(learningCurves(absent).all), "unknown");
});

Deno.test("of fewer than six test cases, or groups, there is no interval, and nothing is sure", () => {
  const dice = (n: number, i: number) => 1 - (1 + i % 3) / 4 / Math.sqrt(n);
  for (const options of [{ cases: 5 }, { group: (i: number) => `patient ${i % 2}` }]) {
    const { all } = learningCurves(pointsOf(dice, options));
    assert.deepEqual([...all.points, all.doubled!].map(({ interval }) => interval), [
      ...Array(5).fill(undefined),
    ]);
    assert.equal(curveVerdict(all), "unknown");
    assert.match(
      learningCurveSentence(all),
      /by \+0\.\d+ by the power law through the points: fewer than 6 test cases, .* may be chance\.$/,
    );
  }
});

Deno.test("intervals count groups where these are independent, and models where there are several", () => {
  const dice = (n: number, i: number, _model: number) => 1 - (1 + (i / 3 | 0)) / 8 / Math.sqrt(n);
  const width = (options: Parameters<typeof pointsOf>[1], own = dice) => {
    const [{ interval }] = learningCurves(pointsOf(own, options)).all.points;
    return interval![1] - interval![0];
  };
  assert.ok(width({ group: (i) => `g${i / 3 | 0}` }) > 1.5 * width({}));
  const alike = () => 0.8, apart = (_n: number, _i: number, model: number) => 0.7 + 0.1 * model;
  assert.ok(width({ models: 3 }, alike) < 1e-9);
  assert.ok(width({ models: 3 }, apart) > 0.1);
});
