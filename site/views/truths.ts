/** What the page of doubtful truths shows. */
import { DOUBTFUL } from "../../evaluation/mod.ts";
import { formatRatio, listed, readable } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { classPicker } from "../html/class_picker.ts";
import { altText, hasVolumes, picture } from "../html/picture.ts";
import { type Markup, plain, safe } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import { counterpart } from "../runs/comparisons.ts";
import type { DoubtfulCase, Doubts } from "../runs/doubts.ts";
import { casesWhere } from "../runs/filtered.ts";
import type { SiteClass } from "../runs/site_class.ts";
import type { SiteRun } from "../runs/site_run.ts";

/** So many cases of a class are shown. */
const MOST = 24;

/** Runs whose predictions stand beside the truth. */
const BESIDE = 3;

/**
 * The doubtful cases, class by class.
 *
 * @param doubts What was found.
 */
export function truthsView(doubts: Doubts) {
  const { runs, shown: [run], compared, shared, byClass } = doubts, text = words.truths;
  const first = run.headline ?? run.classes[0];
  const classes = run.classes.filter(({ labels }) => labels === undefined);
  const sentence = text.sentence({
    models: runs.length,
    doubtful: byClass.get(first.name)?.length ?? 0,
    compared,
    term: termOf(first),
  });
  return {
    title: text.title,
    tab: words.frame.tab(text.title, listed(doubts.shown.map(({ name }) => name))),
    description: plain(sentence),
    sentence,
    how: text.how(formatRatio(DOUBTFUL)),
    partial: compared < shared ? text.partial(compared, shared) : undefined,
    volumes: hasVolumes(run) ? text.volumes : undefined,
    models: text.models(
      doubts.shown.map((run) => safe`<a href="${run.base}index.html">${run.name}</a>`),
      runs.length,
    ),
    picker: classes.length > 1 ? classPicker(classes, "doubt", first.index) : undefined,
    panels: classes.map((c) => panelOf(doubts, c)),
  };
}

function panelOf({ shown, byClass }: Doubts, c: SiteClass) {
  const cases = byClass.get(c.name) ?? [], text = words.truths;
  return {
    c: c.index,
    none: cases.length === 0 ? text.none(termOf(c)) : undefined,
    cases: cases.slice(0, MOST).map((one) => ({
      label: readable(one.id),
      url: shown[0].caseUrl(one.id),
      score: text.score(formatRatio(one.score)),
      between: one.isAbsent
        ? text.absent
        : text.between(formatRatio(one.between), one.withTruth.length),
      pictures: picturesOf(shown, one, c),
    })),
    more: cases.length > MOST ? text.more(cases.length - MOST) : undefined,
    gallery: cases.length > 0
      ? text.gallery(cases.length, shown.map((run) => galleryOf(run, c)))
      : undefined,
  };
}

/** A link to a run's cases whose truth of a class is doubted. */
function galleryOf(run: SiteRun, { name }: SiteClass): Markup {
  const url = casesWhere(run, { class: counterpart(run, name)!.index, doubt: "yes" });
  return safe`<a href="${url}">${run.name}</a>`;
}

/** The truth, and what the first models say. */
function picturesOf(
  shown: Doubts["shown"],
  { id, withTruth }: DoubtfulCase,
  c: SiteClass,
): { picture: Markup; caption: Markup; url: string }[] {
  const text = words.truths, [first] = shown;
  const truth = {
    url: first.caseUrl(id),
    picture: picture(first, id, {
      layer: `t${c.index}`,
      alt: altText(id, text.alt.truth(c.name)),
    }),
    caption: text.truth,
  };
  const predictions = shown.slice(0, BESIDE).map((run, i) => {
    // of the models that make one run, that of the best
    const isOne = shown.length < withTruth.length;
    const dice = formatRatio(isOne ? Math.max(...withTruth) : withTruth[i]);
    return {
      url: run.caseUrl(id),
      picture: picture(run, id, {
        layer: `p${counterpart(run, c.name)!.index}`,
        alt: altText(id, words.frame.alt.prediction(c.name, dice)),
      }),
      caption: isOne ? text.best(run.name, dice) : text.prediction(run.name, dice),
    };
  });
  return [truth, ...predictions];
}

/** How many cases have a doubtful truth of any class. */
export function doubtfulCases({ byClass }: Doubts): number {
  return new Set([...byClass.values()].flatMap((cases) => cases.map(({ id }) => id))).size;
}
