// The packages as Node.js gets them: packed, installed by npm into an empty folder, imported by name.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { ignoreUnless } from "./ignored.ts";
import { CHROMIUM, launch, NO_BROWSER } from "./site/browser.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const MEMBERS = ["metrics", "engine"];
const ESBUILD = "node_modules/esbuild/bin/esbuild";
const EXAMPLE = `${root}examples/tensorflow_js`;

/** The bundlers of most build tools, and what the example needs. */
const OTHERS = [
  "esbuild@0.28.2",
  "vite@8.4.0",
  "@tensorflow/tfjs-core@4.22.0",
  "@tensorflow/tfjs-layers@4.22.0",
];

/** Losses of the example's first epochs by tfjs-backend-cpu 4.22.0 in Node.js 20: node train.mjs cpu. */
const CPU_LOSSES = [2.216, 1.5231];

const METRICS = `import { evaluate } from "@triptych/metrics";
const shape = [4, 4];
const truth = { data: [0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0], shape };
const prediction = { data: [0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0], shape };
const [result] = evaluate(truth, prediction, { labels: [1], metrics: ["dice", "assd", "hd95"] });
console.log(result.dice, result.assd, result.hd95);
`;

/** Two sums whose result is known, on both threads: 3 × 3 ones over eight channels of ones. */
const ENGINE = `import * as tf from "@tensorflow/tfjs-core";
import { startBackend } from "@triptych/engine";
const { description } = await startBackend("simd", { threads: 2 });
const y = tf.conv2d(tf.ones([2, 34, 34, 8]), tf.ones([3, 3, 8, 16]), 1, "valid");
console.log(description, y.shape.join("x"), tf.min(y).dataSync()[0], tf.max(y).dataSync()[0]);
`;
const ENGINE_SAYS = /^simd: .* on 2 threads 2x32x32x16 72 72\n$/;

/** The same as one would write it who has read the first lines of the README: a backend, chosen by name. */
const STRANGER = `import * as tf from "@tensorflow/tfjs-core";
import { startBackend } from "@triptych/engine";
await tf.setBackend("simd");
const y = tf.conv2d(tf.ones([2, 34, 34, 8]), tf.ones([3, 3, 8, 16]), 1, "valid");
const { description } = await startBackend("simd");
document.body.append([description, tf.getBackend(), tf.min(y).dataSync()[0], "done"].join(", "));
`;
const STRANGER_PAGE = '<!DOCTYPE html><body><script type="module" src="stranger.js"></script>';

/** TensorFlow.js and the engine as a classic script, and a page that has no bundler. */
const CLASSIC = 'export * from "@tensorflow/tfjs-core"; export * from "@triptych/engine";\n';
const CLASSIC_PAGE = `<!DOCTYPE html><body><script src="tf.js"></script><script>
tf.setBackend("simd").then(async () => {
  const y = tf.conv2d(tf.ones([2, 34, 34, 8]), tf.ones([3, 3, 8, 16]), 1, "valid");
  const { description } = await tf.startBackend("simd");
  document.body.append([description, tf.getBackend(), tf.min(y).dataSync()[0], "done"].join(", "));
});
</script>`;

/** Types must be the packages' own: two lines are wrong, and must be found so. */
const TYPES = `import { startBackend } from "@triptych/engine";
import { evaluate } from "@triptych/metrics";
export const right: Promise<{ name: string }> = startBackend("simd", { threads: 1 });
// @ts-expect-error a mask is no number
evaluate(1, 2, { labels: [1] });
// @ts-expect-error there is no such engine
startBackend("dmis");
`;

const installed = await install();

Deno.test({
  name: "Node.js imports the packed packages by name, the engine on two threads",
  ignore: ignoreUnless(installed.folder !== undefined, installed.reason),
  fn: async () => {
    const folder = installed.folder!;
    assert.equal(await output(folder, "node", "metrics.js"), "0.5 0.5 1\n");
    assert.match(await output(folder, "node", "engine.js"), ENGINE_SAYS);
  },
});

Deno.test({
  name: "the packed packages have their types",
  ignore: ignoreUnless(installed.folder !== undefined, installed.reason),
  fn: async () => {
    await output(installed.folder!, "deno", "check", "--node-modules-dir=manual", "types.ts");
  },
});

Deno.test({
  name: "the example trains a convnet by model.fit in Node.js, to the losses of tfjs-backend-cpu",
  ignore: ignoreUnless(installed.folder !== undefined, installed.reason),
  fn: async () => {
    checkExample(await output(installed.folder!, "node", "train.mjs"));
  },
});

Deno.test({
  name:
    "pages compute on all cores, bundled by esbuild or Vite, or by a classic script on one thread",
  ignore: ignoreUnless(installed.folder !== undefined, installed.reason) ||
    ignoreUnless(CHROMIUM !== undefined, NO_BROWSER),
  // the browser's driver keeps a process and its pipes
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    await Promise.all([bundleExample(), bundleStranger(), bundleClassic()]);
    await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, serve);
    const browser = await launch();
    const textOf = async (path: string, last: string): Promise<string> => {
      const page = await browser.newPage(), errors: string[] = [];
      page.on("pageerror", (error: Error) => errors.push(error.message));
      await page.goto(`http://127.0.0.1:${server.addr.port}/${path}`);
      await page.waitForFunction(`document.body.innerText.includes("${last}")`, { timeout: 0 });
      assert.deepEqual(errors, []);
      return await page.innerText("body");
    };
    try {
      checkExample(await textOf("isolated/index.html", "accuracy"));
      const all = navigator.hardwareConcurrency === 1 ? "1 thread" : "\\d+ threads";
      const vite = await textOf("isolated/vite/out/index.html", "done");
      assert.match(vite, RegExp(`^simd: .* on ${all}, simd, 72, done$`));
      assert.match(await textOf("plain/classic.html", "done"), /on 1 thread, simd, 72, done$/);
    } finally {
      await browser.close();
    }
  },
});

