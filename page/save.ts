/// <reference lib="dom" />
import { encodeLabelPng, palette } from "../io/mod.ts";
import type { LabelClass } from "../core/mod.ts";
import type { Overview } from "../prediction/mod.ts";

/** Saves labels as `deno task predict` writes them: an indexed PNG, value = label. */
export function saveMask(
  name: string,
  { labels, width, height }: Overview,
  classes: readonly LabelClass[],
): void {
  const png = encodeLabelPng({ labels, width, height }, palette(labels, classes));
  saveBlob(`${name}.png`, new Blob([png as Uint8Array<ArrayBuffer>], { type: "image/png" }));
}

/** Saves the image half in the classes' colours, as a PNG. */
export async function saveOverlay(
  name: string,
  { labels, picture, width, height }: Overview,
  classes: readonly LabelClass[],
): Promise<void> {
  const colors = palette(labels, classes), canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d")!, overlaid = context.createImageData(width, height);
  for (let i = 0; i < labels.length; i++) {
    const color = colors[labels[i]];
    for (let c = 0; c < 3; c++) overlaid.data[4 * i + c] = (picture[3 * i + c] + color[c]) >> 1;
    overlaid.data[4 * i + 3] = 255;
  }
  context.putImageData(overlaid, 0, 0);
  saveBlob(`${name}.overlay.png`, await canvas.convertToBlob());
}

function saveBlob(download: string, blob: Blob): void {
  const href = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href, download }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
}
