/**
 * Training what lies between two runs, and what is known of it so far.
 *
 * @module
 */
import { basename, join } from "node:path";
import { formatDuration, UsageError } from "../../cli/mod.ts";
import {
  type CornerFigures,
  cornerFigures,
  type ExplainedRuns,
  readAnyFigures,
  readEvaluation,
  readFigures,
  writeFigures,
} from "../../evaluation/mod.ts";
import { counted, listed } from "../../core/mod.ts";
import { openEncoderWeights } from "../encoder_weights.ts";
import { readBegunRun } from "../open_run.ts";
import { DEFAULTS } from "../presets.ts";
import type { SettingName, Settings } from "../settings.ts";
import { flagName } from "../settings_table.ts";
import { begunRun, trainWhatIsLeft } from "../wanted_run.ts";
import { beginEarlier, beginningsOf, orderOf } from "./beginnings.ts";
import { type Corner, type CornerRun, runsOf } from "./corners.ts";
import { describedFactor, explainSoFar, told } from "./explain_so_far.ts";
import { DATA } from "./factors.ts";
import { forecast } from "./forecast.ts";
import type { Question } from "./question.ts";
import { trainUnclaimed } from "./share_trainings.ts";

/**
 * Trains what is left of the corners, the quickest first, and writes the figures of each and what is known
 * so far to `explanation.json`.
 *
 * @param question What is to be found out.
 * @param signal Stops the training, with what is known then; the same call goes on.
 * @returns The explanation, of the trainings that are there.
 * @throws {Error} If a training fails, or is measured on other cases than the others.
 */
export async function explainRuns(question: Question, signal: AbortSignal): Promise<ExplainedRuns> {
  const { out, corners, seeds, folders } = question;
  await refuseOtherQuestion(question);
  const runs = await runsOf(corners, { seeds, out, folders });
  for (const line of questionLines(question)) console.log(line);
  const left: CornerRun[] = [];
  for (const run of runs) {
    if (run.isTaken) await keepFigures(question, run);
    if (await isMeasured(out, run)) continue;
    // it may have been killed between a training's end and its figures
    if ((await begunRun(run))?.record.status === "done") await keepFigures(question, run);
    else left.push(run);
  }
  try {
    if (left.length > 0) await trainLeft(question, { runs, left }, signal);
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
  }
  return await explainSoFar(question, runs);
}

/** Refuses a folder whose trainings were measured on other images, before anything is trained. */
async function refuseOtherQuestion({ out, a }: Question): Promise<void> {
  const figures = await readAnyFigures(out);
  if (figures === undefined) return;
  const usual: Record<string, unknown> = DEFAULTS;
  const there = (name: SettingName) => figures.settings[name] ?? told(name, usual[name]);
  // how images are measured may have been decided by the training
  const name = DATA.find((name) => name !== "measure" && told(name, a[name]) !== there(name));
  if (name === undefined) return;
  throw new UsageError(
    `Cannot add trainings to ${out}: they must be measured on the images of those there, which have ` +
      `${flagText(name, there(name))}, got ${flagText(name, a[name])}; ` +
      "--out names another folder",
  );
}

function flagText(name: SettingName, value: unknown): string {
  return value === undefined || value === null || value === false
    ? `no --${flagName(name)}`
    : `--${flagName(name)} ${value}`;
}

