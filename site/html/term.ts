/** A class's name on a page. */
import type { SiteClass } from "../runs/site_class.ts";
import { type Markup, safe } from "./safe.ts";

/** The name, underlined in the class's colour and pattern: the page's legend. */
export function termOf({ name, index }: Pick<SiteClass, "name" | "index">): Markup {
  return safe`<span class="c k${index} l${index % 3}">${name}</span>`;
}
