/**
 * The drawn layers of one case, all in one SVG file: outlines, spotlights and errors of each class.
 * A page puts it as `<img src="ID.svg#p0">` over the photograph; each fragment is a `<view>` of its
 * own tile, so that no script and no canvas is needed, on `file://` neither.
 */
import type { Contour } from "./contours.ts";
import { type SpeckRing, specksOf } from "./specks.ts";
import type { CaseLabels } from "./edges.ts";
import { caseShapes, type ClassShapes } from "./shapes.ts";

/** What the layers of one case are drawn from. */
export interface OverlayInput extends CaseLabels {
  /** The classes in the order of the evaluation, each with its line colour on photographs. */
  classes: { label: number; labels?: number[]; photo: string; backdrop: boolean }[];
}

/** Below this mean width in pixels of a 128-pixel picture a class is drawn with thinner lines. */
const THIN = 8;

/**
 * Draws all layers of a case. The fragments, where k is a class's index: `pk` the prediction lit and
 * the truth as a black and white line, `tk` the truth lit, `ek` the errors, `p` and `t` prediction and
 * truth with all classes.
 *
 * @param input Labels, size and colours.
 * @param shapes The outlines of the classes, where they are traced already.
 * @returns The SVG file.
 */
export function overlaySvg(input: OverlayInput, shapes = caseShapes(input)): string {
  const { width, height, classes } = input;
  const { defs, layers } = drawLayers(input, shapes);
  return stackedSvg(layers, { width: 2 * width, height: 2 * height, defs, classes });
}

/** A drawing that a fragment of the file names. */
export type Layer = [id: string, body: string];

/** The parts of a case's drawing. */
export interface Layers {
  /** The outlines, for the layers to use. */
  defs: string;
  /** What the fragments show. */
  layers: Layer[];
}

/**
 * Draws the layers of a case, in half pixels.
 *
 * @param input Labels, size and colours.
 * @param shapes The outlines of the classes.
 * @param options How they are drawn.
 * @param options.prefix What all names begin with, where a file has the layers of several pictures.
 * @param options.outlined Whether errors lie between the outlines of truth and prediction.
 * @param options.beside Whether the true areas of other classes show faintly behind errors.
 */
export function drawLayers(
  { width, height, truth, prediction, classes }: OverlayInput,
  shapes: readonly ClassShapes[],
  { prefix = "", outlined = false, beside = false }: {
    prefix?: string;
    outlined?: boolean;
    beside?: boolean;
  } = {},
): Layers {
  const defs: string[] = [], layers: Layer[] = [];
  shapes.forEach((shape, k) => {
    const [a, b, A, B, m, i] = ["a", "b", "A", "B", "m", "i"].map((name) => prefix + name + k);
    if (truth) defs.push(path(a, shape.truth), spotlightMask(A, a));
    if (prediction) defs.push(path(b, shape.prediction), spotlightMask(B, b));
    if (truth && prediction) defs.push(path(m, shape.missed), path(i, shape.invented));
    const line = isThin(shape, width) ? `k${k} thin` : `k${k}`;
    const zebra = truth ? use(a, "white") + use(a, "ink") : "";
    const rings = specksOf(shape, { width, height }).map(ringSvg).join("");
    if (prediction) layers.push([`${prefix}p${k}`, fade(B) + zebra + outline(b, line) + rings]);
    if (truth) layers.push([`${prefix}t${k}`, fade(A) + outline(a, line) + rings]);
    if (truth && prediction) {
      const found = classes[k].backdrop ? "" : use(a, `f${k} found`);
      const lines = outlined ? zebra + outline(b, line) : "";
      const others = beside ? otherAreas(classes, k, `${prefix}a`) : "";
      layers.push([
        `${prefix}e${k}`,
        others + found + use(i, "invented") + use(m, "missed") + lines + rings,
      ]);
    }
  });
  const areas = (id: string) =>
    classes.map((c, k) => c.backdrop ? "" : area(`${prefix}${id}${k}`, k)).join("");
  if (prediction) layers.push([`${prefix}p`, areas("b")]);
  if (truth) layers.push([`${prefix}t`, areas("a")]);
  return { defs: defs.join(""), layers };
}

/**
 * An SVG file whose fragments show one layer each.
 *
 * @param layers The layers, all of the same size.
 * @param options Their size, what they use, and the classes that they are coloured for.
 */
export function stackedSvg(
  layers: readonly Layer[],
  { width: w, height: h, defs, classes }: {
    width: number;
    height: number;
    defs: string;
    classes: OverlayInput["classes"];
  },
): string {
  // layers are stacked so far apart that no neighbour shows beside an oblong one in a square box
  const step = Math.max(w, h) + 32;
  const drawn = layers.map(([id, body], i) =>
    `<view id="${id}" viewBox="0 ${i * step} ${w} ${h}"/>` +
    `<svg y="${i * step}" width="${w}" height="${h}">${body}</svg>`
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}">` +
    `<style>${styleOf(classes)}</style><defs>${patterns(Math.max(w, h) / 256)}${defs}</defs>` +
    `${drawn.join("")}</svg>`;
}

