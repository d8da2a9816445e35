/** Where a run's figures come from: enough to repeat it. */
import type { InitialWeights } from "../../evaluation/mod.ts";
import { counted, formatDuration, formatNumber, isLength, readable } from "../text/format.ts";
import { ignoredText, sizesText } from "./extent.ts";
import { type Markup, type Piece, safe } from "../html/safe.ts";
import type { SiteRun } from "../runs/site_run.ts";

/**
 * Terms and what they are, in the order of the page.
 *
 * @param run The run.
 */
export function provenance(run: SiteRun): { term: string; text: Markup }[] {
  const { run: file, evaluation } = run.folder;
  const entries: [string, Piece][] = [
    ["Settings", file && settings(file.settings)],
    ["Assumed", file && assumed(file.assumed)],
    ["Initial weights", weights(file?.weights)],
    ["Batch norm", microBatch(file?.settings.microBatch)],
    ["Data", file && data(file.data)],
    ["Fingerprint", file?.data.fingerprint && safe`<code>${file.data.fingerprint}</code>`],
    [
      "Classes",
      run.classes.map((c, i) => safe`${i > 0 && ", "}${run.hasPictures && `${c.label} `}${c.term}`),
    ],
    ["Measured at", measuredAt(run)],
    ["Ignored", run.cases.length > 0 && ignoredText(run, run.cases)],
    ["Metrics", file?.versions.triptych && METRICS],
    ["Engine", file?.backend],
    ["Software", file && Object.entries(file.versions).map(([k, v]) => `${k} ${v}`).join(", ")],
    ["Hardware", file?.hardware],
    ["Wall time", file && file.seconds > 0 && formatDuration(file.seconds)],
    ["Measured on", evaluation?.createdAt.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC")],
    ["Again", file?.command && safe`<code>${file.command}</code>`],
    ["Files", files(run)],
  ];
  return entries.filter(([, text]) => text && (!Array.isArray(text) || text.length))
    .map(([term, text]) => ({ term, text: safe`${text}` }));
}

const METRICS =
  "Surfaces are the boundary pixels of a mask at their centres; outside the picture " +
  "counts as background. ASSD pools both directions, HD95 is the larger of the two directed 95th " +
  "percentiles. Where one mask is empty overlaps are 0 and distances infinite.";

/** Sizes and spacing of the pictures, and the unit of distances. */
function measuredAt(run: SiteRun): string | undefined {
  const sizes = sizesText(run.cases);
  if (sizes === undefined) return undefined;
  const spacings = [...new Set(run.cases.map(({ spacing }) => spacing.join(" × ")))]
    .filter((spacing) => spacing !== "");
  const length = run.metrics.find(isLength);
  return [
    sizes,
    spacings.length === 1 && `spacing ${spacings[0]} (rows × columns)`,
    spacings.length > 1 && `${formatNumber(spacings.length)} spacings, each measured by its own`,
    length && `distances in ${length.unit ?? "the unit of the spacing"}`,
  ].filter(Boolean).join("; ");
}

function settings(all: Record<string, unknown>): Markup {
  const shown = Object.entries(all).filter(([key, value]) =>
    key !== "title" && ["string", "number", "boolean"].includes(typeof value)
  );
  return safe`${shown.map(([key, value], i) => safe`${i > 0 && ", "}${key} ${String(value)}`)}`;
}

/** What the published work behind a preset doesn't state. */
function assumed(reasons: Record<string, string> = {}): Markup | undefined {
  const entries = Object.entries(reasons);
  if (entries.length === 0) return undefined;
  return safe`${entries.map(([key, why], i) => safe`${i > 0 && "; "}${key}: ${why}`)}`;
}

/** What the encoder began with: a word, or what a file of weights is called, hashes to and came from. */
function weights(said: InitialWeights | undefined): Markup | undefined {
  if (said === undefined) return undefined;
  if (typeof said === "string") return safe`${said}`;
  const { name, source, sha256 } = said;
  return safe`${name}${source && `, from ${source}`}${
    sha256 && safe`, SHA-256 <code>${sha256}</code>`
  }`;
}

/** What a step in parts means for the figures: a batch norm sees one part at a time. */
function microBatch(size: unknown): Markup | undefined {
  if (typeof size !== "number" || !(size > 0)) return undefined;
  return safe`Each step was computed in parts of ${counted(size, "photograph")}, so that the batch
    norms’ statistics were taken over ${formatNumber(size)} at a time, not over the whole batch.`;
}

function data(all: { name?: string; train: string[]; validation: string[]; test: string[] }) {
  const parts = (["train", "validation", "test"] as const).filter((part) => all[part].length)
    .map((part) => `${formatNumber(all[part].length)} ${part === "train" ? "training" : part}`);
  const pictures = parts.length
    ? `${parts.join(", ")} ${all.test.length === 1 && parts.length === 1 ? "picture" : "pictures"}`
    : "not known";
  return `${all.name ? `${readable(all.name)}: ` : ""}${pictures}${said(all)}`;
}

/** Whether the test part was trained on, as far as both are known. */
function said(all: Record<"train" | "validation" | "test", string[]>): string {
  if (!all.test.length) return "";
  if (!all.train.length) return "; what was trained on is not known";
  const seen = overlap(all);
  return seen ? `; ${counted(seen, "test picture")} also trained or chosen on` : ", no overlap";
}

function overlap({ train, validation, test }: Record<"train" | "validation" | "test", string[]>) {
  const seen = new Set([...train, ...validation]);
  return test.filter((id) => seen.has(id)).length;
}

function files(run: SiteRun): Markup | undefined {
  const names = [
    run.folder.evaluation && "evaluation.json",
    run.history.length > 0 && "history.jsonl",
    run.folder.run && "run.json",
  ].filter((name) => typeof name === "string");
  return safe`${
    names.map((name, i) => safe`${i > 0 && ", "}<a href="${run.base}${name}">${name}</a>`)
  }`;
}
