/**
 * The pictures of a volume as SVG files that stand alone: the grey image is inside, so that one `<img>`
 * shows it with all that is drawn over it, in proportion.
 */
import { Buffer } from "node:buffer";
import {
  type ClassShapes,
  drawLayers,
  type Layer,
  type OverlayInput,
  stackedSvg,
} from "../../drawing/mod.ts";
import type { Plane } from "../runs/volume.ts";

/** A picture of a volume: labels, outlines and size as they are drawn, and the image as JPEG. */
export interface VolumeDrawing {
  /** Labels and colours; width and height are those of the drawing. */
  input: OverlayInput;
  /** The outlines, stretched to the drawing's size. */
  shapes: ClassShapes[];
  /** The image behind, if there is one. */
  image?: Uint8Array;
  /** How unsure the model is, a PNG of a pixel per voxel, if that is known. */
  unsure?: Uint8Array;
}

/** What lies behind masks without an image, and a line that is seen on any ground. */
const GROUND = "#4b4843";

/**
 * Draws a plane with cross-hairs. Fragments: `g` the image alone, `u` where the model is unsure, and those of
 * `overlaySvg`.
 *
 * @param drawing The picture.
 * @param plane Where the cross-hairs meet.
 * @param canvas The width of the file's picture; the plane stands in its middle.
 */
export function planeSvg(
  { input, shapes, image, unsure }: VolumeDrawing,
  plane: Plane,
  canvas: number,
): string {
  const { width, height } = input, w = 2 * width, h = 2 * height;
  const { defs, layers } = drawLayers(input, shapes, {
    outlined: true,
    beside: image === undefined,
  });
  const lines = crossHairs({ x: 2 * plane.x, y: 2 * plane.y, w, h });
  const framed = (body: string): string =>
    `<svg x="${
      canvas - width
    }" width="${w}" height="${h}"><use href="#ground"/>${body}${lines}</svg>`;
  const all: Layer[] = [["g", ""], ...layers];
  if (unsure) all.push(["u", pixels("unsure", w, h, unsure)]);
  return stackedSvg(all.map(([id, body]) => [id, framed(body)]), {
    width: 2 * canvas,
    height: h,
    defs: ground(w, h, image) + defs,
    classes: input.classes,
  });
}

function ground(width: number, height: number, image: Uint8Array | undefined): string {
  const size = `width="${width}" height="${height}"`;
  if (image === undefined) return `<rect id="ground" ${size} fill="${GROUND}"/>`;
  const data = Buffer.from(image).toString("base64");
  return `<image id="ground" ${size} preserveAspectRatio="none" href="data:image/jpeg;base64,${data}"/>`;
}

/** A PNG whose pixels have hard edges. */
function pixels(id: string, width: number, height: number, png: Uint8Array): string {
  const data = Buffer.from(png).toString("base64");
  return `<image id="${id}" width="${width}" height="${height}" preserveAspectRatio="none" ` +
    `image-rendering="pixelated" href="data:image/png;base64,${data}"/>`;
}

/** Two lines with a gap where they would meet, so that what is there can be seen. */
function crossHairs({ x, y, w, h }: { x: number; y: number; w: number; h: number }): string {
  const [cx, cy] = [x, y].map((at) => Math.round(10 * at) / 10), gap = Math.max(w, h) / 24;
  const path = `M0 ${cy}H${Math.max(0, cx - gap)}M${Math.min(w, cx + gap)} ${cy}H${w}` +
    `M${cx} 0V${Math.max(0, cy - gap)}M${cx} ${Math.min(h, cy + gap)}V${h}`;
  return [["#0b0a08", 2.6, 0.5], ["#fff", 1, 0.9]].map(([stroke, width, opacity]) =>
    `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="${width}px" ` +
    `stroke-opacity="${opacity}" vector-effect="non-scaling-stroke"/>`
  ).join("");
}
