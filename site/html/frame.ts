/** What all charts share: drawing without a browser, and SVG that is small and follows the page. */
import * as Plot from "@observablehq/plot";

/** The two widths every chart is drawn at; the stylesheet shows the one that fits. */
export type Fit = "wide" | "narrow";

/** What a chart needs of a DOM: linkedom's. */
// deno-lint-ignore no-explicit-any -- linkedom's Document is not typed as lib.dom's
export type ChartDocument = any;

/** The part of an SVG element that callers use. */
export interface ChartElement {
  /** The markup. */
  outerHTML: string;
}

/** Styles that all charts begin from: no axis lines, no tick marks, the page's own colours. */
export const HAIR = { stroke: "var(--hair)", strokeOpacity: 1 } as const;

/** Ticks without marks and without a name: titles and sentences name the axes. */
export const TICKS = { tickSize: 0, label: null, fill: "var(--soft)" } as const;

/**
 * Draws a plot and adapts it to the page: no `<style>` of its own (the stylesheet has it), no
 * inline style, a text alternative.
 *
 * @param options Plot's options.
 * @param about The text alternative, with the figures.
 * @param document The document that makes the elements.
 */
export function draw(
  options: Plot.PlotOptions,
  about: string,
  document: ChartDocument,
): ChartElement {
  const svg = Plot.plot({ ...options, document, className: "plot" });
  for (const style of [...svg.querySelectorAll("style")]) style.remove();
  for (const styled of [...svg.querySelectorAll("[style]")]) styled.removeAttribute("style");
  for (const link of [...svg.querySelectorAll("a")]) link.setAttribute("tabindex", "-1");
  // Plot describes its axes for screen readers one by one; one sentence says more
  for (const part of [...svg.querySelectorAll("[aria-label]")]) part.removeAttribute("aria-label");
  for (const part of [...svg.querySelectorAll("[aria-hidden]")]) {
    part.removeAttribute("aria-hidden");
  }
  for (const name of ["font-family", "font-size"]) svg.removeAttribute(name);
  // what holds links is no picture: a screen reader would not find them
  svg.setAttribute("role", svg.querySelector("a") ? "group" : "img");
  // linkedom escapes the quotes of an attribute and nothing else
  svg.setAttribute("aria-label", about.replaceAll("&", "&amp;"));
  return svg;
}

/**
 * The markup of a chart, coordinates rounded to a tenth, those of dots, of which a page
 * has thousands, to whole pixels.
 *
 * @param svg What a chart function returned.
 */
export function markup(svg: ChartElement): string {
  return svg.outerHTML
    .replace(/ xmlns(:xlink)?="[^"]*"/g, "")
    .replace(
      / (xlink:href|fill)="(inherit|[^"]*)"/g,
      (all, name, value) => name === "fill" ? (value === "inherit" ? "" : all) : ` href="${value}"`,
    )
    .replace(
      / (d|[xy][12]?|r|width|height|transform|points)="[^"]*"/g,
      (attribute) => attribute.replace(/\d+\.\d{2,}/g, tenth),
    )
    .replace(
      / (c[xy])="([\d.-]+)"/g,
      (_, name, value) => ` ${name}="${Math.round(Number(value))}"`,
    );
}

function tenth(text: string): string {
  return String(Math.round(Number(text) * 10) / 10);
}
