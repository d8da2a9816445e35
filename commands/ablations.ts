/**
 * `deno task ablations [--preset best] [--data DIR] …`: trains a preset, then once per change of one of
 * its parts, all from the same seed, and evaluates them on a quarter of the training set; the test set is
 * never looked at. Interrupted, it resumes when it is typed again. It prints a table in Markdown.
 *
 * @module
 */
import { type CommandSpec, type FlagSpec, parseFlags, runCommand, stopSignal } from "../cli/mod.ts";
import {
  changeTexts,
  compareRuns,
  type Evaluation,
  formatRatio,
  holdFolder,
  readEvaluation,
  summarise,
} from "../evaluation/mod.ts";
import { makeFolder } from "../io/mod.ts";
import { restartFast, trainWhatIsLeft } from "../training/mod.ts";
import { checkSettings } from "../training/check.ts";
import { FAST } from "../training/flags.ts";
import { ALL_SETTINGS, settingsOf } from "../training/presets.ts";
import { SETTINGS, type Settings } from "../training/settings.ts";
import { pick, settingFlags, typedSettings } from "../training/settings_table.ts";
import { openEncoderWeights } from "../training/weights.ts";

/** One change of the preset. */
interface Ablation {
  /** The run folder's name. */
  name: string;
  /** What the table calls it. */
  about: string;
  /** What is set otherwise. */
  change: Partial<Settings>;
}

const ABLATIONS: readonly Ablation[] = [
  { name: "preset", about: "the preset", change: {} },
  { name: "random", about: "random encoder weights", change: { weights: "random" } },
  {
    name: "one-rate",
    about: "the encoder at the decoder's rate",
    change: { encoderLr: undefined },
  },
  { name: "slow-encoder", about: "the encoder at 1e-4", change: { encoderLr: 1e-4 } },
  { name: "no-freeze", about: "no frozen epoch", change: { freeze: 0 } },
  { name: "constant", about: "a constant rate", change: { schedule: "constant" } },
  { name: "no-warmup", about: "no warm-up", change: { warmup: 0 } },
  { name: "no-decay", about: "no weight decay", change: { weightDecay: 0 } },
  { name: "entropy", about: "cross-entropy alone", change: { loss: "cross-entropy" } },
  { name: "flip", about: "flips alone", change: { augment: "flip" } },
  { name: "no-augment", about: "no augmentation", change: { augment: "none" } },
  {
    name: "no-color",
    about: "no change of colours",
    change: { augment: "flip,shift-scale-rotate,crop" },
  },
  { name: "no-mirror", about: "no mirror image at the end", change: { testAugment: "none" } },
  { name: "half", about: "half of the decoder's features", change: { features: 8 } },
];

const TYPED = pick(SETTINGS, ["data", "size", "epochs", "seed", "weights", "backend", "threads"]);

const COMMAND = {
  name: "deno task ablations",
  description:
    "Trains a preset, then once per change of one of its parts, all from the same seed, and evaluates " +
    "them on a quarter of the training set. The test set is never looked at.",
  flags: {
    preset: { ...ALL_SETTINGS.preset, default: "best" },
    ...settingFlags(TYPED),
    fast: FAST,
    only: { kind: "string", value: "NAME,…", help: "only these, beside the preset itself" },
    out: { kind: "string", value: "DIR", default: "runs/ablations", help: "for the run folders" },
  },
} as const satisfies CommandSpec<Record<string, FlagSpec>>;

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const line = await parseFlags(Deno.args, COMMAND);
  const { preset, fast, out } = line.flags;
  if (fast) await restartFast("ablations", Deno.args);
  const base = { ...settingsOf(preset), ...typedSettings(TYPED, line), tune: true };
  const only = line.flags.only?.split(",");
  const chosen = ABLATIONS.filter(({ name }) => name === "preset" || !only || only.includes(name));
  const signal = stopSignal();
  // a preset without its weights would be another one
  await openEncoderWeights(base, signal);
  await makeFolder(out);
  using _held = await holdFolder(out);
  for (const { name, about, change } of chosen) {
    console.log(`\n${about}`);
    const settings = { ...base, ...change };
    checkSettings(settings);
    const trained = await trainWhatIsLeft({ folder: `${out}/${name}`, settings }, signal);
    if (trained?.warning !== undefined) console.error(`\nwarning: ${trained.warning}`);
  }
  console.log(`\n${(await markdown(out, chosen)).join("\n")}`);
}

/** Medians of each class, and their changes to the first with their intervals. */
async function markdown(out: string, ablations: readonly Ablation[]): Promise<string[]> {
  const evaluations: [Ablation, Evaluation][] = [];
  for (const one of ablations) {
    evaluations.push([one, await readEvaluation(`${out}/${one.name}/evaluation.json`)]);
  }
  const { classes, metrics, cases } = evaluations[0][1];
  const dice = metrics.find(({ id }) => id === "dice")!;
  const names = classes.map(({ name }) => name);
  const lines = [
    `Median Dice on ${cases.length} training images set apart; in brackets the median change to ` +
    "the preset over images, with its 95 % interval by order statistics.",
    "",
    `| changed | ${names.join(" | ")} |`,
    `| --- |${names.map(() => " --- |").join("")}`,
  ];
  for (const [{ name, about }, evaluation] of evaluations) {
    const changes = name === "preset"
      ? undefined
      : await changesOf(`${out}/preset`, `${out}/${name}`);
    const cells = names.map((one) => {
      const median = formatRatio(summarise(evaluation.cases, one, dice).median, 3);
      return changes ? `${median} (${changes.get(one)})` : `**${median}**`;
    });
    lines.push(`| ${about} | ${cells.join(" | ")} |`);
  }
  return lines;
}

/** The median change of Dice with its interval, by class. */
async function changesOf(before: string, after: string): Promise<Map<string, string>> {
  const { changes } = await compareRuns(before, after);
  const dice = changes.filter(({ metric }) => metric.id === "dice");
  return new Map(dice.map((change) => {
    const { median, interval } = changeTexts(change);
    return [change.className, `${median}, ${interval}`];
  }));
}
