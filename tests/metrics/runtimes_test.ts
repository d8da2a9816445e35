import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { evaluate, lesionWise } from "@triptych/metrics";
import { ball } from "./masks.ts";
import { ignoreUnless } from "../ignored.ts";
import { NO_BROWSER } from "../site/browser.ts";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const METRICS = ["dice", "iou", "assd", "hd", "hd95", "surfaceDice", "boundaryIou"] as const;

/** The same masks as below, measured here. */
function expected(): unknown {
  const [truth, prediction] = [ball([40, 40], 12, [20, 20]), ball([40, 40], 10, [18, 23])];
  const options = { labels: [1], metrics: METRICS, tolerance: 1, width: 2 };
  return [...evaluate(truth, prediction, options), lesionWise(truth, prediction)];
}

/** A program that another runtime runs: it measures two discs and gives the result as JSON. */
function program(module: string): string {
  return `import { evaluate, lesionWise } from ${JSON.stringify(module)};
    const disc = (radius, y, x) => ({
      data: Array.from({ length: 1600 }, (_, i) =>
        (Math.floor(i / 40) - y) ** 2 + (i % 40 - x) ** 2 <= radius ** 2),
      shape: [40, 40],
    });
    const metrics = ${JSON.stringify(METRICS)};
    const options = { labels: [1], metrics, tolerance: 1, width: 2 };
    const pair = [disc(12, 20, 20), disc(10, 18, 23)];
    const result = JSON.stringify([...evaluate(...pair, options), lesionWise(...pair)]);`;
}

/** Runs a command in a folder and returns what it prints. */
async function run(name: string, args: string[], cwd: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(name, { args, cwd }).output();
  assert.ok(success, `${name}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

/** Makes the npm package, as Node and browsers get it, in a folder that is removed afterwards. */
async function withPackage(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const tarball = `${folder}/metrics.tgz`;
    const source = fileURLToPath(new URL("../../metrics", import.meta.url));
    await run("deno", ["pack", "--allow-dirty", "--allow-slow-types", "-o", tarball], source);
    await run("tar", ["xzf", tarball], folder);
    await use(`${folder}/package`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Finds the first command that answers, or nothing. */
function find(names: string[]): string | undefined {
  return names.find((name) => {
    try {
      return new Deno.Command(name, { args: ["--version"] }).outputSync().success;
    } catch {
      return false;
    }
  });
}

const node = find(["node"]);

Deno.test({
  name: "the package gives the same numbers in Node",
  ignore: ignoreUnless(node !== undefined, "no node"),
  fn: () =>
    withPackage(async (folder) => {
      const text = `${program("./mod.js")} console.log(result);`;
      await Deno.writeTextFile(`${folder}/program.js`, text);
      assert.deepEqual(JSON.parse(await run(node!, ["program.js"], folder)), expected());
    }),
});

const chromium = find(CHROMIUM);

Deno.test({
  name: "the package gives the same numbers in Chromium",
  ignore: ignoreUnless(
    chromium !== undefined,
    NO_BROWSER,
  ),
  fn: () =>
    withPackage(async (folder) => {
      const page = `<!doctype html><body><script type="module">${program("./mod.js")}
        document.body.textContent = result;</script>`;
      const server = Deno.serve(
        { port: 0, hostname: "127.0.0.1", onListen() {} },
        async (request) => {
          const { pathname } = new URL(request.url);
          if (pathname === "/") {
            return new Response(page, { headers: { "content-type": "text/html" } });
          }
          const file = await Deno.readTextFile(folder + pathname).catch(() => undefined);
          if (file === undefined) return new Response(null, { status: 404 });
          return new Response(file, { headers: { "content-type": "text/javascript" } });
        },
      );
      const flags = "--headless --no-sandbox --disable-gpu --disable-background-networking " +
        "--disable-component-update --disable-sync --no-first-run --virtual-time-budget=10000 " +
        `--user-data-dir=${folder}/profile --dump-dom http://127.0.0.1:${server.addr.port}/`;
      const html = await run(chromium!, flags.split(" "), folder);
      await server.shutdown();
      const found = /<body>(.*)<\/body>/s.exec(html)?.[1].trim() ?? "";
      assert.deepEqual(JSON.parse(found), expected());
    }),
});
