/** The ranking of several models as slides. */
import { safe } from "../html/safe.ts";
import type { SiteRanking } from "../runs/rankings.ts";
import { words } from "../text/mod.ts";
import { modelsView } from "./models.ts";
import { ROWS, type Slide } from "./slides.ts";

/**
 * The slides of a ranking, by the class and metric that its page speaks of first.
 *
 * @param ranking The runs and how they rank.
 */
export function modelsSlides(ranking: SiteRanking): Slide[] {
  const { title, facts, verdict, areDrawn, note, first } = modelsView(ranking);
  const { rows, chances, metric } = first, text = words.slides.models;
  const shown = rows.slice(0, ROWS);
  const all: (Slide | false)[] = [
    { title, lead: text.names(rows.map(({ name }) => name)), facts },
    {
      title: words.models.ranks.title,
      lead: verdict,
      list: shown.map((row) => ({
        term: `${row.place}.`,
        text: text.rank({ ...row, metric, median: row.median.text }),
      })),
      isNumbered: true,
    },
    // each beside the one that ranks next
    areDrawn && {
      title: words.models.chances.title,
      facts: [safe`${note}`],
      list: shown.slice(1).map(({ name }, i) => ({
        term: safe`<b>${chances[i].cells[i + 1].text}</b>`,
        text: text.before(rows[i].name, name),
      })),
    },
  ];
  return all.filter((slide) => typeof slide === "object");
}
