/** What the page of a look at a data folder shows. */
import type { LookReport } from "../../core/mod.ts";
import { type Markup, plain, safe } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import type { PageView } from "../page.ts";
import { pictureOf } from "../html/picture.ts";
import type { SiteClass } from "../runs/site_class.ts";
import { formatNumber, formatPercent, typeset } from "../text/format.ts";
import { words } from "../text/mod.ts";

/** How many sizes, groups, sets of images and names are listed; look.json has all. */
const ROWS = 8, SETS = 20, NAMES = 6;

/**
 * What the page shows.
 *
 * @param report What the look found.
 * @param classes The classes with their colours.
 * @param overlayOf The drawn layers of a sample, by its labels' path.
 */
export function lookView(
  report: LookReport,
  classes: readonly SiteClass[],
  overlayOf: (truth: string) => string,
): PageView {
  const { folder, size, skipped, duplicates } = report, text = words.look;
  const left = skipped.reduce((sum, { files }) => sum + files.length, 0);
  const alike = new Set([...duplicates.equal, ...duplicates.nearly].flat()).size;
  return {
    title: text.title(folder),
    description: plain(safe`${text.sentence(report, classes.length)}`),
    crumbs: [{ name: text.crumb }],
    origin: text.origin,
    sentence: text.sentence(report, classes.length),
    facts: [
      ...report.ignored > 0 ? [text.facts.ignored(report.ignored)] : [],
      ...left > 0 ? [text.facts.skipped(left)] : [],
      ...alike > 0 ? [text.facts.alike(alike)] : [],
    ],
    size,
    terms: classes.filter(({ backdrop }) => !backdrop).map(termOf),
    samples: report.samples.map(({ id, image, truth, size }) => ({
      caption: safe`<b class="name">${id}</b> ${text.sizes.size(size)}`,
      image: picture([`/${image}`], size, text.samples.image(id)),
      mask: picture([`/${image}`, `/${overlayOf(truth)}#t`], size, text.samples.mask(id)),
    })),
    warnings: report.warnings.map((text) => typeset(text.charAt(0).toUpperCase() + text.slice(1))),
    decisions: report.decisions.map(reasoned),
    // reports of versions without plans have none
    plan: (report.plan ?? []).map(reasoned),
    classTable: classRows(report, classes),
    sizes: sizeRows(report),
    alike: [
      { title: text.alike.equal, sets: duplicates.equal },
      { title: text.alike.nearly, sets: duplicates.nearly },
    ].filter(({ sets }) => sets.length > 0).map(({ title, sets }) => ({
      title,
      sets: sets.slice(0, SETS).map(namesOf),
      more: sets.length > SETS ? text.alike.more(sets.length - SETS) : "",
    })),
    skipped: skipped.map(({ reason, files }) => ({
      reason,
      files: files.slice(0, NAMES).join(", "),
      more: files.length > NAMES ? text.skipped.more(files.length - NAMES) : "",
    })),
  };
}

/** What was decided before a colon, and why; a long list of numbers breaks after its commas. */
function reasoned(line: string): Markup {
  const [, what, why] = /^(.*?): (.*)$/s.exec(line) ?? [undefined, line, ""];
  const parts = what.split(/(?<=,)(?=\S)/).map((part, i) => safe`${i > 0 && safe`<wbr>`}${part}`);
  return safe`<b>${parts}</b>${why && `: ${typeset(why)}`}`;
}

/** A sample's picture in its own proportions, and what lies over it. */
function picture(layers: string[], size: string, alt: string): Markup {
  const [width, height = width] = size.split("x");
  return pictureOf(layers, [Number(width), Number(height)], alt);
}

function classRows({ classes }: LookReport, site: readonly SiteClass[]) {
  const { classes: text } = words.look;
  return classes.map(({ values, share, images, width, widthInTraining }, i) => ({
    term: termOf(site[i]),
    k: `k${i}`,
    width: String(Math.round(1000 * share) / 10),
    cells: [
      values.join(", "),
      formatPercent(share, 1),
      formatNumber(images),
      images === 0 ? text.absent : width === null ? text.wide : text.pixels(width, 0),
      images === 0
        ? text.absent
        : widthInTraining === null
        ? text.wideInTraining
        : text.pixels(widthInTraining, 1),
    ],
  }));
}

/** Sizes, parts and groups with their numbers of images. */
function sizeRows({ sizes, parts, groups }: LookReport): [name: string, images: string][] {
  const { sizes: text } = words.look;
  const rest = (rows: [string, number][], name: (count: number) => string): [string, number][] => {
    if (rows.length <= ROWS) return [];
    const others = rows.slice(ROWS);
    return [[name(others.length), others.reduce((sum, [, count]) => sum + count, 0)]];
  };
  const rows: [string, number][] = [
    ...sizes.slice(0, ROWS).map(([size, count]): [string, number] => [text.size(size), count]),
    ...rest(sizes, text.others),
    ...parts
      ? (["train", "validation", "test"] as const)
        .map((part): [string, number] => [text.part[part], parts[part]])
      : [],
    ...groups.slice(0, ROWS).map(([name, count]): [string, number] => [text.group(name), count]),
    ...rest(groups, text.otherGroups),
  ];
  return rows.map(([name, count]) => [name, formatNumber(count)]);
}

/** The first names of a set, and how many more there are. */
function namesOf(ids: readonly string[]): string {
  const names = ids.slice(0, NAMES).join(", ");
  return ids.length > NAMES
    ? `${names}, ${words.look.alike.moreImages(ids.length - NAMES)}`
    : names;
}
