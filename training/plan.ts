/**
 * The plan of a training: the settings that follow from what a look found in the data, each by a rule
 * with a reason. docs/data.md has the same rules in words.
 *
 * @module
 */
import { counted, shapeOf } from "../core/mod.ts";
import type { ClassFacts, SetFacts } from "../data/mod.ts";
import { ENCODERS } from "../model/mod.ts";
import { type SettingName, type Settings, sizeOf } from "./settings.ts";
import { flagName } from "./settings_table.ts";
import { NARROW } from "./thin_objects.ts";

/** What a plan follows from. */
export interface PlanFacts extends SetFacts {
  /** Why the weights that MobileNetV2 would start from can't be had; undefined where they can. */
  missingWeights?: string;
}

/** Settings, and why each is as it is. */
export interface Plan {
  settings: Partial<Settings>;
  reasons: Partial<Record<SettingName, string>>;
}

/** A setting that follows from a rule. */
type Decision = {
  [Name in SettingName]: { name: Name; value: Settings[Name]; why: string };
}[SettingName];

/** A rule: what is known of the data, and the settings that were typed or decided before. */
type Rule = (facts: PlanFacts, known: Partial<Settings>) => Decision[];

/** Pixels per side of whole images of which two cores compute some ten in a second. */
const WHOLE = { plain: 208, pretrained: 256 };

/** Up to this size whole images are taken as they are, or larger for objects that would be too thin. */
const LARGEST_WHOLE = 256;

/** Below, an image would have no pixel left at the network's coarsest level. */
const SMALLEST_WHOLE = 64;

/** Pixels per side of a patch. */
const PATCH = 192;

/** What a step may compute: four images of 208² pixels, so that ten minutes have many steps. */
const STEP_PIXELS = 200_000;

/** Images per step: two for the batch norms, and more than 16 make steps too few. */
const [LEAST_BATCH, MOST_BATCH] = [2, 16];

/** A class is rare below this part of an even share of the pixels, and very rare below the other. */
const [RARE, VERY_RARE] = [1 / 2, 1 / 8];

/** No class weighs more than so many times the middle one, nor less. */
const MOST_WEIGHT = 3;

/** Sets of fewer images are augmented more. */
const FEW_IMAGES = 200;

/** How long a training takes when nobody says. */
const MINUTES = 10;

/** In this order: a rule knows what those before it have decided. */
const RULES: readonly Rule[] = [
  encoderRule,
  sizeRule,
  batchRule,
  lossRule,
  classWeightsRule,
  augmentRule,
  testAugmentRule,
  rateRule,
  encoderRateRule,
  validationRule,
  lengthRule,
];

/**
 * Plans a training.
 *
 * @param facts What is known of the data.
 * @param typed The settings that somebody has decided; no rule changes them.
 */
export function planFor(facts: PlanFacts, typed: Partial<Settings>): Plan {
  const settings: Record<string, unknown> = {}, reasons: Plan["reasons"] = {};
  for (const rule of RULES) {
    for (const { name, value, why } of rule(facts, { ...settings, ...typed })) {
      if (typed[name] !== undefined) continue;
      settings[name] = value;
      reasons[name] = why;
    }
  }
  return { settings, reasons };
}

/** The encoder that was trained on photographs, where images are in colour and its weights can be had. */
function encoderRule(
  { channels, missingWeights }: PlanFacts,
  known: Partial<Settings>,
): Decision[] {
  const { encoder, weights, size, patch } = known;
  if (encoder !== undefined) return [];
  const decide = (value: "plain" | "mobilenetv2", why: string): Decision[] => [
    { name: "encoder", value, why },
  ];
  if (weights !== undefined) {
    return decide("mobilenetv2", "--weights says what it starts from");
  }
  if (channels !== 3) {
    const found = counted(channels, "channel");
    return decide(
      "plain",
      `images have ${found}, pretrained weights are those of colour photographs`,
    );
  }
  const side = patch ?? size, multiple = multipleOf("mobilenetv2");
  if (side !== undefined && shapeOf(sizeOf(side)).some((side) => side % multiple !== 0)) {
    return decide("plain", `${side} can't be divided by ${multiple}, as MobileNetV2 needs`);
  }
  if (missingWeights !== undefined) {
    return decide(
      "plain",
      `MobileNetV2's weights can't be had (${missingWeights}); once they can, --encoder mobilenetv2, ` +
        "or --weights FILE, is better on photographs",
    );
  }
  return decide(
    "mobilenetv2",
    "images are in colour, and weights learned from photographs need fewer images and minutes",
  );
}

