/** The triptychs of a run as pictures to take away. */
import { makeFolder, writeFileAtOnce } from "../../io/mod.ts";
import { Markup, plain } from "../html/safe.ts";
import { triptychSvg } from "../pictures/triptych_svg.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { words } from "../text/mod.ts";
import { triptychsView } from "../views/triptychs.ts";

/**
 * Writes a picture for each case of the triptychs and the class that it stands for.
 *
 * @param run The run.
 * @param out The site's folder, in which the run's pictures are.
 */
export async function writeTriptychs(run: SiteRun, out: string): Promise<void> {
  if (!run.hasPictures || !run.cases.length) return;
  await makeFolder(`${out}${run.base}triptychs`);
  const written = new Set<string>();
  for (const { c, rows } of triptychsView(run).panels) {
    for (const { id, label, take, pictures } of rows) {
      if (take === undefined || written.has(take)) continue;
      written.add(take);
      const svg = triptychSvg({
        title: words.frame.tab(label, run.classes[c].name),
        photograph: await photographOf(run, id, out),
        overlay: await Deno.readTextFile(`${out}${run.overlayUrl(id)}`),
        panels: pictures.map(({ caption }, i) => ({
          layer: [undefined, `p${c}`, `t${c}`].slice(-pictures.length)[i],
          caption: textOf(caption),
        })),
      });
      writeFileAtOnce(`${out}${take}`, svg);
    }
  }
}

/** A caption on one line, as text. */
function textOf({ text }: Markup): string {
  const line = plain(new Markup(text.replace(/\s*<br>\s*/g, ", ").replaceAll("&ensp;", ": ")));
  return line.replace(/&(#39|amp|lt|gt|quot);/g, (sign) => SIGNS[sign]);
}

const SIGNS: Record<string, string> = {
  "&#39;": "'",
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
};

/** The photograph as a data address, small where it has a small copy. */
async function photographOf(run: SiteRun, id: string, out: string): Promise<string | undefined> {
  const url = run.smallUrl(id);
  if (url === undefined) return undefined;
  const type = /\.png$/.test(url) ? "image/png" : "image/jpeg";
  return `data:${type};base64,${(await Deno.readFile(`${out}${url}`)).toBase64()}`;
}
