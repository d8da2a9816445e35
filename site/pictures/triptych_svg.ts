/** A triptych as one picture: image, prediction and truth beside each other, each with its caption. */
import { escapeHtml } from "../html/safe.ts";

/** What a triptych shows. */
export interface TriptychPicture {
  /** The line above. */
  title: string;
  /** The photograph as a data address; a plain ground where there is none. */
  photograph?: string;
  /** The case's drawn layers: the file of `overlaySvg`. */
  overlay: string;
  /** For each panel the layer over it, none for the image alone, and what stands below. */
  panels: { layer?: string; caption: string }[];
}

/** Pixels: a panel's width, the room around it, the height of a line of text, letters in a line. */
const PANEL = 384, GAP = 24, LINE = 20, LETTERS = 50, TITLE = 44;

const PAPER = "#fbfaf7", INK = "#1d1b18", SOFT = "#5d594f", GROUND = "#4b4843";

/**
 * Draws a triptych that needs nothing beside it.
 *
 * @param picture What it shows.
 * @returns An SVG file.
 */
export function triptychSvg(
  { title, photograph, overlay, panels }: TriptychPicture,
): string {
  const captions = panels.map(({ caption }) => linesOf(caption));
  const [, wide, high] = /^<svg [^>]*width="(\d+)" height="(\d+)"/.exec(overlay)!.map(Number);
  const tall = Math.round(PANEL * high / wide),
    text = LINE * Math.max(...captions.map((c) => c.length));
  const width = panels.length * (PANEL + GAP) + GAP, height = TITLE + tall + text + GAP;
  const drawn = panels.map(({ layer }, i) => {
    const x = GAP + i * (PANEL + GAP), { body, box } = layerOf(overlay, layer);
    const under = photograph
      ? `<image width="100%" height="100%" preserveAspectRatio="none" href="${photograph}"/>`
      : `<rect width="100%" height="100%" fill="${GROUND}"/>`;
    const below = captions[i].map((line, row) =>
      `<text x="${x}" y="${TITLE + tall + LINE * (row + 1)}" fill="${SOFT}">${
        escapeHtml(line)
      }</text>`
    );
    return `<svg x="${x}" y="${TITLE}" width="${PANEL}" height="${tall}">${under}` +
      `<svg width="100%" height="100%" viewBox="${box}" preserveAspectRatio="none">${body}</svg>` +
      `</svg>${below.join("")}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="14">` +
    `<title>${escapeHtml(title)}</title>${sharedOf(overlay)}` +
    `<rect width="100%" height="100%" fill="${PAPER}"/>` +
    `<text x="${GAP}" y="28" font-size="18" font-weight="600" fill="${INK}">${
      escapeHtml(title)
    }</text>${drawn.join("")}</svg>`;
}

/** Styles and outlines that the layers use, in light colours. */
function sharedOf(overlay: string): string {
  const [, style, defs] = /<style>(.*?)<\/style>(<defs>.*?<\/defs>)/s.exec(overlay) ?? ["", "", ""];
  return `<style>${style.replace(/@media.*$/s, "")}</style>${defs}`;
}

/** A layer of `overlaySvg`, and its size. */
function layerOf(overlay: string, name: string | undefined): { body: string; box: string } {
  const layer = new RegExp(
    `<view id="${name}" [^>]*/><svg y="\\d+" width="(\\d+)" height="(\\d+)">(.*?)</svg>`,
    "s",
  ).exec(overlay);
  return layer
    ? { body: layer[3], box: `0 0 ${layer[1]} ${layer[2]}` }
    : { body: "", box: "0 0 1 1" };
}

/** A caption in lines that fit under a panel. */
function linesOf(caption: string): string[] {
  const lines = [""];
  for (const word of caption.split(" ")) {
    const line = lines.at(-1)!;
    if (line && line.length + word.length >= LETTERS) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines;
}
