/** The choice of a class: buttons for a few, a list for many; both switch panels without a script. */
import type { SiteClass } from "../runs/site_class.ts";
import { words } from "../text/mod.ts";
import { type Markup, safe } from "./safe.ts";
import { termOf } from "./term.ts";

/** More classes than these are chosen from a list. */
const BUTTONS = 8;

/**
 * The choice of one of a run's classes.
 *
 * @param classes The classes.
 * @param name The field's name.
 * @param first The class that is chosen at first, by its place.
 */
export function classPicker(
  classes: readonly SiteClass[],
  name: string,
  first: number | undefined,
): Markup {
  const title = words.frame.chosenClass;
  if (classes.length > BUTTONS) {
    return safe`<label class="field">${title} <select name="${name}">${
      classes.map((c) =>
        safe`<option class="c${c.index}" value="${c.index}"${
          c.index === first && safe` selected`
        }>${c.name}</option>`
      )
    }</select></label>`;
  }
  return safe`<fieldset><legend>${title}</legend>${
    classes.map((c) =>
      safe`<label><input type="radio" name="${name}" class="c${c.index}" value="${c.index}"${
        c.index === first && safe` checked`
      }>${termOf(c)}</label>`
    )
  }</fieldset>`;
}
