/** Charts as they were: UPDATE=1 writes the pictures anew, to be looked at before they are kept. */
import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { type ChartDocument, type ChartElement, markup } from "../../site/html/frame.ts";

/** A document to draw in. */
export const { document } = parseHTML("<!doctype html><html></html>") as unknown as {
  document: ChartDocument;
};

const UPDATE = Deno.env.get("UPDATE") === "1";

/** A test that a chart looks as its picture does. */
export function golden(name: string, chart: () => ChartElement | string): void {
  Deno.test(`the ${name} chart looks as it did`, async () => {
    const drawn = chart();
    const text = (typeof drawn === "string" ? drawn : markup(drawn)).replaceAll("><", ">\n<") +
      "\n";
    const file = new URL(`../fixtures/site/${name}.svg`, import.meta.url);
    if (UPDATE) await Deno.writeTextFile(file, text);
    assert.equal(text, await Deno.readTextFile(file));
  });
}
