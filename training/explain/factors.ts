/**
 * The settings in which two trainings differ, as factors that can be changed one at a time.
 *
 * @module
 */
import { UsageError } from "../../cli/mod.ts";
import { ENCODERS } from "../../model/mod.ts";
import { checkPatience, checkSettings } from "../check.ts";
import { RANDOM } from "../encoder_weights.ts";
import { type SettingName, SETTINGS, type Settings } from "../settings.ts";
import { flagName } from "../settings_table.ts";

/** Settings that are changed together. */
export interface Factor {
  /** The name of its first setting. */
  id: string;
  /** What it is called. */
  title: string;
  /** Its settings where it is as in the later training. */
  to: Partial<Settings>;
  /** The same as in the earlier one. */
  from: Partial<Settings>;
  /** The factor without which it can't be. */
  requires?: string;
  /** Why its settings are one factor, or what it takes with it. */
  why?: string;
}

/** Settings that say nothing of what is learned: where and how it is computed. */
export const NEUTRAL: readonly string[] = [
  "seeds",
  "member",
  "backend",
  "threads",
  "memory",
  "maxMegapixels",
  "strict",
  "microBatch",
  "minutes",
  "weightsFormat",
  "film",
] satisfies SettingName[];

/** Settings that decide which images are learned from and tested on; both trainings must have the same. */
export const DATA = [
  ...["data", "images", "channels", "masks", "classes", "ignore", "groups", "spacing"],
  ...["animals", "share", "testData", "tune", "folds", "curve", "measure", "seed"],
] as const satisfies readonly SettingName[];

/** What an encoder's start consists of, where one of two encoders is pretrained. */
const START = [
  "weights",
  "weightsFormat",
  "init",
  "encoderLr",
  "freeze",
] as const satisfies readonly SettingName[];

/** Names for people, where a flag's isn't one. */
const TITLES: Partial<Record<SettingName, string>> = {
  encoder: "encoder",
  weights: "pretrained weights",
  lr: "learning rate",
  encoderLr: "the encoder's learning rate",
  batch: "batch size",
  size: "image size",
  weightDecay: "weight decay",
  augment: "augmentation",
  testAugment: "augmentation of the test",
  freeze: "frozen epochs",
  schedule: "schedule of the rate",
  warmup: "warm-up",
  classWeights: "class weights",
  epochSteps: "steps per epoch",
  features: "features",
  validation: "validation set",
};

/**
 * The factors between two trainings, what one requires before it.
 *
 * @throws {UsageError} If they are not tested on the same images, or don't differ.
 */
export function factorsOf(a: Settings, b: Settings): Factor[] {
  refuseOtherData(a, b);
  const differing = differencesOf(a, b);
  const start = startFactors(a, b, differing);
  const taken = new Set(start.flatMap(({ from, to }) => Object.keys({ ...from, ...to })));
  const rest = differing.filter((name) => !taken.has(name));
  const factors = [...start, ...joined(a, b, start, rest)];
  if (factors.length > 0) return factors;
  throw new UsageError("Expected two trainings whose settings differ, got the same settings twice");
}

/** Changes to one training, each a factor that is called as it was typed. */
export function changesOf(
  a: Settings,
  changes: Readonly<Record<string, Partial<Settings>>>,
): Factor[] {
  return Object.entries(changes).map(([text, to]): Factor => ({
    id: text,
    title: text,
    from: pickFrom(a, Object.keys(to) as SettingName[]),
    to,
  }));
}

/** The names of the settings that differ and matter. */
export function differencesOf(a: Settings, b: Settings): SettingName[] {
  const names = Object.keys(SETTINGS) as SettingName[];
  const skipped: readonly string[] = [...NEUTRAL, ...DATA];
  return names.filter((name) => a[name] !== b[name] && !skipped.includes(name));
}

function refuseOtherData(a: Settings, b: Settings): void {
  const name = DATA.find((name) => a[name] !== b[name]);
  if (name === undefined) return;
  throw new UsageError(
    `Both must be tested on the same images: --${flagName(name)} is ${a[name] ?? "left out"} in ` +
      `one and ${b[name] ?? "left out"} in the other; given here, it applies to both`,
  );
}

/**
 * Refuses what explains nothing: several models in one run, and a further change after which a training is
 * measured on other images, or learns the same.
 */
export function refuseUnexplained(
  { folds, curve }: Settings,
  also: Readonly<Record<string, Partial<Settings>>>,
): void {
  if (folds !== undefined || curve) {
    throw new UsageError(
      `Both must be trained on one split, each model from one seed: ${
        curve ? "--curve" : `--folds ${folds}`
      } trains several; train them without it`,
    );
  }
  const fixed: readonly string[] = [...DATA, ...NEUTRAL];
  for (const [text, change] of Object.entries(also)) {
    const name = Object.keys(change).find((name) => fixed.includes(name));
    if (name === undefined) continue;
    throw new UsageError(
      `--also must change how a model learns, on the same images: ${text} doesn't; --${
        flagName(name as SettingName)
      } is the same for all trainings`,
    );
  }
}

