/**
 * The engine beside other engines for JavaScript, alternating, each in a process or page of its own: `deno run -A
 * --no-lock bench/engine.ts [FOLDER]`. FOLDER keeps the installed peers for the next time. THREADS, ROUNDS, SECONDS, NODE (a
 * program) and CHROMIUM (a program, or "none") are taken from the environment; so is PLACE, "page" for Chromium
 * alone.
 *
 * @module
 */
import { cpus } from "node:os";
import { table } from "../cli/mod.ts";
import { type Answer, type Contestant, inNode, inPage } from "./engine/contestant.ts";
import { CLASSES, SIDE, writeModels } from "./engine/models.ts";
import { install, serve } from "./engine/peers.ts";
import { median } from "./peers.ts";

const threads = Number(Deno.env.get("THREADS") ?? Math.min(navigator.hardwareConcurrency, 16));
const rounds = Number(Deno.env.get("ROUNDS") ?? 3);
const seconds = Number(Deno.env.get("SECONDS") ?? 1);
const node = Deno.env.get("NODE") ?? "node";
const chromiumPath = Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium";

// not in the import map: every `deno task` would install it
const PLAYWRIGHT = "npm:playwright-core@1.65.1";

/** Contestants by what host.mjs calls them. */
const NAMES: Record<string, string> = {
  fused: "simd, fused operations",
  simd: "simd",
  cpu: "tfjs-backend-cpu",
  wasm: "tfjs-backend-wasm",
  node: "tfjs-node",
  web: "onnxruntime-web",
  native: "onnxruntime-node",
  jax: "jax-js",
};

/** What is measured. */
interface Task {
  title: string;
  request: Record<string, unknown>;
  /** Who takes part. */
  names: string[];
  /** By whom others are measured. */
  own: string;
  /** How far results may lie apart, of the largest. */
  tolerance: number;
}

const unet = (model: string, batch: number) => ({
  kind: "infer",
  model,
  batch,
  side: SIDE,
  classes: CLASSES,
});
const INFERENCE = ["fused", "simd", "wasm", "node", "web", "native"];
const TASKS: Task[] = [
  {
    title: "inference: U-Net, 128 px, 1 image",
    request: unet("unet", 1),
    names: [...INFERENCE, "cpu"],
    own: "fused",
    tolerance: 1e-3,
  },
  // tfjs-backend-cpu would take a minute for each run
  ...[["U-Net", "unet", 8], ["U-Net on MobileNetV2", "mobile", 1]].map(([name, model, batch]) => ({
    title: `inference: ${name}, 128 px, ${batch === 1 ? "1 image" : `${batch} images`}`,
    request: unet(String(model), Number(batch)),
    names: INFERENCE,
    own: "fused",
    tolerance: 1e-3,
  })),
  ...["small", "large"].map((convnet) => ({
    title: `training: ${convnet} convnet, a step of 32 images`,
    request: { kind: "train", convnet },
    // tfjs-backend-cpu takes half a minute for a step of the large one
    names: ["simd", ...convnet === "small" ? ["cpu"] : [], "wasm", "node", "jax"],
    own: "simd",
    tolerance: 2e-3,
  })),
];

/** Where it is run. */
interface Place {
  name: string;
  names: string[];
  start: () => Contestant | Promise<Contestant>;
}

if (import.meta.main) {
  const folder = Deno.args[0] ?? await Deno.makeTempDir({ prefix: "triptych-engines-" });
  for (const line of await install(folder)) console.log(`no ${line}`);
  await writeModels(folder);
  const server = serve(folder), url = `http://127.0.0.1:${server.addr.port}`;
  const about = `${threads} threads, medians of ${rounds} rounds of ${seconds} s`;
  console.log(`${cpus()[0]?.model}, ${about}, ${new Date().toISOString().slice(0, 10)}`);
  const browser = await launch();
  for (const place of places(folder, url, browser)) await measurePlace(place, url);
  await browser?.close();
  await server.shutdown();
  if (Deno.args[0] === undefined) await Deno.remove(folder, { recursive: true });
}

