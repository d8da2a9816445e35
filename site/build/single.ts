/** A run as one file that can be mailed: pages, pictures, styles and scripts in it, nothing beside it. */
import { dirname, extname, join } from "node:path";
import { exists, readInside, writing } from "../../io/mod.ts";
import stylesheets from "../classes.page.ts";
import fonts from "../fonts.page.ts";
import { wholeTitles } from "../html/chart.ts";
import { changeAddresses } from "../html/links.ts";
import { smallPhotograph } from "../pictures/small_photograph.ts";
import { type LeftOut, writeRunPictures } from "../pictures/write.ts";
import { readRuns } from "../runs/read_runs.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { casesView, worstFirst } from "../views/gallery.ts";
import { runView } from "../views/run.ts";
import { runFigures } from "../views/run_figures.ts";
import { words } from "../text/mod.ts";
import { renderPage } from "./vento.ts";

const ASSETS = new URL("../assets/", import.meta.url);

/** What runs on the page. */
const SCRIPTS = ["charts.js", "choices.js", "paper.js", "matrix.js", "save.js", "drawings.js"];

/** Pixels of the longer side of a photograph in the list of cases. */
const SIDE = 192;

/** A picture that stands more often is in the file so often; a script shows it in the other places. */
const COPIES = 2;

/** Shows the pictures that are in the file elsewhere. */
const ECHO = `for (const one of document.querySelectorAll("img[data-echo]")) {
  const [at, part] = one.dataset.echo.split("#");
  one.src = document.querySelector('[data-first="' + at + '"]').src.replace(/#.*/, "") +
    (part ? "#" + part : "");
}
`;

/**
 * Writes a run's page with its cases as one file.
 *
 * @param folder The run folder, or a file that a site can be built from.
 * @param out The file to write.
 * @param options How.
 * @param options.strict Whether a picture that can't be read is an error.
 * @returns The pictures that were left out, and the file's size.
 * @throws {Error} If the run can't be read or has no cases, or `out` is something else than such a file.
 */
export async function buildSingle(
  folder: string,
  out: string,
  { strict = false }: { strict?: boolean } = {},
): Promise<{ leftOut: LeftOut[]; bytes: number }> {
  await checkFile(out);
  const { runs: [run], broken } = await readRuns([folder], {});
  if (!run) throw broken[0].error;
  if (!run.cases.length || !run.headline) {
    throw new Error(`Cannot write ${out}: the run must have cases with figures, got none`);
  }
  const aside = await Deno.makeTempDir({ dir: dirname(out), prefix: ".building-" });
  try {
    const leftOut = await writeRunPictures(run, aside);
    if (strict && leftOut[0]) {
      throw new Error(`Cannot read ${leftOut[0].file}: ${leftOut[0].reason}`);
    }
    const page = new TextEncoder().encode(await pageOf(run, aside));
    const whole = join(aside, "page.html");
    await writing(out, async () => {
      await Deno.writeFile(whole, page);
      await Deno.rename(whole, out);
    });
    return { leftOut, bytes: page.length };
  } finally {
    await Deno.remove(aside, { recursive: true });
  }
}

/** Refuses to write over what isn't one of our pages. */
async function checkFile(out: string): Promise<void> {
  if (!await exists(out)) return;
  const isOurs = await readInside(dirname(out), out.replace(/^.*[\\/]/, "")).then(
    (bytes) =>
      new TextDecoder().decode(bytes.subarray(0, 4096)).includes(
        'name="generator" content="Triptych"',
      ),
    () => false,
  );
  if (isOurs) return;
  throw new Error(
    `Cannot write ${out}: it must be new or an earlier page of ours, got another file`,
  );
}

async function pageOf(run: SiteRun, pictures: string): Promise<string> {
  const styles = await stylesOf(run), scripts = await scriptsOf() + runFigures(run);
  const plain = await asset("plain.css");
  const html = await renderPage({
    url: "/run.html",
    layout: "layouts/run.vto",
    show: () => ({
      ...runView(run),
      gallery: galleryOf(run),
      palette: run.palette,
      crumbs: [{ name: run.name }],
    }),
  }, { policy: await policyOf([styles, plain], [scripts]) });
  const embedded = await embed(wholeTitles(html), run, pictures);
  // the picture would be in the file twice, and what is said of ways to the gallery isn't true here
  return embedded.replace(/<a class="soft take"[^>]*>[^<]*<\/a>/g, "").replace(
    /<span class="ways[^"]*">.*?<\/span> ?/gs,
    "",
  ).replace(
    /<link rel="(icon|stylesheet)"[^>]*>/g,
    "",
  )
    .replace(
      "<noscript></noscript>",
      () => `<style>${styles}</style><noscript><style>${plain}</style></noscript>`,
    )
    .replace("</body>", () => `<script>${scripts}</script></body>`);
}

