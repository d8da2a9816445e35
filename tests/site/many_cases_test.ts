// 10,000 cases: memory of the build and of the browser, and sizes of what is written.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { ignoreUnless, withoutLongTests } from "../ignored.ts";
import { type Any, launch, withoutBrowser } from "./browser.ts";
import { makeManyCases } from "./many_cases.ts";

const COUNT = 10_000, MB = 1e6;

Deno.test({
  name: "10,000 cases build in 300 MB of memory, 1 GB by Lume, and scroll in 200 MB in the browser",
  ignore: withoutLongTests(),
  async fn(t) {
    const folder = await Deno.makeTempDir({ prefix: "triptych-many-" });
    const cases = `${folder}/_site/runs/many/cases`;
    try {
      await makeManyCases(`${folder}/many`, COUNT);
      await t.step("memory of the build", async () => {
        const { builder, peak } = await buildApart(`${folder}/many`, `${folder}/_site`);
        const limit = builder === "lume" ? 1000 * MB : 300 * MB;
        assert.ok(peak < limit, `${builder} took ${Math.round(peak / MB)} MB`);
      });
      await t.step("every case has its page, and no page grows with their number", () => {
        const sizes = new Map<string, number>();
        for (const { name } of Deno.readDirSync(cases)) {
          sizes.set(name, Deno.statSync(`${cases}/${name}`).size);
        }
        const pages = [...sizes.keys()].filter((name) => name.startsWith("case_"));
        assert.equal(pages.length, COUNT);
        assert.equal(sizes.size, COUNT + Math.ceil(COUNT / 180) + 2);
        sizes.delete("data.js");
        sizes.delete("confused.js");
        const largest = Math.max(...sizes.values());
        assert.ok(largest < 0.15 * MB, `the largest page has ${largest} bytes`);
        const first = gzipSync(Deno.readFileSync(`${cases}/../index.html`)).length;
        assert.ok(first < 0.1 * MB, `the run's page has ${first} bytes, compressed`);
        const data = gzipSync(Deno.readFileSync(`${cases}/data.js`)).length;
        assert.ok(data < 0.6 * MB, `the gallery's data have ${data} bytes, compressed`);
      });
      await t.step({
        name: "memory of the browser",
        ignore: withoutBrowser() ||
          ignoreUnless(Deno.build.os === "linux", "the memory of processes is read on Linux alone"),
        fn: () => scrollGallery(`file://${cases}/index.html`),
      });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** Builds a site as `deno task site` would, in a process of its own. */
async function buildApart(run: string, out: string): Promise<{ builder: string; peak: number }> {
  const { tasks } = JSON.parse(await Deno.readTextFile("deno.json"));
  const flags = tasks.site.command.match(/--\S+/g);
  const program = fileURLToPath(new URL("build_and_tell.ts", import.meta.url));
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-lock", ...flags, program, run, out],
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** Looks at 20 pages of pictures from top to bottom: no page and no picture may stay in memory. */
async function scrollGallery(url: string): Promise<void> {
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(url);
    await scrollDown(page);
    await page.locator("input[name=order][value=best]").check();
    for (let turned = 0; turned < 20; turned++) {
      await page.locator("#pager li:has([aria-current]) + li button").click();
      await scrollDown(page);
    }
    assert.ok(await page.locator(".gallery li").count() <= 180);
    const footprint = await largestRenderer(browser);
    assert.ok(footprint < 200 * MB, `the page took ${Math.round(footprint / MB)} MB`);
  } finally {
    await browser.close();
  }
}

async function scrollDown(page: Any): Promise<void> {
  await page.evaluate(`(async () => {
    for (let y = 0; y < document.documentElement.scrollHeight; y += 400) {
      scrollTo(0, y);
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    }
  })()`);
}

/** What the browser's own task manager calls a page's memory: all that is its process's alone. */
async function largestRenderer(browser: Any): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const sizes = processInfo.filter(({ type }: Any) => type === "renderer").map(({ id }: Any) => {
    const { stdout } = new Deno.Command("cat", { args: [`/proc/${id}/status`] }).outputSync();
    return 1024 * Number(/RssAnon:\s*(\d+) kB/.exec(new TextDecoder().decode(stdout))![1]);
  });
  return Math.max(...sizes);
}
