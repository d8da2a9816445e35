/** All runs as rows: what differs in their settings, and what came out. */
import { type MetricInfo, summarise } from "../../evaluation/mod.ts";
import { formatFigure, formatNumber, isLength, shortened, shortPath } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { numbers } from "../html/numbers.ts";
import { Markup, safe } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import type { SiteClass } from "../runs/site_class.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { stateWord } from "./state.ts";

/**
 * A cell of the table; `key` is what its column is sorted by, `beside` stands below in small, `numbers` are
 * the figures themselves.
 */
interface Cell {
  text: string;
  key: string;
  beside?: string;
  right?: boolean;
  numbers?: Markup;
}

/** A setting's value has so many letters at most. */
const LETTERS = 24;

/** More settings than this make no table. */
const SETTINGS = 3;

/**
 * Columns and rows of the table of runs.
 *
 * @param runs The runs, newest first.
 */
export function runsTable(runs: SiteRun[]) {
  const text = words.overview.table;
  const settings = differing(runs);
  const classes = distinctClasses(runs);
  const metrics = distinctMetrics(runs);
  const columns = classes.flatMap((c) => metrics.map((metric) => ({ c, metric })));
  return {
    settings: settings.length,
    head: [
      { name: text.run },
      { name: text.date },
      ...settings.map((name) => ({ name })),
      ...columns.map(({ c, metric }) => ({
        name: safe`${metric.title}${metric.unit && `, ${metric.unit}`} <br>${termOf(c)}`,
        right: true,
      })),
      { name: text.missed, right: true },
    ].map((column) => ({
      right: "right" in column,
      name: column.name instanceof Markup ? column.name : safe`${column.name}`,
    })),
    rows: runs.map((run) => ({
      name: run.name,
      url: `${run.base}index.html`,
      cells: [
        dateCell(run),
        ...settings.map((key) => textCell(run.folder.run?.settings[key])),
        ...columns.map(({ c, metric }): Cell => {
          const isMeasured = run.metrics.some((own) => columnOf(own) === columnOf(metric));
          if (!isMeasured || !run.classes.some((own) => own.name === c.name)) {
            return { text: "–", key: "", right: true };
          }
          const { median } = summarise(run.cases, c.name, metric);
          const interval = run.interval(c.name, metric);
          return {
            text: formatFigure(median, metric),
            key: Number.isNaN(median) ? "" : String(isLength(metric) ? median : -median),
            right: true,
            numbers: numbers(median, interval),
            beside: interval &&
              text.interval(formatFigure(interval[0], metric), formatFigure(interval[1], metric)),
          };
        }),
        missedCell(run),
      ],
    })),
    note: `${more(runs, classes)}${text.note(runs.flatMap((run) => run.draws ?? [])[0]?.are)}`,
  };
}

/** Settings that are not the same in all runs: the few that tell most of them apart. */
function differing(runs: SiteRun[]): string[] {
  const settings = runs.map((run) => run.folder.run?.settings ?? {});
  const keys = new Set(settings.flatMap((one) => Object.keys(one)));
  keys.delete("title");
  keys.delete("out");
  const values = (key: string) => new Set(settings.map((one) => JSON.stringify(one[key])));
  return [...keys].map((key) => ({ key, size: values(key).size })).filter(({ size }) => size > 1)
    .sort((a, b) => b.size - a.size).slice(0, SETTINGS).map(({ key }) => key);
}

/** Classes that have no column. */
function more(runs: SiteRun[], shown: SiteClass[]): string {
  const names = new Set(runs.flatMap((run) => run.classes.map(({ name }) => name)));
  return names.size > shown.length ? words.overview.table.first(shown.length, names.size) : "";
}

/** Dice, and ASSD in each unit that a run has it in: one column holds one unit. */
function distinctMetrics(runs: SiteRun[]): MetricInfo[] {
  return ["dice", "assd"].flatMap((id) => {
    const metrics = runs.flatMap((run) => run.metrics).filter((metric) => metric.id === id);
    return [...new Map(metrics.map((metric) => [columnOf(metric), metric])).values()];
  });
}

function columnOf({ id, unit }: MetricInfo): string {
  return `${id} ${unit ?? ""}`;
}

/** The classes of all runs by name, at most three. */
function distinctClasses(runs: SiteRun[]): SiteClass[] {
  const byName = new Map(runs.flatMap((run) => run.classes).map((c) => [c.name, c]));
  return [...byName.values()].slice(0, 3);
}

function dateCell(run: SiteRun): Cell {
  const at = run.folder.evaluation?.createdAt ?? "";
  const [day, time] = [at.slice(0, 10), at.slice(11, 16)];
  return { text: day || stateWord(run), key: at, beside: time || undefined };
}

function textCell(value: unknown): Cell {
  if (value === undefined || value === null) return { text: "–", key: "" };
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return { text: shortened(shortPath(text), LETTERS), key: text };
}

function missedCell(run: SiteRun): Cell {
  const metric = run.overlap;
  if (!metric) return { text: "–", key: "", right: true };
  const of = (kind: "missed" | "misplaced") =>
    run.classes.reduce((sum, c) => sum + run.ranking(c.name, metric)[kind].length, 0);
  const missed = of("missed"), misplaced = of("misplaced");
  return {
    text: formatNumber(missed),
    key: String(missed),
    right: true,
    numbers: numbers(missed),
    beside: misplaced > 0 ? words.overview.table.misplaced(misplaced) : undefined,
  };
}
