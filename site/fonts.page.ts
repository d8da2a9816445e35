/**
 * The stylesheet with the pages' fonts in it: from the file system a browser may refuse a font in a
 * file of its own, and the pages are to look the same everywhere.
 */
import type { SitePage } from "./page.ts";

const FONTS = [
  { family: "Newsreader", weight: 400, file: "newsreader-400.woff2" },
  { family: "Source Sans 3", weight: 400, file: "source-sans-400.woff2" },
  { family: "Source Sans 3", weight: 600, file: "source-sans-600.woff2" },
];

/** One stylesheet for the whole site. */
export default function* (): Generator<SitePage> {
  yield { url: "/assets/fonts.css", content: FONTS.map(rule).join("") };
}

function rule({ family, weight, file }: (typeof FONTS)[number]): string {
  const data = Deno.readFileSync(new URL(`fonts/${file}`, import.meta.url)).toBase64();
  return `@font-face{font-family:"${family}";font-weight:${weight};` +
    `src:url(data:font/woff2;base64,${data}) format("woff2")}\n`;
}