function places(folder: string, url: string, browser?: Browser): Place[] {
  const all = Object.keys(NAMES), isPageAlone = Deno.env.get("PLACE") === "page";
  const version = new Deno.Command(node, { args: ["--version"] }).outputSync().stdout;
  const inProcess = {
    name: `Node.js ${new TextDecoder().decode(version).trim()}`,
    names: all,
    start: () => inNode(node, folder),
  };
  if (browser === undefined) return [inProcess];
  const start = () => inPage(browser, url);
  const names = all.filter((name) => !["cpu", "node", "native"].includes(name));
  const inProcesses = isPageAlone ? [] : [inProcess];
  return [...inProcesses, { name: `Chromium ${browser.version()}, isolated page`, names, start }];
}

// deno-lint-ignore no-explicit-any -- playwright-core is imported dynamically, without its types
type Browser = any;

async function launch(): Promise<Browser | undefined> {
  if (chromiumPath === "none") return;
  try {
    const { chromium } = await import(PLAYWRIGHT);
    const args = ["--no-sandbox", "--disable-gpu"];
    return await chromium.launch({ executablePath: chromiumPath, args });
  } catch (error) {
    console.log(`no Chromium: ${(error as Error).message.split("\n")[0]}`);
  }
}

async function measurePlace({ name, names, start }: Place, url: string): Promise<void> {
  console.log(`\n${name}`);
  const contestants = new Map<string, Contestant>();
  for (const name of names) {
    const contestant = await start();
    const { version, error } = await contestant.ask({
      kind: "start",
      name,
      threads,
      url,
      files: "/node_modules",
    });
    if (error) console.log(`no ${NAMES[name]}: ${error}`);
    else {
      console.log(`${NAMES[name]}: ${version}`);
      contestants.set(name, contestant);
    }
  }
  for (const task of TASKS) await measureTask(task, contestants);
  for (const contestant of contestants.values()) await contestant.end();
}

async function measureTask(task: Task, contestants: Map<string, Contestant>): Promise<void> {
  const answers = new Map<string, Answer[]>();
  const failed = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    for (const name of task.names) {
      const contestant = contestants.get(name);
      if (contestant === undefined || failed.has(name)) continue;
      // who takes seconds is asked once
      if (round > 0 && timeOf(answers.get(name)![0]) > 3000) continue;
      const answer = await contestant.ask({ ...task.request, seconds });
      if (answer.error) {
        console.log(`${NAMES[name]} can't: ${answer.error}`);
        failed.add(name);
      } else answers.set(name, [...answers.get(name) ?? [], answer]);
    }
  }
  compareResults(task, answers);
  const own = answers.get(task.own)!.map(timeOf);
  const rows = [...answers].map(([name, all]) => {
    const times = all.map(timeOf), ratios = times.map((time, i) => time / own[i]);
    return [NAMES[name], median(times).toPrecision(3), median(ratios).toFixed(2)];
  });
  console.log("\n" + table(rows, { head: [task.title, "ms", `of ${NAMES[task.own]}`] }));
}

/** Times of programs that compute something else would tell nothing. */
function compareResults({ own, tolerance }: Task, answers: Map<string, Answer[]>): void {
  const resultsOf = (name: string) => answers.get(name)![0].first!;
  const expected = resultsOf(own), scale = Math.max(...expected.flat().map(Math.abs));
  for (const name of answers.keys()) {
    const found = resultsOf(name), count = Math.min(found.length, expected.length);
    const values = expected.slice(0, count).flat();
    const error = Math.max(...found.slice(0, count).flat().map((x, i) => Math.abs(x - values[i])));
    if (!(error <= tolerance * scale)) {
      throw new Error(`${NAMES[name]} computes something else: ${error} of ${scale}`);
    }
  }
}

function timeOf({ milliseconds }: Answer): number {
  return median(milliseconds!);
}
