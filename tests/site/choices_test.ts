// What of a page's choices stands in its address.
import assert from "node:assert/strict";
import { parseHTML } from "linkedom";

Deno.test("the address keeps what has a name; how near a picture is looked at has none", async () => {
  const { document, Event } = parseHTML(
    `<!doctype html><html><body><div class="pick"><input type="radio" name="class" value="1">
    <select id="zoom"><option value="4">4 ×</option></select>
    <select id="beside" name="beside"><option value="b">b</option></select></div></body></html>`,
    // deno-lint-ignore no-explicit-any -- linkedom's window is typed by lib.dom, which is not loaded
  ) as any;
  const location = { hash: "" };
  const history = { replaceState: (_: null, __: string, hash: string) => (location.hash = hash) };
  const script = await Deno.readTextFile(new URL("../../site/assets/choices.js", import.meta.url));
  const names = ["document", "location", "history", "addEventListener"];
  new Function(...names, script)(document, location, history, () => {});
  for (const one of document.querySelectorAll("input, select")) {
    one.dispatchEvent(new Event("change"));
  }
  const kept = [...new URLSearchParams(location.hash.slice(1)).keys()];
  assert.deepEqual(kept, ["class", "beside"]);
});
