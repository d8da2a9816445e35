// A triptych to take away is a file of its own: what is written into it is text, whoever opens it.
import assert from "node:assert/strict";
import { triptychSvg } from "../../site/pictures/triptych_svg.ts";
import { HOSTILE } from "./make_run.ts";

const OVERLAY = `<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2">` +
  `<style>path{fill:red}</style><defs></defs>` +
  `<view id="p0" viewBox="0 0 4 2"/><svg y="0" width="4" height="2"><path d="M0 0h1"/></svg></svg>`;

Deno.test("names and captions of a triptych's picture are text, never markup", () => {
  for (const name of HOSTILE) {
    const panels = [{ caption: name }, { layer: "p0", caption: `Prediction: ${name}` }];
    const svg = triptychSvg({ title: name, overlay: OVERLAY, panels });
    assert.doesNotMatch(svg, /<(script|img|svg on|\/title><svg on)/i, name);
    const text = name.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;").replaceAll("'", "&#39;");
    // the title, the line above, both captions
    assert.equal(svg.split(text).length - 1, 4, svg);
    assert.ok(svg.includes('viewBox="0 0 4 2" preserveAspectRatio="none"><path d="M0 0h1"/>'));
  }
});
