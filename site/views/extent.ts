/** How large the images of a run are, and how much of them counts. */
import type { Case } from "../../evaluation/mod.ts";
import { formatPercent, isLength, type Unit } from "../text/format.ts";
import { words } from "../text/mod.ts";
import type { SiteRun } from "../runs/site_run.ts";

/**
 * The sizes of a run's images: one, or how many and the smallest and largest.
 *
 * @param cases The cases; those whose shape is not known say nothing.
 * @returns `128 × 128 px`, columns first; undefined where no shape is known.
 */
export function sizesText(cases: Case[]): string | undefined {
  const shapes = new Map(
    cases.filter(({ shape }) => shape.length > 0).map(({ shape }) => [shape.join(), shape]),
  );
  const sorted = [...shapes.values()].sort((a, b) => volume(a) - volume(b));
  if (!sorted.length) return undefined;
  const text = words.frame.extent, [least, most] = [sorted[0], sorted.at(-1)!];
  const unit = text[unitOf(most)], own = text[unitOf(least)];
  if (sorted.length === 1) return text.size(sizeText(most), unit);
  // of images and volumes each has its own
  const first = own === unit ? sizeText(least) : text.size(sizeText(least), own);
  return text.sizes(sorted.length, first, sizeText(most), unit);
}

/**
 * At which size a run's masks were compared, or as which program values them.
 *
 * @param run The run.
 * @returns A few words; undefined for masks from files, which have one size alone, valued as usual.
 */
export function measuredText({ folder: { evaluation } }: SiteRun): string | undefined {
  const text = words.frame.extent, { measuredAt, convention } = evaluation ?? {};
  const parts = [
    measuredAt && text.measured[measuredAt],
    convention && text.convention(text.programs[convention]),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(", ");
}

/**
 * The size of a case's voxels, columns first.
 *
 * @param run The run.
 * @param one The case.
 * @returns `0.8 × 0.8 × 4 mm`; undefined where the files don't say it.
 */
export function voxelText(run: SiteRun, { spacing }: Case): string | undefined {
  const unit = run.metrics.find(isLength)?.unit;
  if (unit === undefined || unit === words.frame.extent.pixels) return undefined;
  const sizes = spacing.map((size) => String(Number(size.toPrecision(3))));
  return `${sizes.toReversed().join(" × ")}\u00a0${unit}`;
}

/** What of a run's cases is counted: of volumes alone, voxels. */
export function countedIn({ cases }: Pick<SiteRun, "cases">): Unit {
  return cases.every(({ shape }) => unitOf(shape) === "voxels") ? "voxels" : "pixels";
}

/** What an image or a volume consists of. */
function unitOf({ length }: number[]): Unit {
  return length === 3 ? "voxels" : "pixels";
}

/** Columns before rows, as everybody says it; layers last. */
function sizeText(shape: number[]): string {
  const [columns, rows, ...layers] = shape.toReversed();
  return [columns, rows, ...layers].join(" × ");
}

/** The pixels of a case, ignored ones among them; NaN where the file doesn't say. */
export function pixelsOf(one: Case): number {
  if (one.shape.length > 0) return volume(one.shape);
  const { tp, fp, fn, tn = NaN } = Object.values(one.classes)[0] ?? { tp: NaN };
  return tp + fp + fn + tn + (one.ignored ?? 0);
}

/**
 * What part of some cases is in no figure.
 *
 * @param run The run.
 * @param cases The cases, all of the run or one.
 * @returns A sentence; undefined where nothing is ignored.
 */
export function ignoredText(run: SiteRun, cases: Case[]): string | undefined {
  const ignored = cases.reduce((sum, one) => sum + (one.ignored ?? 0), 0);
  if (ignored === 0) return undefined;
  const share = ignored / cases.reduce((sum, one) => sum + pixelsOf(one), 0);
  const text = words.frame.extent, unit = countedIn({ cases });
  const pixels = Number.isNaN(share)
    ? text.count(ignored, unit)
    : text.share(formatPercent(share), unit);
  return text.ignored(pixels, ignoredValues(run));
}

/** The values of masks that are ignored; a training has labels of its own, and may count padding, too. */
function ignoredValues({ folder: { run, evaluation } }: SiteRun): string | undefined {
  if (run?.settings.preset === undefined) return evaluation?.ignore?.join(", ");
  const { ignore } = run.settings;
  return evaluation?.measuredAt === "own" && typeof ignore === "string" ? ignore : undefined;
}

function volume(shape: number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
