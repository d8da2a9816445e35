// What the page for a reader's image says and offers, without a browser.
import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { words } from "../../site/text/mod.ts";

Deno.test("a page without a camera has no button for one", async () => {
  const script = await Deno.readTextFile(new URL("../../site/assets/try.js", import.meta.url));
  for (const [navigator, isHidden] of [[{}, true], [{ mediaDevices: {} }, false]] as const) {
    const { document } = parseHTML(
      `<!doctype html><html><body><div id="try" data-words="{}"></div><p id="said"></p>
      <input id="choose"><button id="camera">Camera</button></body></html>`,
      // deno-lint-ignore no-explicit-any -- linkedom's document is typed by lib.dom, not loaded here
    ) as any;
    const names = ["document", "navigator", "location", "addEventListener"];
    new Function(...names, script)(document, navigator, { hash: "" }, () => {});
    assert.equal(document.getElementById("camera").hidden, isHidden);
  }
});

Deno.test("what browsers decode isn't said to be pixel for pixel", () => {
  const [ours, theirs] = words.tryText.exact.split(";");
  assert.match(ours, /pixel for pixel, of PNG, TIFF, BMP and GIF$/);
  for (const kind of ["JPEG", "WebP", "AVIF"]) assert.ok(theirs.includes(kind), kind);
});
