import { UsageError } from "../cli/mod.ts";
import { shapeOf } from "../core/mod.ts";
import { AUGMENTATIONS } from "../data/mod.ts";
import { ENCODERS } from "../model/mod.ts";
import { filmedCount } from "./film_settings.ts";
import { augmentationsOf, classWeightsOf, type Settings, sizeOf } from "./settings.ts";
import { RANDOM } from "./encoder_weights.ts";
import { countOf } from "./members.ts";

/**
 * Refuses settings that contradict each other; the flags have checked each value by itself.
 *
 * @throws {UsageError} If two do; the text says what must hold, and what was found.
 */
export function checkSettings(settings: Settings): void {
  checkSize(settings);
  checkMicroBatch(settings);
  checkWeights(settings);
  checkRates(settings);
  checkAugmentations(settings);
  checkClassWeights(settings);
  checkMembers(settings);
  filmedCount(settings, 0);
  // elsewhere the data may have a validation set of its own
  const { folds, tune, data } = settings;
  if (folds !== undefined || tune || isBuiltIn(data)) checkPatience(settings, settings.validation);
}

/** Whether a data set is drawn or downloaded, rather than a folder. */
export function isBuiltIn(data: string): boolean {
  return data === "menagerie" || data === "oxford";
}

/** Refuses patience where there is nothing to judge epochs by: a share of the images, or a number of them. */
export function checkPatience({ patience }: Settings, validation: number): void {
  if (patience === 0 || validation > 0) return;
  throw new UsageError(
    `--patience ${patience} needs images to judge epochs by: add --validation 0.1; ` +
      "the test set must not decide",
  );
}

function checkSize({ size, patch, encoder, data, testData, measure }: Settings): void {
  const [rows, columns] = shapeOf(sizeOf(size));
  if (patch !== undefined) {
    if ([data, testData].includes("menagerie")) {
      throw new UsageError(
        "--patch needs images from files, got the menagerie, which is drawn at --size",
      );
    }
    if (measure === "model") {
      throw new UsageError("--patch measures images at their own size: leave out --measure model");
    }
    checkDivisible("--patch", patch, encoder);
    return;
  }
  if (rows !== columns && [data, testData].includes("menagerie")) {
    throw new UsageError(`--size must be square for the menagerie, got ${size}`);
  }
  checkDivisible("--size", size, encoder);
}

function checkDivisible(
  flag: string,
  size: Settings["size"],
  encoder: Settings["encoder"],
): void {
  const multiple = ENCODERS[encoder].strides.at(-1)!, [rows, columns] = shapeOf(sizeOf(size));
  if (rows % multiple === 0 && columns % multiple === 0) return;
  const nearTo = (side: number) => Math.max(1, Math.round(side / multiple)) * multiple;
  const near = typeof size === "number" ? nearTo(size) : `${nearTo(columns)}x${nearTo(rows)}`;
  throw new UsageError(
    `${flag} must be divisible by ${multiple} with --encoder ${encoder}, got ${size}; try ${near}`,
  );
}

function checkMicroBatch({ batch, microBatch }: Settings): void {
  if (microBatch !== undefined && microBatch > batch) {
    throw new UsageError(`--micro-batch must be at most --batch, ${batch}, got ${microBatch}`);
  }
}

function checkWeights({ encoder, weights, weightsFormat, init }: Settings): void {
  if (init !== undefined && weights !== undefined) {
    throw new UsageError("--init and --weights both say what to start from: leave one out");
  }
  if (ENCODERS[encoder].pretrained === undefined && weights !== undefined) {
    throw new UsageError(
      `--weights is for encoders with pretrained weights, got --encoder ${encoder} and "${weights}"`,
    );
  }
  const hasFile = init !== undefined || weights !== undefined && weights !== RANDOM;
  if (weightsFormat !== undefined && !hasFile) {
    throw new UsageError(`--weights-format describes a file: add --weights FILE`);
  }
}

function checkRates({ lr, encoderLr, freeze, warmup, epochs, minutes }: Settings): void {
  if (lr === 0) throw new UsageError("--lr must be above 0, got 0");
  if (encoderLr === 0) {
    throw new UsageError(
      `--encoder-lr must be above 0, got 0; to leave the encoder unchanged, add --freeze ${epochs}`,
    );
  }
  // with --minutes the epochs are not known yet
  if (minutes === undefined) checkEpochs({ freeze, warmup, epochs });
}

/** Refuses more epochs at the start than there are. */
export function checkEpochs(
  { freeze, warmup, epochs }: Pick<Settings, "freeze" | "warmup" | "epochs">,
): void {
  if (freeze > epochs) {
    throw new UsageError(`--freeze must be at most the ${epochs} epochs, got ${freeze}`);
  }
  if (warmup >= epochs) {
    throw new UsageError(`--warmup must be below the ${epochs} epochs, got ${warmup}`);
  }
}

function checkAugmentations({ augment, testAugment }: Settings): void {
  const names = augmentationsOf(augment);
  const unknown = names.find((name) => !(AUGMENTATIONS as readonly string[]).includes(name));
  if (unknown === undefined) {
    if (testAugment !== "d4" || names.includes("d4")) return;
    throw new UsageError(
      "--test-augment d4 predicts turned images, which a model must have learned: add d4 to --augment, " +
        `got ${augment}`,
    );
  }
  throw new UsageError(
    `--augment must be none or some of ${AUGMENTATIONS.join(", ")}, got "${unknown}"`,
  );
}

function checkClassWeights({ classWeights }: Settings): void {
  if (classWeights === undefined) return;
  const weights = classWeightsOf(classWeights);
  const isWeight = (weight: number): boolean => weight > 0 && weight < Infinity;
  if (weights.every(isWeight)) return;
  throw new UsageError(`--class-weights must be numbers above 0, got "${classWeights}"`);
}

function checkMembers(settings: Settings): void {
  const { folds, seeds, member, tune, curve } = settings;
  if (folds !== undefined && curve) {
    throw new UsageError(
      "--curve needs one test set for all its points, --folds has many: leave one out",
    );
  }
  if (folds !== undefined && seeds !== undefined) {
    throw new UsageError("--folds and --seeds both say how many models to train: leave one out");
  }
  if (folds !== undefined && tune) {
    throw new UsageError(
      "--tune tests on a part of the training set, --folds on all: leave one out",
    );
  }
  if (member === undefined) return;
  const count = countOf(settings);
  if (count === undefined) {
    throw new UsageError(`--member ${member} is one of several: add --folds, --seeds or --curve`);
  }
  if (member <= count) return;
  const most = curve
    ? `the models of --curve, ${count}`
    : `${folds === undefined ? "--seeds" : "--folds"}, ${count}`;
  throw new UsageError(`--member must be at most ${most}, got ${member}`);
}