async function trainLeft(
  question: Question,
  { runs, left }: Record<"runs" | "left", readonly CornerRun[]>,
  signal: AbortSignal,
): Promise<void> {
  const { out } = question;
  signal.throwIfAborted();
  // what can't start is not found out hours later
  for (const { settings } of left) await openEncoderWeights(settings, signal);
  const beginnings = await beginningsOf(left, runs);
  const begunAt = (run: CornerRun) => beginnings.get(run)?.settings.epochs ?? 0;
  const seconds = await forecast(left, signal, begunAt);
  const inOrder = orderOf(left, { seconds, beginnings });
  for (const line of forecastLines(inOrder, seconds, runs.length)) console.log(line);
  const train = async (run: CornerRun) => {
    // other processes may have measured some by now
    const measured = await Promise.all(inOrder.map((one) => isMeasured(out, one)));
    const rest = inOrder.filter((_, i) => !measured[i]);
    console.log(
      `\n${left.length - rest.length + 1} of ${left.length}: ${nameOf(run)}; ` +
        `about ${formatDuration(rest.reduce((sum, one) => sum + seconds.get(one)!, 0))} left`,
    );
    await beginEarlier(run, beginnings.get(run));
    await trainWhatIsLeft(run, signal);
    await keepFigures(question, run);
    await explainSoFar(question, runs);
  };
  const elsewhere = await trainUnclaimed(inOrder, {
    beginnings,
    isMeasured: (run) => isMeasured(out, run),
    train,
  });
  if (elsewhere.length === 0) return;
  console.log(
    `\nLeft to other processes that share ${out}: ${elsewhere.map(nameOf).join("; ")}`,
  );
}

async function isMeasured(out: string, { corner, seed }: CornerRun): Promise<boolean> {
  return await readFigures(out, corner.key, seed) !== undefined;
}

function nameOf({ corner, seed }: CornerRun): string {
  return `${corner.name}, seed ${seed}`;
}

/** Writes a training's figures beside those of the others. */
async function keepFigures({ out }: Question, { corner, seed, folder }: CornerRun): Promise<void> {
  const { settings, record } = await readBegunRun(folder);
  const { data, seconds, backend, hardware, weights, notes } = record;
  const evaluation = await readEvaluation(join(folder, "evaluation.json"));
  const { cases, values } = cornerFigures(evaluation, {
    name: data.name && basename(data.name),
    // at their own size the truths say whether images are the same; decoded they may have other sizes
    ...evaluation.measuredAt === "model" && { fingerprint: data.fingerprint },
  });
  const figures: CornerFigures = {
    schema: "triptych/corner-figures@1",
    key: corner.key,
    seed,
    settings: ownSettings(settings),
    seconds,
    computedBy: `${backend}, ${hardware}`,
    ...typeof weights === "object" && { weights: { name: weights.name, sha256: weights.sha256 } },
    ...notes && { notes },
    values,
  };
  await writeFigures(out, figures, cases);
}

/** The settings that aren't the defaults. */
function ownSettings(settings: Settings): Record<string, unknown> {
  const usual: Record<string, unknown> = DEFAULTS;
  const known = Object.entries(settings).filter(([name, value]) => value !== usual[name]);
  return Object.fromEntries(known.map(([name, value]) => [name, told(name, value)]));
}

/** What is asked: the factors, and how many trainings that takes. */
function questionLines({ names, b, factors, corners, seeds, notes }: Question): string[] {
  const texts = factors.map((factor) => {
    const { settings, why, title, requires } = describedFactor(factor);
    const values = settings.map(({ name, from, to }) => `${name} ${from ?? "–"} to ${to ?? "–"}`);
    const needs = requires === undefined ? "" : `; needs ${requires}`;
    return `${b === undefined ? "change" : "factor"}  ${title}: ${values.join(", ")}${needs}${
      why === undefined ? "" : ` (${why})`
    }`;
  });
  return [
    `explain ${names.join(" to ")}`,
    ...texts,
    `corners ${corners.length}: ${listed(corners.map(({ name }) => name))}; ${
      counted(seeds, "seed")
    } each`,
    ...notes.map((note) => `note    ${note}`),
  ];
}

function forecastLines(
  left: readonly CornerRun[],
  seconds: ReadonlyMap<CornerRun, number>,
  all: number,
): string[] {
  const corners = Map.groupBy(left, ({ corner }) => corner);
  const total = left.reduce((sum, run) => sum + seconds.get(run)!, 0);
  return [
    "",
    ...[...corners].map(([{ name }, runs]: [Corner, CornerRun[]]) =>
      `time    ${name}: about ${formatDuration(seconds.get(runs[0])!)}${
        runs.length > 1 ? `, ${runs.length} times` : ""
      }`
    ),
    `time    about ${formatDuration(total)} for ${left.length} of ${counted(all, "training")}; ` +
    "Ctrl-C stops it, the same command resumes it",
  ];
}
