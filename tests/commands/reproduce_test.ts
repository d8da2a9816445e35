// deno task reproduce as its users meet it: offline, killed twice, and looked at.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import {
  bestMedianWorst,
  holdFolder,
  quantile,
  rankCases,
  readExplanation,
  readHypotheses,
  readRun,
} from "../../evaluation/mod.ts";
import { assumptionsOf, settingsOf } from "../../training/presets.ts";
import { PUBLISHED } from "../../training/published.ts";
import type { Settings } from "../../training/settings.ts";
import { REPRODUCED } from "../../training/reproduction.ts";
import { assertMatchesSchema } from "../evaluation/run_folder/run_schema.ts";
import { programArgs } from "../program_args.ts";
import { assertLooksRight, withoutBrowser } from "../site/browser.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** As the README has it, of smaller images, and on a thread, which small batches are as fast on. */
const SMALL = "--scale 0.05 --data menagerie --seeds 1 --size 32 --threads 1".split(" ");

/** The comparisons that are printed. */
const PAIRS = [
  "unet to mobilenetv2-long, the talk's picture",
  "unet to mobilenetv2, the encoder alone",
  "unet to mobilenetv3, the colleague's model beside it",
  "mobilenetv2 to mobilenetv2-long, epochs and learning rate alone",
];

Deno.test("reproduce, killed in a preset and between two, ends with its comparisons and its page", async (t) => {
  const out = await Deno.makeTempDir();
  const args = [...SMALL, "--out", out];
  try {
    await t.step("it is killed in its second preset", async () => {
      await killWhen(async () => (await epochsOf(`${out}/mobilenetv3`)) >= 2, args);
      assert.equal((await readRun(`${out}/unet`)).run?.status, "done");
      assert.equal((await readRun(`${out}/mobilenetv3`)).run?.status, "running");
    });
    const unet = await Deno.readTextFile(`${out}/unet/run.json`);
    const { startedAt } = (await readRun(`${out}/mobilenetv3`)).run!;

    await t.step("it is killed when that one is done", async () => {
      await killWhen(async () => (await statusOf(`${out}/mobilenetv3`)) === "done", args);
    });

    await t.step("it resumes what is left, and ends with four comparisons", async () => {
      const { code, stdout, stderr } = await output(start(args));
      assert.equal(code, 0, stderr);
      assert.match(stdout, /unet\ndone +\S+\/unet\n/);
      assert.match(stdout, /mobilenetv3\ndone +\S+\/mobilenetv3\n/);
      assert.match(
        stdout,
        /time {4}what lies between unet and mobilenetv2-long: about .+, 6 trainings/,
      );
      assert.match(stdout, /time {4}about .+ in all; Ctrl-C stops it, the same command resumes it/);
      assert.match(stdout, /note {4}mobilenetv2 starts from random weights, and its pages say so/);
      for (const pair of PAIRS) assert.ok(stdout.includes(`\n${pair}: 6 cases\n`), pair);
    });

    await t.step("what was done was left alone, what was interrupted was resumed", async () => {
      assert.equal(await Deno.readTextFile(`${out}/unet/run.json`), unet);
      const { run, history } = await readRun(`${out}/mobilenetv3`);
      assert.equal(run!.startedAt, startedAt);
      assert.deepEqual(
        history.map(({ epoch }) => epoch),
        Array.from({ length: 10 }, (_, i) => i + 1),
      );
      for (const preset of REPRODUCED) {
        assert.equal(await statusOf(`${out}/${preset}`), "done");
        await assertMatchesSchema(`${out}/${preset}`);
      }
    });

    await t.step("the page sets the nine published values beside ours", () => checkFigures(out));
    await t.step("hypotheses are tried on the run", () => checkHypotheses(out));
    await t.step("which change does it is told at the end", () => checkAnswer(out));
    await t.step({
      name: "no page is wider than its window, and axe finds nothing",
      ignore: withoutBrowser(),
      fn: () => assertLooksRight(`file://${out}/site/reproduction.html`, ".extents svg:visible"),
    });
    await t.step("the page marks what is assumed and what differs", () => checkMarks(out));
    await t.step("each comparison has its page", () => checkComparisons(out));

    await t.step("hypotheses alone are tried again, and on no other preset", () => tryAgain(out));
    await t.step("another scale does not resume in the same folder", () => tryOtherScale(out));
  } finally {
    await Deno.remove(out, { recursive: true });
  }
});

