/// <reference lib="dom" />
import {
  type CaseLabels,
  caseShapes,
  drawLayers,
  layerSvg,
  type OverlayInput,
  styleOf,
} from "../drawing/mod.ts";

/**
 * Draws layers over an image, as they are drawn elsewhere on the site. They stand in a tree of their own, so
 * that their style is only theirs; a sheet that a script makes needs no exception from the page's policy.
 */
export class Drawing {
  #root: ShadowRoot;
  #classes: OverlayInput["classes"];
  #svgs = new Map<string, string>();

  /**
   * @param place Where they stand.
   * @param classes The classes and their colours.
   */
  constructor(place: HTMLElement, classes: OverlayInput["classes"]) {
    this.#classes = classes;
    this.#root = place.shadowRoot ?? place.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`svg{display:block;width:100%;height:100%}${styleOf(classes)}`);
    this.#root.adoptedStyleSheets = [sheet];
  }

  /** Traces masks: what is shown next is of these. */
  trace(labels: CaseLabels): void {
    const input = { ...labels, classes: this.#classes };
    const { defs, layers } = drawLayers(input, caseShapes(input));
    const size = { width: 2 * labels.width, height: 2 * labels.height, defs };
    this.#svgs = new Map(layers.map(([id, body]) => [id, layerSvg(body, size)]));
  }

  /**
   * Shows a layer.
   *
   * @param id Its name in {@linkcode drawLayers}; no layer of that name, none.
   */
  show(id: string): void {
    this.#root.innerHTML = this.#svgs.get(id) ?? "";
  }
}
