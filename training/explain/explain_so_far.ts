/**
 * What is known of an experiment so far: the trainings that are measured, and what they say.
 *
 * @module
 */
import { basename, join, relative } from "node:path";
import {
  awaitFolder,
  explainedFigures,
  type ExplainedRuns,
  readCases,
  readFigures,
  writeExplanation,
} from "../../evaluation/mod.ts";
import { exists } from "../../io/mod.ts";
import type { SettingName, Settings } from "../settings.ts";
import type { CornerRun } from "./corners.ts";
import type { Factor } from "./factors.ts";
import type { Question } from "./question.ts";

/** Writes what the trainings say that are measured to `explanation.json`. */
export async function explainSoFar(
  question: Question,
  runs: readonly CornerRun[],
): Promise<ExplainedRuns> {
  const { out, names, seeds, scale, factors, corners, design, a } = question;
  // another process that shares the experiment may have more figures by now
  using _held = await awaitFolder(out);
  const cases = await readCases(out);
  const figures = await Promise.all(
    corners.map(async ({ key }) => {
      const own = runs.filter(({ corner }) => corner.key === key);
      const read = await Promise.all(own.map(({ seed }) => readFigures(out, key, seed)));
      return read.filter((one) => one !== undefined);
    }),
  );
  const explained: ExplainedRuns = {
    schema: "triptych/explanation@1",
    createdAt: new Date().toISOString(),
    names: [...names],
    cases,
    seeds,
    scale,
    ...a.tune && { tune: true },
    factors: factors.map(describedFactor),
    corners: await Promise.all(corners.map(async ({ key, name, factors, also }, c) => {
      const folders = runs.filter(({ corner }) => corner.key === key).map(({ folder }) => folder);
      const there = await Promise.all(folders.map((folder) => exists(join(folder, "run.json"))));
      const seconds = figures[c].map((one) => one.seconds);
      const notes = [...new Set(figures[c].flatMap(({ notes = [] }) => notes))];
      return {
        key,
        name,
        factors,
        also,
        seeds: figures[c].map(({ seed }) => seed),
        ...notes.length > 0 && { notes },
        ...seconds.length > 0 &&
          { seconds: seconds.reduce((sum, one) => sum + one, 0) / seconds.length },
        runs: folders.filter((_, i) => there[i]).map((folder) => relative(out, folder)),
      };
    })),
    ...explainedFigures({ cases, figures, design }),
  };
  await writeExplanation(out, explained);
  return explained;
}

/** A factor, as files have it. */
export function describedFactor({ id, title, from, to, requires, why }: Factor) {
  const names = Object.keys({ ...from, ...to }) as (keyof Settings)[];
  const settings = names.filter((name) => from[name] !== to[name])
    .map((name) => ({ name, from: told(name, from[name]), to: told(name, to[name]) }));
  return { id, title, settings, requires, why };
}

/** Settings that say where something lies. */
const PLACES: readonly string[] = [
  ...["data", "testData", "weights", "init"] as const,
] satisfies SettingName[];

/** A value, of a file or a folder its name alone. */
export function told(name: string, value: unknown): unknown {
  return PLACES.includes(name) && typeof value === "string" ? basename(value) : value ?? null;
}