Deno.test("a second reproduction in the same folder says who is at work there", async () => {
  const out = await Deno.makeTempDir();
  const held = await holdFolder(out);
  const { code, stderr } = await output(start([...SMALL, "--out", out]));
  assert.match(stderr, /^error: Cannot write to \S+: process \d+ .* is writing to it; wait/);
  assert.equal(code, 1);
  held[Symbol.dispose]();
  assert.deepEqual([...Deno.readDirSync(out)].map(({ name }) => name), [".lock"]);
  await Deno.remove(out, { recursive: true });
});

/** Ours are computed here, from the file; cells hold them as they are, for who saves the table. */
async function checkFigures(out: string): Promise<void> {
  const html = await page(out, "reproduction.html");
  const { evaluation } = await readRun(`${out}/unet`);
  const { cases, metrics } = evaluation!;
  const metric = metrics.find(({ id }) => id === "dice")!;
  for (const [name, { best, median, worst }] of Object.entries(PUBLISHED.unet!.dice!)) {
    const ranking = rankCases(cases, name, metric);
    const dice = ranking.ranked.map((one) => one.classes[name].dice!).sort((a, b) => a - b);
    const three = bestMedianWorst(ranking)!;
    const [high, low] = [three.best, three.worst].map((one) => one.classes[name].dice!);
    const ours = [high, (high + low) / 2, quantile(dice, 0.5), low];
    const cells = [best, median, worst, ...ours].map((value) =>
      `<td class="right" data-value="${value}">${value.toFixed(3)}</td>`
    );
    assert.ok(html.includes(cells.join("")), name);
    const chart = `Dice of ${name}, worst, midpoint and best: published ${
      [worst, median, best].map((value) => value.toFixed(2)).join(" · ")
    }; here ${[low, (high + low) / 2, high].map((value) => value.toFixed(2)).join(" · ")}`;
    assert.ok(html.includes(`aria-label="${chart}"`), chart);
  }
}

/** The hypotheses' own figures are those of the run. */
async function checkHypotheses(out: string): Promise<void> {
  const { tried, cases } = (await readHypotheses(`${out}/unet`))!;
  const { evaluation, history } = await readRun(`${out}/unet`);
  assert.equal(cases, evaluation!.cases.length);
  const of = (id: string) => tried.find((one) => one.id === id)!.values;
  for (const [name, { best, worst }] of Object.entries(of("usual"))) {
    const dice = evaluation!.cases.map(({ classes }) => classes[name].dice!);
    assert.ok(Math.abs(best - Math.max(...dice)) < 1e-9, `${name} ${best}`);
    assert.ok(Math.abs(worst - Math.min(...dice)) < 1e-9, `${name} ${worst}`);
    const epochs = history.map(({ dice }) => dice[name]);
    assert.equal(of("epochs")[name].best, Math.max(...epochs));
  }
  const text = textOf(await page(out, "reproduction.html"));
  assert.match(text, /None of these guesses explains the published values|all 9 published values/);
  assert.match(text, /half of Dice *the formula without its factor of 2.*impossible: at most 0\.5/);
}

/** Tries them on the run that is there. */
async function tryAgain(out: string): Promise<void> {
  const before = await Deno.readTextFile(`${out}/unet/hypotheses.json`);
  await Deno.remove(`${out}/unet/hypotheses.json`);
  const { code, stdout, stderr } = await output(start(["--hypotheses", `${out}/unet`]));
  assert.equal(code, 0, stderr);
  assert.match(stdout, /Dice without its factor of 2 .+ impossible: at most 0\.5/);
  assert.equal(await Deno.readTextFile(`${out}/unet/hypotheses.json`), before);
  const other = await output(start(["--hypotheses", `${out}/mobilenetv2`]));
  assert.match(other.stderr, /its preset has none/);
  assert.equal(other.code, 1);
}

/** Another scale is refused, whatever is done. */
async function tryOtherScale(out: string): Promise<void> {
  const other = ["--scale", "0.1", ...SMALL.slice(2), "--out", out];
  const { code, stderr } = await output(start(other));
  assert.match(stderr, /Cannot resume \S+\/unet: .* has animals 20, got 40; --out names/);
  assert.equal(code, 1);
}