/** All cases, or of very many the worst, each where links to it lead. */
function galleryOf(run: SiteRun) {
  const order = worstFirst(run), view = casesView(run, order, 0);
  let at = 0;
  const bands = view.bands.map((band) => ({
    ...band,
    cases: band.cases.map((one) => ({ ...one, anchor: anchorOf(run, order[at++].id) })),
  }));
  return { ...view, bands, title: words.caseText.gallery.shown(at, order.length) };
}

function anchorOf(run: SiteRun, id: string): string {
  return `case-${run.file(id)}`;
}

/** Pictures become data, cases of the list places on the page; other addresses lead nowhere. */
async function embed(html: string, run: SiteRun, pictures: string): Promise<string> {
  const start = html.indexOf('id="cases"'), copies = new Map<string, number>();
  const data = new Map<string, string>();
  const urls = new Set<string>();
  const parts = [html.slice(0, start), html.slice(start)];
  for (const [i, part] of parts.entries()) {
    changeAddresses(part, (address) => (urls.add(`${i} ${address.replace(/#.*/, "")}`), address));
  }
  for (const key of urls) {
    const [i, address] = key.split(" ");
    const isTaken = address.startsWith(`${run.base}triptychs/`);
    if (TYPES[extname(address)] && address.startsWith(run.base) && !isTaken) {
      data.set(key, await dataOf(pictures + address, i === "1"));
    }
  }
  const change = (i: number) => (whole: string) => {
    const [address, fragment] = whole.split("#"), key = `${i} ${address}`;
    const found = data.get(key);
    if (whole.startsWith("#")) return whole;
    if (address.startsWith(`${run.base}cases/`)) return caseOf(html, address);
    if (found === undefined) return undefined;
    const count = copies.get(key) ?? 0, end = fragment ? `#${fragment}` : "";
    copies.set(key, count + 1);
    if (count === 0) return `${found}${end}" data-first="${i}${address}`;
    return count < COPIES ? found + end : `" data-echo="${i}${address}${end}`;
  };
  return parts.map((part, i) => changeAddresses(part, change(i))).join("");
}

/** Where a case stands on the page; undefined where it doesn't. */
function caseOf(html: string, address: string): string | undefined {
  const anchor = `case-${address.replace(/^.*\//, "").replace(/\.html$/, "")}`;
  return html.includes(`id="${anchor}"`) ? `#${anchor}` : undefined;
}

const TYPES: Record<string, string> = {
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".png": "image/png",
  ".webp": "image/webp",
  ".gif": "image/gif",
  ".avif": "image/avif",
  ".svg": "image/svg+xml",
};

async function dataOf(path: string, isSmall: boolean): Promise<string> {
  const bytes = await Deno.readFile(path), ending = extname(path);
  const small = isSmall && /jpe?g/.test(ending) ? await smallPhotograph(bytes, SIDE) : undefined;
  return `data:${TYPES[ending]};base64,${(small ?? bytes).toBase64()}`;
}

async function stylesOf(run: SiteRun): Promise<string> {
  const sheets = [...fonts(), ...stylesheets({ runs: [run] })].map(({ content }) => content!);
  return [sheets[0], await asset("style.css"), ...sheets.slice(1)].join("\n");
}

async function scriptsOf(): Promise<string> {
  return [ECHO, ...await Promise.all(SCRIPTS.map(asset))].join("\n");
}

async function asset(name: string): Promise<string> {
  return await Deno.readTextFile(new URL(name, ASSETS));
}

/** Nothing from any host, and of styles and scripts only those whose hashes are these. */
async function policyOf(styles: string[], scripts: string[]): Promise<string> {
  const hashes = async (texts: string[]) =>
    (await Promise.all(texts.map(async (text) => {
      const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
      return `'sha256-${new Uint8Array(hash).toBase64()}'`;
    }))).join(" ");
  return `default-src 'none'; img-src data:; font-src data:; style-src ${await hashes(styles)}; ` +
    `script-src ${await hashes(scripts)}; base-uri 'none'; form-action 'none'`;
}
