/** Where a run's figures come from: enough to repeat it. */
import type { InitialWeights, Run } from "../../evaluation/mod.ts";
import { formatDuration, isLength, readable } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { ignoredText, measuredText, sizesText } from "./extent.ts";
import { type Markup, type Piece, safe } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import type { SiteRun } from "../runs/site_run.ts";

/**
 * Terms and what they are, in the order of the page.
 *
 * @param run The run.
 */
export function provenance(run: SiteRun): { term: string; text: Markup }[] {
  const { run: file, evaluation } = run.folder;
  const { terms } = words.provenance;
  const entries: [string, Piece][] = [
    [terms.settings, file && settings(file.settings)],
    [terms.plan, file && plan(file)],
    [terms.assumed, file && assumed(file.assumed)],
    [terms.weights, weights(file?.weights)],
    [terms.batchNorm, microBatch(file?.settings.microBatch)],
    [terms.data, file && data(file)],
    [terms.fingerprint, file?.data.fingerprint && safe`<code>${file.data.fingerprint}</code>`],
    [
      terms.classes,
      run.classes.map((c, i) =>
        safe`${i > 0 && ", "}${run.hasPictures && `${c.label}\u00a0`}${termOf(c)}`
      ),
    ],
    [terms.resolution, measuredAt(run)],
    [terms.ignored, run.cases.length > 0 && ignoredText(run, run.cases)],
    [terms.metrics, metrics(run)],
    [terms.engine, file?.backend],
    [terms.software, file && Object.entries(file.versions).map(([k, v]) => `${k} ${v}`).join(", ")],
    [terms.hardware, file?.hardware],
    [terms.time, file && file.seconds > 0 && formatDuration(file.seconds)],
    [terms.date, evaluation?.createdAt.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC")],
    [terms.command, file?.command && safe`<code>${flagsWhole(file.command)}</code>`],
    [terms.unknown, unknown(run)],
    [terms.files, files(run)],
  ];
  return entries.filter(([, text]) => text && (!Array.isArray(text) || text.length))
    .map(([term, text]) => ({ term, text: safe`${text}` }));
}

/** What no file says of figures that another program made. */
function unknown({ folder: { run, evaluation } }: SiteRun): string | undefined {
  return evaluation && !run ? words.provenance.unknown : undefined;
}

/** How the figures are made: by our rules, or by another program's. */
function metrics({ folder: { run, evaluation } }: SiteRun): string | undefined {
  const { convention } = evaluation ?? {}, { programs } = words.frame.extent;
  if (convention !== undefined) return words.provenance.convention(programs[convention]);
  return run?.versions.triptych && words.provenance.metrics;
}

/** In the order of sizes, columns first, without the digits that only a float of 32 bits adds. */
function spacingText(spacing: readonly number[]): string {
  return spacing.map((size) => String(Number(size.toPrecision(6)))).toReversed().join(" × ");
}

/** Sizes and spacing of the images, and the unit of distances. */
function measuredAt(run: SiteRun): string | undefined {
  const sizes = sizesText(run.cases);
  if (sizes === undefined) return undefined;
  const spacings = [...new Set(run.cases.map(({ spacing }) => spacingText(spacing)))]
    .filter((spacing) => spacing !== "");
  const length = run.metrics.find(isLength), text = words.provenance.resolution;
  return [
    sizes,
    measuredText(run),
    spacings.length === 1 && text.spacing(spacings[0]),
    spacings.length > 1 && text.spacings(spacings.length),
    length && text.distances(length.unit),
  ].filter(Boolean).join("; ");
}

function settings(all: Record<string, unknown>): Markup | undefined {
  const shown = Object.entries(all).filter(([key, value]) =>
    key !== "title" && ["string", "number", "boolean"].includes(typeof value)
  );
  if (shown.length === 0) return undefined;
  return safe`<ul class="settings">${
    shown.map(([key, value]) => {
      const isLong = `${key} ${value}`.length > CELL;
      return safe`<li${isLong && safe` class="long"`}><span class="soft">${key}</span> ${
        String(value)
      }</li>`;
    })
  }</ul>`;
}

/** More letters don't fit into a cell of the grid of settings. */
const CELL = 24;

/** A command whose flags aren't cut behind their dashes. */
function flagsWhole(command: string): Markup {
  const parts = command.split(/(?<= )(--[a-z][a-z-]{0,24})(?= |$)/);
  return safe`${
    parts.map((part, i) => i % 2 === 0 ? part : safe`<span class="together">${part}</span>`)
  }`;
}

/** The settings that follow from the data, and why. */
function plan({ settings, plan = {} }: Run): Markup | undefined {
  const entries = Object.entries(plan);
  if (entries.length === 0) return undefined;
  return safe`${
    entries.map(([key, why], i) => safe`${i > 0 && "; "}${key} ${String(settings[key])}: ${why}`)
  }`;
}

/** What the published work behind a preset doesn't state. */
function assumed(reasons: Record<string, string> = {}): Markup | undefined {
  const entries = Object.entries(reasons);
  if (entries.length === 0) return undefined;
  return safe`${entries.map(([key, why], i) => safe`${i > 0 && "; "}${key}: ${why}`)}`;
}

/** What the encoder began with: a word, or what a file of weights is called, hashes to and came from. */
function weights(said: InitialWeights | undefined): Markup | undefined {
  if (said === undefined || said === "") return undefined;
  if (typeof said === "string") return safe`${said}`;
  const { name, source, sha256 } = said;
  return safe`${name}${source && `, from ${source}`}${
    sha256 && safe`, SHA-256 <code>${sha256}</code>`
  }`;
}

/** What micro-batches mean for the figures: a batch norm sees one at a time. */
function microBatch(size: unknown): Markup | undefined {
  return typeof size === "number" && size > 0 ? words.provenance.microBatch(size) : undefined;
}

/** What the data are called: words, or a path as it is. */
function nameOf(name: string): string {
  return /[/\\]/.test(name) ? name : readable(name);
}

function data({ data: all, members, settings }: Run) {
  const text = words.provenance.data;
  if (members !== undefined && settings.folds === members) {
    const images = text.folds(all.test.length, members);
    return all.name ? text.named(nameOf(all.name), images) : images;
  }
  const parts = (["train", "validation", "test"] as const).filter((part) => all[part].length)
    .map((part): [typeof part, number] => [part, all[part].length]);
  const images = `${parts.length ? text.parts(parts) : text.unknown}${seenInTraining(all)}`;
  return all.name ? text.named(nameOf(all.name), images) : images;
}

/** Whether the test part was trained on, as far as both are known. */
function seenInTraining(all: Record<"train" | "validation" | "test", string[]>): string {
  const text = words.provenance.data;
  if (!all.test.length) return "";
  if (!all.train.length) return text.unknownTraining;
  const seen = overlap(all);
  return seen ? text.seen(seen) : text.apart;
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
