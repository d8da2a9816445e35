/** Where a model is sure and wrong. */
import { type Case, confidenceAgreement, quantile, SURE } from "../../evaluation/mod.ts";
import { formatPercent, formatRatio, readable, type Unit } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { altText, hasLayers, hasUncertainty, picture } from "../html/picture.ts";
import type { Markup } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import { casesWhere, surelyWrongOf } from "../runs/filtered.ts";
import { countedIn } from "./extent.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { uncertaintyUrl } from "../runs/uncertainty.ts";

/** So many cases are shown. */
const SHOWN = 3;

/**
 * The sentences and the cases with most confident mistakes.
 *
 * @param run A run with cases.
 * @returns Undefined where no confidence was measured.
 */
export function sureView(run: SiteRun) {
  const known = run.cases.filter(({ confidence }) => confidence !== undefined), text = words.sure;
  if (known.length === 0) return undefined;
  const unit = countedIn(run);
  const sum = (of: "sure" | "wrong" | "surelyWrong") =>
    known.reduce((all, { confidence }) => all + confidence![of], 0);
  const surelyWrong = sum("surelyWrong");
  const worst = known.filter((one) => surelyWrongOf(one)! > 0)
    .sort((a, b) => surelyWrongOf(b)! - surelyWrongOf(a)!);
  return {
    sentences: [
      surelyWrong === 0 ? text.none(unit) : text.sentence({
        least: SURE,
        wrong: formatPercent(surelyWrong / sum("sure"), 1),
        ofErrors: formatPercent(surelyWrong / sum("wrong"), 1),
      }, unit),
      ...knowing(known, unit),
      ...expecting(run, known),
    ],
    cases: worst.slice(0, SHOWN).map((one) => ({
      label: readable(one.id),
      url: `${run.caseUrl(one.id)}#order=sure&show=4`,
      share: text.share(formatPercent(surelyWrongOf(one)!, 1)),
      pictures: run.hasPictures ? picturesOf(run, one) : [],
    })),
    all: surelyWrong > 0
      ? { name: text.all(run.cases.length), url: casesWhere(run, { order: "sure" }) }
      : undefined,
    note: text.note(known.length, run.cases.length - known.length, unit),
  };
}

/** Whether its confidence tells wrong pixels from right ones. */
function knowing(known: readonly Case[], unit: Unit): string[] {
  const chances = known.flatMap(({ confidence }) => confidence!.auroc ?? []);
  if (chances.length === 0) return [];
  const median = quantile(Float64Array.from(chances).sort(), 0.5);
  return [words.sure.knows(formatPercent(median), unit)];
}

/** Whether the Dice that it lets expect orders the cases as their Dice does. */
function expecting(run: SiteRun, known: readonly Case[]): Markup[] {
  const first = run.headline!, found = confidenceAgreement(known, first.name);
  if (found === undefined || Number.isNaN(found.correlation)) return [];
  return [words.sure.expected(termOf(first), formatRatio(found.correlation), found.cases)];
}

function picturesOf(run: SiteRun, { id }: Case): { picture: Markup; caption: Markup }[] {
  const text = words.sure.captions, { alt } = words.frame;
  if (!hasLayers(run, id) || !hasUncertainty(run, id)) return [];
  return [
    {
      picture: picture(run, id, { layer: "t", alt: altText(id, alt.allTruths) }),
      caption: text.truth,
    },
    {
      picture: picture(run, id, { layer: "p", alt: altText(id, alt.allPredictions) }),
      caption: text.prediction,
    },
    {
      picture: picture(run, id, {
        over: uncertaintyUrl(run, id),
        alt: altText(id, words.sure.alt),
      }),
      caption: text.uncertainty,
    },
  ];
}