/**
 * One layer as an SVG element that a page's script puts into the page, in half pixels. It needs a sheet with
 * {@linkcode styleOf}.
 *
 * @param body The layer's drawing.
 * @param options Its size, and what it uses.
 */
export function layerSvg(
  body: string,
  { width: w, height: h, defs }: { width: number; height: number; defs: string },
): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}">` +
    `<defs>${patterns(Math.max(w, h) / 256)}${defs}</defs>${body}</svg>`;
}

/** The true areas of the classes but one, without regions, which hold others. */
function otherAreas(classes: OverlayInput["classes"], except: number, id: string): string {
  return classes.map((c, k) =>
    k === except || c.backdrop || c.labels ? "" : use(`${id}${k}`, "beside")
  ).join("");
}

function isThin({ truth, prediction }: ClassShapes, width: number): boolean {
  const { area, length } = (truth?.area ? truth : prediction) ?? { area: 0, length: 0 };
  return length > 0 && (2 * area) / length < (THIN * width) / 128;
}

function path(id: string, shape: Contour | undefined): string {
  return `<path id="${id}" d="${shape?.path ?? ""}"/>`;
}

function spotlightMask(id: string, shape: string): string {
  return `<mask id="${id}"><rect width="100%" height="100%" fill="#fff"/>` +
    `<use href="#${shape}" fill="#000"/></mask>`;
}

function fade(mask: string): string {
  return `<rect class="fade" width="100%" height="100%" mask="url(#${mask})"/>`;
}

/** A ring around a speck: a white line that a dark one lies under. */
function ringSvg({ x, y, radius }: SpeckRing): string {
  const place = `cx="${x}" cy="${y}" r="${radius.toFixed(1)}"`;
  return `<circle ${place} class="case thin"/><circle ${place} class="ring"/>`;
}

function outline(id: string, line: string): string {
  return use(id, `case ${line.includes("thin") ? "thin" : ""}`.trim()) + use(id, `line ${line}`);
}

function area(id: string, k: number): string {
  return use(id, `area f${k}`) + (k % 3 ? use(id, `over${k % 3}`) : "") + use(id, `rim k${k}`);
}

function use(id: string, name: string): string {
  return `<use href="#${id}" class="${name}"/>`;
}

function patterns(unit: number): string {
  const pattern = (id: string, body: string, turn = "") =>
    `<pattern id="${id}" width="5" height="5" patternUnits="userSpaceOnUse" ` +
    `patternTransform="scale(${unit})${turn}">${body}</pattern>`;
  const stripe = (color: string, width: number) =>
    `<path d="M0 2.5h5" stroke="${color}" stroke-width="${width}"/>`;
  return pattern("O1", stripe("#fff", 1), " rotate(45)") +
    pattern("O2", stripe("#fff", 1), " rotate(-45)") +
    // two layers in one: the colour of the ground, and the pattern that tells it without colour
    pattern(
      "M",
      `<rect width="5" height="5" fill="#6d0d45"/>` + stripe("#fff", 1.7),
      " rotate(-45)",
    ) +
    pattern(
      "I",
      `<rect width="5" height="5" fill="#ffe08a"/><circle cx="2.5" cy="2.5" r="1" fill="#1d1b18"/>`,
    );
}

/** The style of drawings, for classes with these line colours. */
export function styleOf(classes: OverlayInput["classes"]): string {
  return "use,.ring,.case{fill:none;fill-rule:evenodd;stroke-linejoin:round;vector-effect:non-scaling-stroke}" +
    "path{vector-effect:inherit;fill-rule:evenodd}" +
    "mask use{fill:#000}" +
    ".fade{fill:#fbfaf7;fill-opacity:.66}" +
    ".case{stroke:#0b0a08;stroke-opacity:.6;stroke-width:4.2px}.line{stroke-width:2.8px}" +
    ".ring{stroke:#fff;stroke-width:1.2px}" +
    ".case.thin{stroke-width:2.6px}.line.thin{stroke-width:1.7px}" +
    ".white,.ink{stroke:#fff;stroke-width:1.7px}.ink{stroke:#1d1b18;stroke-dasharray:4 4}" +
    ".area{fill-opacity:.42}.rim{stroke-width:1.5px}.found{fill-opacity:.16}" +
    ".beside{fill:#fff;fill-opacity:.14}" +
    ".over1{fill:url(#O1);fill-opacity:.5}.over2{fill:url(#O2);fill-opacity:.5}" +
    ".missed{fill:url(#M);fill-opacity:.78;stroke:#fff;stroke-width:.7px}" +
    ".invented{fill:url(#I);fill-opacity:.88;stroke:#1d1b18;stroke-width:.7px}" +
    classes.map(({ photo }, k) => `.k${k}{stroke:${photo}}.f${k}{fill:${photo}}`).join("") +
    "@media screen and (prefers-color-scheme:dark){.fade{fill:#0d0c0b;fill-opacity:.68}}";
}