/** The page ends with the answer, and leads to the experiment. */
async function checkAnswer(out: string): Promise<void> {
  const explained = (await readExplanation(`${out}/explained`))!;
  assert.deepEqual(explained.factors.map(({ id }) => id), ["encoder", "epochs", "lr"]);
  assert.deepEqual(explained.corners.map(({ seeds }) => seeds.length), Array(9).fill(1));
  const html = await page(out, "reproduction.html"), text = textOf(html);
  assert.match(
    text,
    /Between unet and mobilenetv2-long lie 3 changes: encoder, epochs and learning/,
  );
  assert.match(text, /What was not run: the colleague’s model as published, from weights that had/);
  assert.match(html, /href="\.\/explained\/index\.html"/);
  const order = [...html.matchAll(/<section class="section" id="(\w+)"/g)].map(([, id]) => id);
  assert.deepEqual(order, ["figures", "hypotheses", "colleague", "models", "cause", "settings"]);
}

async function checkMarks(out: string): Promise<void> {
  const html = await page(out, "reproduction.html");
  const text = textOf(html);
  for (const preset of REPRODUCED) {
    for (const [name, why] of Object.entries(assumptionsOf(preset))) {
      const value = settingsOf(preset)[name as keyof Settings];
      assert.ok(text.includes(`assumed: ${value}, ${why}`), `${preset} ${name}`);
    }
  }
  const four = "unet, mobilenetv3, mobilenetv2 and mobilenetv2-long";
  assert.ok(
    text.includes(`${four} don’t use the published settings: data menagerie instead of oxford`),
  );
  assert.match(text, /unet doesn’t use the published settings: .*epochs 2 instead of 30/);
  assert.match(
    text,
    /mobilenetv3, mobilenetv2 and mobilenetv2-long began with random weights in their/,
  );
  for (const preset of ["mobilenetv3", "mobilenetv2", "mobilenetv2-long"]) {
    const run = textOf(await page(out, `runs/${preset}/index.html`));
    assert.match(run, /Initial weights *random/);
  }
  assert.match(text, /The published medians equal the midpoint of best and worst/);
  assert.match(textOf(await page(out, "runs/unet/index.html")), /Assumed *features: 32, as in/);
  assert.match(await page(out, "index.html"), /href="\.\/reproduction\.html"/);
}

async function checkComparisons(out: string): Promise<void> {
  const links = [...(await page(out, "reproduction.html")).matchAll(/href="\.\/compare\/([^"]+)"/g)]
    .map(([, name]) => name);
  assert.deepEqual([...new Set(links)].sort(), [
    "mobilenetv2..mobilenetv2-long.html",
    "unet..mobilenetv2-long.html",
    "unet..mobilenetv2.html",
    "unet..mobilenetv3.html",
  ]);
  for (const link of links) {
    const text = textOf(await page(out, `compare/${link}`));
    assert.match(text, /Case by case/);
    assert.match(text, /Wilcoxon p/);
  }
}

async function page(out: string, path: string): Promise<string> {
  return await Deno.readTextFile(`${out}/site/${path}`);
}

/** What a page says, without its markup. */
function textOf(html: string): string {
  return html.replace(/<[^>]*>/g, "").replaceAll(/&(#39|apos);/g, "'").replace(/\s+/g, " ");
}

/** Starts the task's program with its permissions, but no network: that is what offline is. */
function start(args: readonly string[]): Deno.ChildProcess {
  const offline = programArgs("reproduce").filter((word) => !word.startsWith("--allow-net"));
  return new Deno.Command("deno", {
    args: [...offline, ...args],
    cwd: root,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function output(child: Deno.ChildProcess) {
  const { code, stdout, stderr } = await child.output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

/** Kills a reproduction as soon as something holds. */
async function killWhen(holds: () => Promise<boolean>, args: readonly string[]): Promise<void> {
  const child = start(args);
  const ended = output(child);
  let isOver = false;
  ended.then(() => isOver = true);
  while (!await holds()) {
    if (isOver) assert.fail((await ended).stderr);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  child.kill("SIGKILL");
  await ended;
}

async function epochsOf(folder: string): Promise<number> {
  return await readRun(folder).then(({ history }) => history.length, () => 0);
}

async function statusOf(folder: string): Promise<string | undefined> {
  return await readRun(folder).then(({ run }) => run?.status, () => undefined);
}
