/** The page of predictions without truth: `deno task predict`'s files in, a folder to open out. */
import { join } from "node:path";
import type { LabelClass } from "../../core/mod.ts";
import { decodeLabelPng, exists, makeFolder, readInside, writeFileAtOnce } from "../../io/mod.ts";
import { checkPlace } from "./place.ts";
import { buildAside } from "./staged.ts";
import { writePages } from "./vento.ts";
import { stylesheet } from "../classes.page.ts";
import fonts from "../fonts.page.ts";
import { decoded, smallCopy } from "../pictures/small_photograph.ts";
import { uncertaintyPng } from "../pictures/uncertainty.ts";
import { type SiteClass, siteClasses } from "../runs/site_class.ts";
import { type ShownTrouble, type Trouble, troubleView } from "../views/trouble.ts";

/** So many images are shown. */
const SHOWN = 60;

/** The stylesheet's class for the colours of the page's classes. */
const PALETTE = "p0";

/**
 * Builds the page of a model's predictions, ordered by the trouble that it expects itself: one folder to open
 * in a browser or to put on any host.
 *
 * @param out The folder to write to; files of the same name are replaced.
 * @param predictions The images, the most trouble first, and the folder that holds `NAME.overlay.jpg` and
 *   `NAME.confidence.png` of those that are pictures.
 * @returns The page's path.
 * @throws {Error} If `out` is no place for a page, or a picture can't be read.
 */
export async function buildTroublePage(
  out: string,
  { folder, images, classes }: {
    folder: string;
    images: readonly Trouble[];
    classes: readonly LabelClass[];
  },
): Promise<string> {
  await checkPlace(out, [folder], "the masks");
  await buildAside(out, async (aside) => {
    const shown: ShownTrouble[] = [];
    await makeFolder(join(aside, "pictures"));
    for (const image of images) {
      if (shown.length === SHOWN) break;
      const pictures = await picturesOf(folder, image.name);
      if (pictures === undefined) continue;
      const base = `/pictures/${shown.length + 1}`;
      const { overlay, uncertainty, size } = pictures;
      shown.push({ ...image, overlay: `${base}.jpg`, uncertainty: `${base}.png`, size });
      writeFileAtOnce(`${aside}${base}.jpg`, overlay);
      writeFileAtOnce(`${aside}${base}.png`, uncertainty);
    }
    await writePage(aside, images, { shown, classes: siteClasses(classes) });
  });
  return join(out, "index.html");
}

/** The pictures of an image; undefined of a volume. */
async function picturesOf(
  folder: string,
  name: string,
): Promise<
  { overlay: Uint8Array; uncertainty: Uint8Array; size: [number, number] } | undefined
> {
  if (!await exists(join(folder, `${name}.confidence.png`))) return undefined;
  const confidence = decodeLabelPng(await readInside(folder, `${name}.confidence.png`), {
    maxMegapixels: Infinity,
  });
  const whole = await readInside(folder, `${name}.overlay.jpg`), photograph = await decoded(whole);
  const overlay = photograph && await smallCopy(photograph) || whole;
  const size: [number, number] = [confidence.width, confidence.height];
  return { overlay, uncertainty: uncertaintyPng(confidence, { labels: [] }), size };
}

async function writePage(
  folder: string,
  images: readonly Trouble[],
  { shown, classes }: { shown: ShownTrouble[]; classes: SiteClass[] },
): Promise<void> {
  const view = { ...troubleView(images, shown, classes), palette: PALETTE };
  await makeFolder(join(folder, "assets"));
  for (const name of ["style.css", "plain.css", "icon.svg"]) {
    const content = await Deno.readFile(new URL(`../assets/${name}`, import.meta.url));
    writeFileAtOnce(join(folder, "assets", name), content);
  }
  await writePages([
    ...fonts(),
    { url: "/assets/classes.css", content: stylesheet([{ palette: PALETTE, classes }]) },
    { url: "/index.html", layout: "layouts/trouble.vto", show: () => view },
  ], folder);
}