/** Whether an encoder starts from weights that were learned before. */
export function isPretrained({ encoder, weights, init }: Settings): boolean {
  return init !== undefined ||
    ENCODERS[encoder].pretrained !== undefined && weights !== RANDOM;
}

/** Encoder and weights: two factors where one of both is pretrained, the second nothing without the first. */
function startFactors(a: Settings, b: Settings, differing: readonly SettingName[]): Factor[] {
  const isOther = a.encoder !== b.encoder, [before, after] = [a, b].map(isPretrained);
  const start: Partial<Settings> = pickFrom(b, START), old = pickFrom(a, START);
  const rates = a.encoderLr === b.encoderLr && a.freeze === b.freeze
    ? undefined
    : "with what makes sense with them alone: the encoder's learning rate and frozen epochs";
  if (!isOther) {
    if (!differing.includes("weights") && !differing.includes("init")) return [];
    if (before !== after) return [{ ...factor("weights", old, start), why: rates }];
    const names = ["weights", "weightsFormat", "init"] as const;
    return [factor("weights", pickFrom(a, names), pickFrom(b, names))];
  }
  const shape = (settings: Settings) => pickFrom(settings, ["encoder", "features"]);
  const decoder = a.features === b.features
    ? undefined
    : `with its decoder's features, ${a.features} to ${b.features}, which mean different widths in the two`;
  if (before === after) {
    const why = before ? "with the pretrained weights, which fit one encoder alone" : decoder;
    return [{ ...factor("encoder", { ...shape(a), ...old }, { ...shape(b), ...start }), why }];
  }
  const randomOf = ({ encoder }: Settings) => ({
    weights: ENCODERS[encoder].pretrained === undefined ? undefined : RANDOM,
    weightsFormat: undefined,
    init: undefined,
  });
  if (after) {
    const kept = { ...pickFrom(a, ["encoderLr", "freeze"]), ...randomOf(b) };
    return [
      { ...factor("encoder", { ...shape(a), ...old }, { ...shape(b), ...kept }), why: decoder },
      { ...factor("weights", kept, start), requires: "encoder", why: rates },
    ];
  }
  const lost = { ...pickFrom(b, ["encoderLr", "freeze"]), ...randomOf(a) };
  return [
    { ...factor("weights", old, lost), why: rates },
    {
      ...factor("encoder", { ...shape(a), ...lost }, { ...shape(b), ...start }),
      requires: "weights",
      why: decoder,
    },
  ];
}

function factor(id: SettingName, from: Partial<Settings>, to: Partial<Settings>): Factor {
  return { id, title: TITLES[id] ?? flagName(id).replaceAll("-", " "), from, to };
}

/** Some of the settings. */
export function pickFrom<Name extends keyof Settings>(
  settings: Settings,
  names: readonly Name[],
): Pick<Settings, Name> {
  return Object.fromEntries(names.map((name) => [name, settings[name]])) as Pick<Settings, Name>;
}

/** The other settings, one factor each, but for those that are refused without each other. */
function joined(
  a: Settings,
  b: Settings,
  start: readonly Factor[],
  names: readonly SettingName[],
): Factor[] {
  const [first, last] = [
    start.reduce((made, { to }) => ({ ...made, ...to }), a),
    start.reduce((made, { from }) => ({ ...made, ...from }), b),
  ];
  const works = (names: readonly SettingName[]) =>
    [a, first].every((base) => isAccepted({ ...base, ...pickFrom(b, names) }, [a, b])) &&
    [b, last].every((base) => isAccepted({ ...base, ...pickFrom(a, names) }, [a, b]));
  const factors: SettingName[][] = [];
  for (const name of names) {
    if (factors.flat().includes(name)) continue;
    const partner = works([name])
      ? undefined
      : names.find((other) => other !== name && works([name, other]));
    const group = factors.find((names) => partner !== undefined && names.includes(partner));
    if (group) group.push(name);
    else factors.push(partner === undefined ? [name] : [name, partner]);
  }
  return factors.map((names) => ({
    ...factor(names[0], pickFrom(a, names), pickFrom(b, names)),
    ...names.length > 1 && { why: `${names.map(flagName).join(" and ")} can't be changed alone` },
  }));
}

/**
 * Refuses settings that contradict each other, and patience without a validation set, unless it is known from
 * the trainings on either side that the data has its own.
 *
 * @throws {UsageError} If they do.
 */
export function checkBetween(settings: Settings, ends: readonly Settings[]): void {
  checkSettings(settings);
  const isJudgedByData = ends.some(({ patience, validation }) => patience > 0 && validation === 0);
  if (!isJudgedByData) checkPatience(settings, settings.validation);
}

function isAccepted(settings: Settings, ends: readonly Settings[]): boolean {
  try {
    checkBetween(settings, ends);
    return true;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}
