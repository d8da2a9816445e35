/** Charts on pages: both widths of one, as markup. */
import { parseHTML } from "linkedom";
import { type ChartDocument, type ChartElement, type Fit, markup } from "./frame.ts";
import { readable } from "../text/format.ts";
import { Markup, safe } from "./safe.ts";

// linkedom types its window by lib.dom, which is not loaded here
const page = parseHTML("<!doctype html><html><body></body></html>") as unknown;
const { document } = page as { document: ChartDocument };

/** The markup of a chart that is drawn at one width. */
export function oneFit<Data>(
  data: Data,
  chart: (data: Data, document: ChartDocument) => ChartElement,
): Markup {
  return new Markup(shortTitles(markup(chart(data, document))));
}

/**
 * A chart in both widths, of which the stylesheet shows one.
 *
 * @param data What the chart shows.
 * @param chart The chart.
 */
export function bothFits<Data>(
  data: Data,
  chart: (data: Data, document: ChartDocument, fit: Fit) => ChartElement,
): Markup {
  const drawn = (fit: Fit) => new Markup(shortTitles(markup(chart(data, document, fit))));
  return safe`<div class="wide">${drawn("wide")}</div><div class="narrow">${drawn("narrow")}</div>`;
}

/**
 * Takes the name of a case from its point's title where the address says it: a page has thousands of
 * points. The script of charts puts it back.
 */
function shortTitles(svg: string): string {
  return svg.replace(
    /(\/cases\/([^"/]+)\.html"[^>]*><[^>]*><title)>([^<\n:]*): (?=[^<\n]*<\/title>)/g,
    (all, start, file, name) => name === readable(file) ? `${start} data-short>` : all,
  );
}

/** Puts the names of cases back into titles of charts, for a page whose addresses don't say them. */
export function wholeTitles(html: string): string {
  return html.replace(
    /(\/cases\/([^"/]+)\.html"[^>]*><[^>]*><title) data-short>/g,
    (_, start, file) => `${start}>${readable(file)}: `,
  );
}
