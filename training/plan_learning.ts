/**
 * Rules of the plan for how a model learns: loss, augmentations, learning rates, and for how long.
 *
 * @module
 */
import { counted } from "../core/mod.ts";
import type { ClassFacts } from "../data/mod.ts";
import { countOf } from "./members.ts";
import type { Decision, PlanFacts } from "./plan.ts";
import { isPretrained, onlyAdapts, RARE, rareClasses, VERY_RARE } from "./plan_terms.ts";
import { augmentationsOf, type Settings } from "./settings.ts";

/** No class weighs more than so many times the middle one, nor less. */
const MOST_WEIGHT = 3;

/** Sets of fewer images are augmented more. */
const FEW_IMAGES = 200;

/** Where fewer of the images have one size, they are of many cameras. */
const OF_ONE_CAMERA = 1 / 2;

/** How long a training takes when nobody says. */
const MINUTES = 10;

/** Dice in the loss where a class is rare. */
export function lossRule({ classes }: PlanFacts): Decision[] {
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

/** Weights for very rare classes: the root of how many times as common the middle one of those seen is. */
export function classWeightsRule({ classes }: PlanFacts): Decision[] {
  const rare = rareClasses(classes, VERY_RARE);
  if (rare.length === 0) return [];
  const shares = classes.flatMap(({ share }) => share > 0 ? [share] : []).sort((a, b) => a - b);
  const { length: n } = shares;
  const median = (shares[(n - 1) >> 1] + shares[n >> 1]) / 2;
  const weights = classes.map(({ share }) =>
    share === 0 ? 1 : Math.min(MOST_WEIGHT, Math.max(1 / MOST_WEIGHT, Math.sqrt(median / share)))
  );
  return [{
    name: "classWeights",
    value: weights.map((weight) => Number(weight.toFixed(2))).join(","),
    why: `${rareText(rare)}: the root of the median share over the class's own, from 1/3 to 3`,
  }];
}

function rareText(rare: readonly ClassFacts[]): string {
  const one = rare.toSorted((a, b) => a.share - b.share)[0], others = rare.length - 1;
  const share = `${one.name} has ${Number((100 * one.share).toPrecision(2))} % of the pixels`;
  return others === 0
    ? share
    : `${share}, and ${counted(others, "other class is", "other classes are")} rare, too`;
}

/** Mirror images always, which people must know; more for few images, and most for photographs. */
export function augmentRule({ images, channels, ofOneSize }: PlanFacts): Decision[] {
  const always = "left and right are taken to mean the same, --augment none where they don't";
  const decide = (more: string, reason: string): Decision[] => [
    { name: "augment", value: `flip${more}`, why: reason + always },
  ];
  if (channels === 3 && ofOneSize < OF_ONE_CAMERA) {
    const share = Math.round(100 * ofOneSize);
    return decide(
      ",shift-scale-rotate,crop,color",
      `images in colour, at most ${share} % of one size, are of many cameras, at any distance and ` +
        "in any light; ",
    );
  }
  return images < FEW_IMAGES
    ? decide(
      ",shift-scale-rotate,color",
      `${counted(images, "image")} are few, and new ones will be brighter or darker; `,
    )
    : decide("", "");
}

/** The mirror image, where the augmentation has taught it; all turns gain next to nothing beside it. */
export function testAugmentRule(_: PlanFacts, { augment = "" }: Partial<Settings>): Decision[] {
  const taught = augmentationsOf(augment);
  if (!taught.includes("flip") && !taught.includes("d4")) return [];
  const why = "a model trained on mirror images gains by averaging over them";
  return [{ name: "testAugment", value: "flip", why }];
}

export function rateRule(_: PlanFacts, { encoder = "plain" }: Partial<Settings>): Decision[] {
  const [value, why] = encoder === "plain"
    ? [2e-3, "Adam with batch norms learns fast at it and stays stable"]
    : [1e-3, "Adam learns fast at it, and leaves pretrained features time to adapt"];
  const falls = "with a rate that falls to 0, the last epoch is as good as the best";
  return [{ name: "lr", value, why }, { name: "schedule", value: "cosine", why: falls }];
}

/** What adapts pretrained weights: small steps, and a decay where a few images would be learned by heart. */
export function pretrainedRule(facts: PlanFacts, known: Partial<Settings>): Decision[] {
  if (!isPretrained(known)) return [];
  const rate = "pretrained weights need only be adapted";
  const decisions: Decision[] = [{ name: "encoderLr", value: 3e-4, why: rate }];
  if (onlyAdapts(facts, known)) {
    decisions.push({
      name: "weightDecay",
      value: 0.01,
      why: "so large a network memorises a small set of images",
    });
  }
  return decisions;
}

/** No part of the training set, which only patience needs; the data may have a validation set of its own. */
export function validationRule({ split }: PlanFacts, known: Partial<Settings>): Decision[] {
  const { patience = 0, testData, tune, folds } = known;
  const isTested = split.includes("test") || testData !== undefined;
  const choosesEpoch = split.includes("validation") && isTested && !tune && folds === undefined;
  if (patience > 0 && !choosesEpoch) return [];
  const why = choosesEpoch
    ? "all training images are learned from, since the data's own validation set chooses the epoch"
    : "all images are learned from, since the last epoch is kept";
  return [{ name: "validation", value: 0, why }];
}

export function lengthRule(_: PlanFacts, known: Partial<Settings>): Decision[] {
  const { epochs, epochSteps } = known, models = countOf(known) ?? 1;
  if (epochs !== undefined || epochSteps !== undefined) return [];
  const each = models === 1 ? "" : `, ${MINUTES} for each of ${models}`, value = MINUTES * models;
  const why = `enough for a first model on two cores${each}; --minutes ${
    6 * value
  } trains for longer`;
  return [{ name: "minutes", value, why }];
}
