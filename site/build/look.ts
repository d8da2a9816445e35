/** The page of a look at a data folder: `look.json` and its pictures in, a folder to open out. */
import { join } from "node:path";
import type { LookReport } from "../../core/mod.ts";
import { overlaySvg } from "../../drawing/mod.ts";
import {
  decodeLabelPng,
  makeFolder,
  parseJson,
  readInside,
  writeFileAtOnce,
} from "../../io/mod.ts";
import { checkPlace } from "./place.ts";
import { buildAside } from "./staged.ts";
import { writePages } from "./vento.ts";
import { stylesheet } from "../classes.page.ts";
import fonts from "../fonts.page.ts";
import { classColors } from "../runs/colors.ts";
import type { SiteClass } from "../runs/site_class.ts";
import { lookView } from "../views/look.ts";

/** The stylesheet's class for the colours of the page's classes. */
const PALETTE = "p0";

/**
 * Builds the page of a look at a data folder: one folder to open in a browser or to put on any host.
 *
 * @param out The folder to write to; files of the same name are replaced.
 * @param data The data folder, which must not be written to.
 * @param write Writes `look.json` and its pictures to the folder it is given.
 * @returns The page's path.
 * @throws {Error} If `out` is no place for a page, or what was written can't be read.
 */
export async function buildLookPage(
  out: string,
  data: string,
  write: (folder: string) => Promise<void>,
): Promise<string> {
  await checkPlace(out, [data], "the data");
  await buildAside(out, async (aside) => {
    await write(aside);
    await buildPage(aside);
  });
  return join(out, "index.html");
}

/** Writes the page of the report that a folder holds beside it. */
async function buildPage(folder: string): Promise<void> {
  const report = readReport(await readInside(folder, "look.json"));
  const colors = classColors(report.classes.map(({ color }) => color));
  const classes = report.classes.map((one, index): SiteClass => ({
    ...one,
    index,
    colors: colors[index],
    backdrop: one.name === "background",
  }));
  for (const { truth } of report.samples) {
    const { labels, width, height } = decodeLabelPng(await readInside(folder, truth));
    const drawn = classes.map(({ label, backdrop, colors: { photo } }) => ({
      label,
      backdrop,
      photo,
    }));
    const svg = overlaySvg({ truth: labels, width, height, classes: drawn });
    writeFileAtOnce(join(folder, overlayOf(truth)), svg);
  }
  await makeFolder(join(folder, "assets"));
  for (const name of ["style.css", "plain.css", "icon.svg"]) {
    writeFileAtOnce(join(folder, "assets", name), await asset(name));
  }
  await writePages([
    ...fonts(),
    { url: "/assets/classes.css", content: stylesheet([{ palette: PALETTE, classes }]) },
    {
      url: "/index.html",
      layout: "layouts/look.vto",
      show: () => ({ ...lookView(report, classes, overlayOf), palette: PALETTE }),
    },
  ], folder);
}

/** The drawn layers of a sample, beside its labels. */
function overlayOf(truth: string): string {
  return truth.replace(/\.truth\.png$/, ".svg");
}

function readReport(bytes: Uint8Array): LookReport {
  const report = parseJson(new TextDecoder().decode(bytes)) as LookReport;
  if (report.schema === "triptych/look@1") return report;
  throw new Error(`Cannot read look.json: schema must be triptych/look@1, got ${report.schema}`);
}

async function asset(name: string): Promise<Uint8Array> {
  return await Deno.readFile(new URL(`../assets/${name}`, import.meta.url));
}