/** Whole images as large as can be afforded, or patches where most objects would be too thin in them. */
function sizeRule({ shape, classes }: PlanFacts, known: Partial<Settings>): Decision[] {
  const { encoder = "plain", size, patch, measure } = known;
  if (size !== undefined || patch !== undefined) return [];
  const own = Math.round(Math.sqrt(shape[0] * shape[1])), [rows, columns] = shape;
  const whole = (side: number, why: string): Decision[] => [
    { name: "size", value: roundTo(side, multipleOf(encoder)), why },
  ];
  if (own <= LARGEST_WHOLE) {
    const side = Math.max(SMALLEST_WHOLE, own);
    return whole(side, `images have ${columns}x${rows} pixels, few enough to take them whole`);
  }
  const affordable = encoder === "plain" ? WHOLE.plain : WHOLE.pretrained;
  const { thin, of } = thinClasses(classes, affordable / own);
  if (2 * thin.length < of || thin.length === 0) {
    const most = thin.length === 0 ? "all" : "most";
    return whole(
      affordable,
      `images are ${columns}x${rows}; reduced to this size, ${most} classes are ${NARROW} px wide or more`,
    );
  }
  const [{ name, width }] = thin, about = `${name} is ${width} px wide at the median`;
  const left = (side: number) => `${round(width * side / own)} px of it`;
  if (NARROW * own / width <= LARGEST_WHOLE) {
    return whole(LARGEST_WHOLE, `${about}, ${left(LARGEST_WHOLE)} are left at this size`);
  }
  if (measure === "model") {
    return whole(LARGEST_WHOLE, `${about}, larger images would take too long`);
  }
  const why = `${about}, ${left(affordable)} would be left of images reduced to ${affordable} px`;
  return [{ name: "patch", value: PATCH, why }];
}

/** The classes that would be too narrow at a scale, the thinnest first, of all but the commonest. */
function thinClasses(
  classes: readonly ClassFacts[],
  scale: number,
): { thin: ClassFacts[]; of: number } {
  const others = classes.filter(({ share }) => share > 0).sort((a, b) => b.share - a.share)
    .slice(1);
  const thin = others.filter(({ width }) => width * scale < NARROW)
    .sort((a, b) => a.width - b.width);
  return { thin, of: others.length };
}

/** As many images as a step may have pixels, a power of two. */
function batchRule(_: PlanFacts, { size, patch }: Partial<Settings>): Decision[] {
  const [rows, columns] = shapeOf(sizeOf(patch ?? size!));
  const fitting = 2 ** Math.round(Math.log2(STEP_PIXELS / (rows * columns)));
  const value = Math.min(MOST_BATCH, Math.max(LEAST_BATCH, fitting));
  const what = patch === undefined ? "images" : "patches";
  return [{ name: "batch", value, why: `${what} of about ${columns}x${rows} pixels per step` }];
}

/** Dice in the loss where a class is rare. */
function lossRule({ classes }: PlanFacts): Decision[] {
  const rare = rareClasses(classes, RARE);
  const decide = (value: Settings["loss"], why: string): Decision[] => [
    { name: "loss", value, why },
  ];
  return rare.length === 0
    ? decide("cross-entropy", "no class has less than half of an even share of the pixels")
    : decide(
      "dice-cross-entropy",
      `${rareText(rare)}: by Dice a small class counts as much as a large one`,
    );
}

