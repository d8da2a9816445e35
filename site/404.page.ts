/** The page for addresses that lead nowhere; hosts show it at any depth. */
import type { SitePage } from "./page.ts";

/** One page, whose links begin with the site's base and are not relative. */
export default function* (): Generator<SitePage> {
  yield {
    url: "/404.html",
    layout: "layouts/404.vto",
    show: () => ({
      title: "There is no such page",
      crumbs: [{ name: "Runs", url: "/index.html" }, { name: "Not found" }],
    }),
  };
}
