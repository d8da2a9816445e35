/**
 * Rules of the plan for what a step of a training sees: the encoder, how large images are, and how many.
 *
 * @module
 */
import { counted, shapeOf } from "../core/mod.ts";
import type { ClassFacts } from "../data/mod.ts";
import { ENCODERS } from "../model/mod.ts";
import type { Decision, PlanFacts } from "./plan.ts";
import { isPretrained, onlyAdapts } from "./plan_terms.ts";
import { type Settings, sizeOf } from "./settings.ts";
import { NARROW } from "./thin_objects.ts";

/** Pixels per side of whole images of which two cores compute some ten in a second. */
const WHOLE = { plain: 208, pretrained: 256 };

/** What pretrained weights have seen, which is enough where no class is thin in it. */
const OF_WEIGHTS = 224;

/** Up to this size whole images are taken as they are, or larger for objects that would be too thin. */
const LARGEST_WHOLE = 256;

/** Below, an image would have no pixel left at the network's coarsest level. */
const SMALLEST_WHOLE = 64;

/** Pixels per side of a patch. */
const PATCH = 192;

/**
 * What a step may compute: four images of 208² pixels, so that ten minutes have many steps; sixteen of
 * 224², as the preset `best`, where weights need only be adapted.
 */
const STEP_PIXELS = { learning: 200_000, adapting: 800_000 };

/** Images per step: two for the batch norms, and more than 16 make steps too few. */
const [LEAST_BATCH, MOST_BATCH] = [2, 16];

/** The encoder that was trained on photographs, where images are in colour and its weights can be had. */
export function encoderRule(
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
      `MobileNetV2's weights aren't available (${missingWeights}); once they are, --encoder mobilenetv2, ` +
        "or --weights FILE, is better on photographs",
    );
  }
  return decide(
    "mobilenetv2",
    "images are in colour, and weights learned from photographs need fewer images and minutes",
  );
}

/** Whole images as large as can be afforded, or patches where most objects would be too thin in them. */
export function sizeRule({ shape, classes }: PlanFacts, known: Partial<Settings>): Decision[] {
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
  const reduced = (which: string) =>
    `images are ${columns}x${rows}; reduced to this size, ${which} classes are ${NARROW} px wide or more`;
  if (isPretrained(known) && thinClasses(classes, OF_WEIGHTS / own).thin.length === 0) {
    return whole(OF_WEIGHTS, reduced("all"));
  }
  const affordable = encoder === "plain" ? WHOLE.plain : WHOLE.pretrained;
  const { thin, of } = thinClasses(classes, affordable / own);
  if (2 * thin.length < of || thin.length === 0) {
    return whole(affordable, reduced(thin.length === 0 ? "all" : "most"));
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
export function batchRule(facts: PlanFacts, known: Partial<Settings>): Decision[] {
  const { size, patch } = known, [rows, columns] = shapeOf(sizeOf(patch ?? size!));
  const pixels = onlyAdapts(facts, known) ? STEP_PIXELS.adapting : STEP_PIXELS.learning;
  const fitting = 2 ** Math.round(Math.log2(pixels / (rows * columns)));
  const value = Math.min(MOST_BATCH, Math.max(LEAST_BATCH, fitting));
  const what = patch === undefined ? "images" : "patches";
  return [{ name: "batch", value, why: `${what} of about ${columns}x${rows} pixels per step` }];
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
