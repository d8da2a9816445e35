/**
 * The plan of a training: the settings that follow from what a look found in the data, each by a rule
 * with a reason. docs/data.md has the same rules in words.
 *
 * @module
 */
import type { SetFacts } from "../data/mod.ts";
import { batchRule, encoderRule, sizeRule } from "./plan_images.ts";
import {
  augmentRule,
  classWeightsRule,
  lengthRule,
  lossRule,
  pretrainedRule,
  rateRule,
  testAugmentRule,
  validationRule,
} from "./plan_learning.ts";
import type { SettingName, Settings } from "./settings.ts";
import { flagName } from "./settings_table.ts";

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
export type Decision = {
  [Name in SettingName]: { name: Name; value: Settings[Name]; why: string };
}[SettingName];

/** A rule: what is known of the data, and the settings that were typed or decided before. */
type Rule = (facts: PlanFacts, known: Partial<Settings>) => Decision[];

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
  pretrainedRule,
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

/** What was planned, a line per setting: `patch 192: membrane is …`. */
export function planLines({ settings, reasons }: Plan): string[] {
  return Object.entries(reasons).map(([name, why]) =>
    `${flagName(name)} ${settings[name as SettingName]}: ${why}`
  );
}
