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

/**
 * Fonts that are there before ours are decoded, stretched to the same mean width, so that no line breaks
 * anew when ours come. Widths of Times New Roman and Arial are those of Capsize's tables (xWidthAvg), of
 * DejaVu and of bold letters those of a page's text as Chromium sets it.
 */
const STAND_INS = [
  {
    ...{ family: "Newsreader Times", weight: 400, size: 105.5 },
    local: ["Times New Roman", "TimesNewRomanPSMT", "Liberation Serif"],
  },
  { family: "Newsreader DejaVu", weight: 400, size: 81.9, local: ["DejaVu Serif"] },
  {
    ...{ family: "Source Sans Arial", weight: 400, size: 93.8 },
    local: ["Arial", "ArialMT", "Liberation Sans"],
  },
  {
    ...{ family: "Source Sans Arial", weight: 600, size: 90.4 },
    local: ["Arial Bold", "Arial-BoldMT", "Liberation Sans Bold"],
  },
  { family: "Source Sans DejaVu", weight: 400, size: 81.2, local: ["DejaVu Sans"] },
  { family: "Source Sans DejaVu", weight: 600, size: 74.1, local: ["DejaVu Sans Bold"] },
];

/** One stylesheet for the whole site. */
export default function* (): Generator<SitePage> {
  const content = [...FONTS.map(rule), ...STAND_INS.map(standIn)].join("");
  yield { url: "/assets/fonts.css", content };
}

function standIn({ family, weight, size, local }: (typeof STAND_INS)[number]): string {
  const src = local.map((name) => `local("${name}")`).join();
  return `@font-face{font-family:"${family}";font-weight:${weight};size-adjust:${size}%;src:${src}}\n`;
}

function rule({ family, weight, file }: (typeof FONTS)[number]): string {
  const data = Deno.readFileSync(new URL(`fonts/${file}`, import.meta.url)).toBase64();
  return `@font-face{font-family:"${family}";font-weight:${weight};` +
    `src:url(data:font/woff2;base64,${data}) format("woff2")}\n`;
}