/** Weights for very rare classes: the root of how many times as common the middle one is. */
function classWeightsRule({ classes }: PlanFacts): Decision[] {
  const rare = rareClasses(classes, VERY_RARE);
  if (rare.length === 0) return [];
  const shares = classes.map(({ share }) => share).sort((a, b) => a - b), n = shares.length;
  const median = (shares[(n - 1) >> 1] + shares[n >> 1]) / 2;
  const weights = classes.map(({ share }) =>
    Math.min(MOST_WEIGHT, Math.max(1 / MOST_WEIGHT, Math.sqrt(median / share)))
  );
  return [{
    name: "classWeights",
    value: weights.map((weight) => round(weight, 2)).join(","),
    why: `${rareText(rare)}: the root of the median share over the class's own, from 1/3 to 3`,
  }];
}

function rareClasses(classes: readonly ClassFacts[], part: number): ClassFacts[] {
  return classes.filter(({ share }) => share > 0 && share < part / classes.length);
}

function rareText(rare: readonly ClassFacts[]): string {
  const one = rare.toSorted((a, b) => a.share - b.share)[0], others = rare.length - 1;
  const share = `${one.name} has ${Number((100 * one.share).toPrecision(2))} % of the pixels`;
  return others === 0
    ? share
    : `${share}, and ${counted(others, "other class is", "other classes are")} rare, too`;
}

/** Mirror images always, which people must know; more for small sets. */
function augmentRule({ images }: PlanFacts): Decision[] {
  const always = "left and right are taken to mean the same, --augment none where they don't";
  return images < FEW_IMAGES
    ? [{
      name: "augment",
      value: "flip,shift-scale-rotate",
      why: `${counted(images, "image")} are few; ${always}`,
    }]
    : [{ name: "augment", value: "flip", why: always }];
}

function testAugmentRule(_: PlanFacts, { augment = "" }: Partial<Settings>): Decision[] {
  if (!augment.includes("flip")) return [];
  const why = "a model that knows mirror images gains by their mean with the image itself";
  return [{ name: "testAugment", value: "flip", why }];
}

function rateRule(_: PlanFacts, { encoder = "plain" }: Partial<Settings>): Decision[] {
  const [value, why] = encoder === "plain"
    ? [2e-3, "Adam with batch norms learns fast at it and stays stable"]
    : [1e-3, "Adam learns fast at it, and leaves pretrained features time to adapt"];
  const falls = "falling to 0, the last epoch is as good as the best";
  return [{ name: "lr", value, why }, { name: "schedule", value: "cosine", why: falls }];
}

function encoderRateRule(_: PlanFacts, { encoder, weights }: Partial<Settings>): Decision[] {
  if (encoder === "plain" || weights === "random") return [];
  return [{ name: "encoderLr", value: 3e-4, why: "pretrained weights need only be adapted" }];
}

/** No validation set, which only patience needs. */
function validationRule(_: PlanFacts, { patience = 0 }: Partial<Settings>): Decision[] {
  if (patience > 0) return [];
  const why = "all images are learned from, since the last epoch is kept";
  return [{ name: "validation", value: 0, why }];
}

function lengthRule(_: PlanFacts, known: Partial<Settings>): Decision[] {
  const { epochs, epochSteps, folds, seeds } = known, models = folds ?? seeds ?? 1;
  if (epochs !== undefined || epochSteps !== undefined) return [];
  const each = models === 1 ? "" : `, ${MINUTES} for each of ${models}`, value = MINUTES * models;
  const why = `enough for a first model on two cores${each}; --minutes ${
    6 * value
  } trains for longer`;
  return [{ name: "minutes", value, why }];
}

function multipleOf(encoder: Settings["encoder"]): number {
  return ENCODERS[encoder].strides.at(-1)!;
}

function roundTo(side: number, multiple: number): number {
  return Math.max(1, Math.round(side / multiple)) * multiple;
}

function round(value: number, decimals = 1): number {
  return Number(value.toFixed(decimals));
}

/** What was planned, a line per setting: `patch 192: membrane is …`. */
export function planLines({ settings, reasons }: Plan): string[] {
  return Object.entries(reasons).map(([name, why]) =>
    `${flagName(name)} ${settings[name as SettingName]}: ${why}`
  );
}
