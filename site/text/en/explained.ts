/** What explains how good a class is from case to case. */
import { formatNumber, formatPercent, listed } from "../format.ts";
import { type Markup, safe } from "../../html/safe.ts";

const NAMES = { size: "size", group: "group", brightness: "brightness" };

/** What was tried. */
export type Cause = keyof typeof NAMES;

/** A cause and the share that it explains. */
interface Part {
  name: Cause;
  share: number;
}

/** All that was tried: what explains most first, what explains little, and what may be chance. */
export function sentence(
  { metric, term, explains: [first, ...others], little, chance, draws }: {
    metric: string;
    term: Markup;
    explains: Part[];
    little: Part[];
    chance: Part[];
    draws?: { count: number; are: string };
  },
): Markup {
  const of = safe`${metric} of the ${term}`;
  const weak = little.map(({ name, share }) => `${effect("the", name)} (${formatPercent(share)})`);
  const none = chance.map(({ name }) => effect("no", name));
  const rest = [
    weak.length > 0 && `${listed(weak)} ${weak.length > 1 ? "explain" : "explains"} little`,
    none.length > 0 && `${listed(none)} can be told from chance`,
  ].filter((part) => typeof part === "string").join(", and ");
  return safe`${
    first &&
    safe`<b>${capital(NAMES[first.name])} explains ${
      formatPercent(first.share)
    } of how ${of} varies in rank</b>${
      others.map(({ name, share }) => `, ${NAMES[name]} ${formatPercent(share)}`).join("")
    }.`
  }${rest && (first ? ` ${capital(rest)}.` : safe`For ${of}, ${rest}.`)}${
    draws && ` Based on the means of ${formatNumber(draws.count)} ${draws.are}.`
  }`;
}

/** Numbers are tried for a trend, groups for any difference. */
function effect(article: string, name: Cause): string {
  return name === "group"
    ? `${article} difference between groups`
    : `${article} trend with ${NAMES[name]}`;
}

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
