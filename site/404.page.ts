/** The page for addresses that lead nowhere; hosts show it at any depth. */
import { plain, safe } from "./html/safe.ts";
import { words } from "./text/mod.ts";
import type { SitePage } from "./page.ts";

/** One page, whose links begin with the site's base and are not relative. */
export default function* (): Generator<SitePage> {
  yield {
    url: "/404.html",
    layout: "layouts/404.vto",
    show: () => ({
      title: words.frame.notFound.title,
      description: plain(safe`${words.frame.notFound.sentence}`),
      origin: "",
      crumbs: [{ name: words.frame.crumbs.runs, url: "/index.html" }, {
        name: words.frame.crumbs.notFound,
      }],
    }),
  };
}
