/**
 * What a reproduction trains, and how long that takes, before it starts.
 *
 * @module
 */
import { formatDuration } from "../cli/mod.ts";
import { counted } from "../core/mod.ts";
import { readFigures } from "../evaluation/mod.ts";
import { cornerKey, type CornerRun, runsOf } from "./explain/corners.ts";
import { forecast } from "./explain/forecast.ts";
import { type Question, questionOf } from "./explain/question.ts";
import { seedOf } from "./members.ts";
import { keepsProportions } from "./open_data.ts";
import type { Reproduced, Reproduction } from "./reproduction.ts";
import { begunRun, withWeights } from "./wanted_run.ts";

/** A reproduction, ready to be trained. */
export interface PlannedReproduction {
  /** The presets, with the weights that they start from. */
  presets: Reproduced[];
  /** Why the last is better than the first; left out where that isn't asked. */
  question?: Question;
}

/**
 * Finds the weights that there are, and says how long everything takes that isn't done.
 *
 * @param asked What is asked for.
 * @param signal Stops it.
 * @throws {Error} If weights that were named can't be opened.
 */
export async function planReproduction(
  asked: Reproduction,
  signal: AbortSignal,
): Promise<PlannedReproduction> {
  const presets: Reproduced[] = [];
  for (const one of asked.presets) {
    presets.push({ ...one, settings: await settled(one, signal) });
  }
  const keeps = await keepsProportions(presets[0].settings.data);
  const question = asked.seeds === 0 ? undefined : talkQuestion(asked, presets, keeps);
  const own = await unfinished(presets);
  const between = question === undefined ? [] : await cornersLeft(question, presets);
  if (own.length + between.length === 0) return { presets, question };
  const seconds = await forecast([...own, ...between], signal);
  for (const line of timeLines({ own, between, question }, seconds)) console.log(line);
  return { presets, question };
}

/** A preset's settings, with the weights that it has begun with or will. */
async function settled(wanted: Reproduced, signal: AbortSignal): Promise<Reproduced["settings"]> {
  const begun = await begunRun(wanted), { settings } = wanted;
  if (begun === undefined) return await withWeights(settings, signal);
  const { weights, weightsFormat } = begun.settings;
  return { ...settings, weights, weightsFormat };
}

/** What makes the talk's last model differ from its first; the colleague's batch is a further change. */
function talkQuestion(
  { out, seeds }: Reproduction,
  presets: readonly Reproduced[],
  keepsProportions: boolean,
): Question {
  const of = (name: string) => presets.find(({ preset }) => preset === name)!;
  const { batch } = of("mobilenetv3").settings, [a, b] = [of("unet"), of("mobilenetv2-long")];
  const question = questionOf(
    [a, b].map(({ preset, folder, settings }) => ({ name: preset, settings, folder })),
    {
      ...{ out: `${out}/explained`, seeds, isFull: true, keepsProportions },
      also: batch === b.settings.batch ? {} : { [`batch=${batch}`]: { batch } },
    },
  );
  return { ...question, folders: presets.map(({ folder }) => folder) };
}

async function unfinished(presets: readonly Reproduced[]): Promise<Reproduced[]> {
  const begun = await Promise.all(presets.map(begunRun));
  return presets.filter((_, i) => begun[i]?.record.status !== "done");
}

/** The trainings between, without those that a preset is, and those whose figures are there. */
async function cornersLeft(
  { corners, seeds, out }: Question,
  presets: readonly Reproduced[],
): Promise<CornerRun[]> {
  const idOf = (key: string, seed: number) => `${key} ${seed}`;
  const own = presets.map(({ settings }) => idOf(cornerKey(settings), seedOf(settings)));
  const left: CornerRun[] = [];
  for (const run of await runsOf(corners, { seeds, out, folders: [] })) {
    const { corner: { key }, seed } = run;
    if (own.includes(idOf(key, seed))) continue;
    if (await readFigures(out, key, seed) === undefined) left.push(run);
  }
  return left;
}

function timeLines(
  { own, between, question }: {
    own: readonly Reproduced[];
    between: readonly CornerRun[];
    question?: Question;
  },
  seconds: ReadonlyMap<Reproduced | CornerRun, number>,
): string[] {
  const together = (runs: readonly (Reproduced | CornerRun)[]) =>
    runs.reduce((sum, run) => sum + seconds.get(run)!, 0);
  const [a, b] = question?.names ?? [];
  return [
    "",
    ...own.map((one) => `time    ${one.preset}: about ${formatDuration(together([one]))}`),
    ...between.length === 0 ? [] : [
      `time    what lies between ${a} and ${b}: about ${formatDuration(together(between))}, ` +
      counted(between.length, "training"),
    ],
    `time    about ${
      formatDuration(together([...own, ...between]))
    } in all; Ctrl-C stops it, the ` +
    "same command resumes it",
  ];
}
