/** The order and the kinds of cases, by other code than the site's, for tests. */
import type { Case, Evaluation } from "../../evaluation/mod.ts";

/** The order of the design, by other code: value, then missed and invented last, ASSD, id. */
export function ranked(
  evaluation: Evaluation,
  name: string,
  { id, better }: { id: string; better: string },
) {
  const key = (one: Case) => {
    const figures = one.classes[name], kind = kindOf(one, name);
    const lost = kind === "missed" || kind === "invented";
    const value = figures[id] ?? (lost && better === "lower" ? Infinity : NaN);
    return [better === "lower" ? value : -value, lost ? 1 : 0, figures.assd ?? Infinity];
  };
  return evaluation.cases.filter((one) =>
    kindOf(one, name) !== "empty" && !Number.isNaN(key(one)[0])
  )
    .sort((a, b) => {
      const [x, y] = [key(a), key(b)], at = x.findIndex((value, i) => value !== y[i]);
      return at < 0 ? (a.id < b.id ? -1 : 1) : x[at] < y[at] ? -1 : 1;
    });
}

/** What became of a class in a case, by its counts. */
export function kindOf(one: Case, name: string): string {
  const { tp, fp, fn } = one.classes[name];
  if (tp) return "found";
  if (fp && fn) return "misplaced";
  return fp ? "invented" : fn ? "missed" : "empty";
}

/** The first class that a truth holds. */
export function headline({ classes, cases }: Evaluation): string {
  const held = classes.find(({ name }) => cases.some(({ classes: c }) => c[name].tp + c[name].fn));
  return (held ?? classes[0]).name;
}