async function bundleExample(): Promise<void> {
  const options = ["--bundle", "--format=esm", "--outfile=page.js", "--log-level=error"];
  await output(installed.folder!, "node", ESBUILD, "train.mjs", ...options);
}

async function bundleStranger(): Promise<void> {
  const folder = `${installed.folder}/vite`;
  await Deno.mkdir(folder);
  await Deno.writeTextFile(`${folder}/index.html`, STRANGER_PAGE);
  await Deno.writeTextFile(`${folder}/stranger.js`, STRANGER);
  const options = ["--outDir=out", "--base=./", "--logLevel=error"];
  await output(folder, "node", "../node_modules/vite/bin/vite.js", "build", ...options);
}

async function bundleClassic(): Promise<void> {
  const folder = installed.folder!;
  await Deno.writeTextFile(`${folder}/classic.js`, CLASSIC);
  await Deno.writeTextFile(`${folder}/classic.html`, CLASSIC_PAGE);
  const options = ["--bundle", "--minify", "--format=iife", "--global-name=tf", "--outfile=tf.js"];
  await output(folder, "node", ESBUILD, "classic.js", "--log-level=error", ...options);
}

/** The folder's files below `plain/`; below `isolated/` with headers that let a page share memory with workers. */
async function serve(request: Request): Promise<Response> {
  const [, kind, path] = /^\/(plain|isolated)(\/.*)$/.exec(new URL(request.url).pathname) ?? [];
  const isolated: Record<string, string> = kind !== "isolated" ? {} : {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
  };
  const type = path?.endsWith(".html") ? "text/html" : "text/javascript";
  try {
    const body = await Deno.readFile(installed.folder! + path);
    return new Response(body, { headers: { "content-type": type, ...isolated } });
  } catch {
    return new Response(null, { status: 404 });
  }
}

/** What the example prints: its threads, losses and accuracy. */
function checkExample(text: string): void {
  assert.equal(/ on 1 thread$/m.test(text), navigator.hardwareConcurrency === 1, text);
  const losses = [...text.matchAll(/loss ([\d.]+)/g)].map(([, loss]) => Number(loss));
  // sums are rounded in another order, and every step adds to that
  const tolerances = [1e-3, 2e-2];
  CPU_LOSSES.forEach((loss, epoch) =>
    assert.ok(Math.abs(losses[epoch] - loss) < tolerances[epoch], text)
  );
  assert.ok(Number(/accuracy.*: ([\d.]+)/.exec(text)?.[1]) > 0.85, text);
}

Deno.test({
  name: "esbuild bundles the packed packages for browsers, each program into one file, minified",
  ignore: ignoreUnless(installed.folder !== undefined, installed.reason),
  fn: async () => {
    const folder = installed.folder!;
    const options = ["--bundle", "--minify", "--format=esm", "--platform=browser", "--outdir=out"];
    await output(folder, "node", ESBUILD, "metrics.js", "engine.js", ...options);
    await Deno.rename(`${folder}/node_modules`, `${folder}/away`);
    assert.equal(await output(folder, "node", "out/metrics.js"), "0.5 0.5 1\n");
    // esbuild refuses what it can't find; engine/browser_test.ts runs such a file in a browser
    assert.ok((await Deno.stat(`${folder}/out/engine.js`)).isFile);
  },
});

/** A folder with the packages and the programs above, or why there is none. */
async function install(): Promise<{ folder?: string; reason: string }> {
  const folder = await Deno.makeTempDir({ prefix: "triptych-packages-" });
  addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
  try {
    await Promise.all(MEMBERS.map((member) => {
      const args = ["pack", "--allow-dirty", "--quiet", "--output", `${folder}/${member}.tgz`];
      return output(`${root}${member}`, "deno", ...args);
    }));
    const files = {
      "package.json": '{ "type": "module", "private": true }',
      "metrics.js": METRICS,
      "engine.js": ENGINE,
      "types.ts": TYPES,
    };
    for (const name of ["train.mjs", "index.html"]) {
      await Deno.copyFile(`${EXAMPLE}/${name}`, `${folder}/${name}`);
    }
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
  } catch (error) {
    throw new Error("Cannot pack the packages", { cause: error });
  }
  const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"];
  const tarballs = MEMBERS.map((member) => `./${member}.tgz`);
  try {
    await output(folder, "npm", "install", ...quiet, ...tarballs, ...OTHERS);
    return { folder, reason: "" };
  } catch {
    return { reason: "npm is not here, or can't reach its registry: packages are not installed" };
  }
}

async function output(cwd: string, program: string, ...args: string[]): Promise<string> {
  const command = new Deno.Command(program, { args, cwd, env: { NO_COLOR: "1" } });
  const { success, stdout, stderr } = await command.output();
  const text = new TextDecoder();
  assert.ok(success, `${program} ${args.join(" ")}: ${text.decode(stderr).slice(-2000)}`);
  return text.decode(stdout);
}
