// deno task compare as its users meet it: two run folders, tables, a dashboard.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { quantile, readRun, writeRun } from "../../evaluation/mod.ts";
import { buildSite } from "../../site/mod.ts";
import { makeRun } from "../site/make_run.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { tasks } = JSON.parse(await Deno.readTextFile(`${root}/deno.json`));

Deno.test("compare prints settings, quartiles and changes, and builds the page of both", async () => {
  await inFolder(async (folder) => {
    await makeRuns(folder);
    await makeRun(`${folder}/earlier`, { cases: 1 });
    await buildSite({ runs: [`${folder}/earlier`], out: `${folder}/site` });
    const { code, stdout, stderr } = await compare(folder, "weak", "strong");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^weak to strong: 12 cases measured in both\n/);
    assert.match(stdout, /site\/runs\/earlier is left over from an earlier build/);

    const settings = rowsAfter(stdout, "setting");
    assert.match(settings[0], /^≠ +epochs +4 +40$/);
    assert.ok(settings.slice(1).every((row) => !row.startsWith("≠")), settings.join("\n"));

    // the figures of the files, computed here
    const dice = await Promise.all(["weak", "strong"].map(async (name) => {
      const { evaluation } = await readRun(`${folder}/${name}`);
      return evaluation!.cases.map((one) => one.classes.background.dice!);
    }));
    const quartiles = dice.map((values) => {
      const sorted = values.toSorted((a, b) => a - b);
      return [0, 0.25, 0.5, 0.75, 1].map((q) => quantile(sorted, q).toFixed(3)).join(" +");
    });
    assert.match(stdout, new RegExp(`background +Dice +before +${quartiles[0]}`));
    assert.match(stdout, new RegExp(`background +Dice +after +${quartiles[1]}`));
    const gains = dice[1].map((value, i) => value - dice[0][i]);
    const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
    const median = quantile(gains.toSorted((a, b) => a - b), 0.5);
    const better = gains.filter((gain) => gain > 0).length;
    assert.ok(mean > 0, "the test's second run must be the better one");
    assert.match(
      stdout,
      new RegExp(
        `background +Dice +\\+${mean.toFixed(3)} +\\+?${
          median.toFixed(3)
        } +\\S+ to \\S+ +${better} of 12 +[<0]`,
      ),
    );

    const page = await Deno.readTextFile(`${folder}/site/compare/weak..strong.html`);
    for (const text of [`+${mean.toFixed(3)}`, `${better} of 12`]) {
      assert.ok(page.includes(text), text);
    }
  });
});

Deno.test("compare ranks several runs, the first as the baseline, and builds their page", async () => {
  await inFolder(async (folder) => {
    await makeRuns(folder);
    await makeRun(`${folder}/third`, { skill: 2 });
    const { code, stdout, stderr } = await compare(folder, "weak", "third", "strong");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^3 models: 12 cases measured in all\n/);
    const places = rowsAfter(stdout, "place").slice(0, 3).map((row) => row.trim().split(/ {2,}/));
    assert.deepEqual(places.map(([place]) => place), ["1", "2", "3"]);
    assert.deepEqual(places.map(([, name]) => name).sort(), ["strong", "third", "weak"]);
    const ranks = places.map(([, , rank]) => Number(rank));
    assert.deepEqual(ranks, ranks.toSorted());
    assert.equal(Math.round(ranks.reduce((sum, rank) => sum + rank, 0)), 6);
    assert.match(stdout, /change from weak/);
    assert.match(stdout, /foreground, Dice, 12 cases: .+(ranks first|first place|better than)/);
    const page = await Deno.readTextFile(`${folder}/site/compare/all.html`);
    assert.match(page, /<b>Baseline<\/b> <a [^>]*>weak</);
    for (const [, name, rank] of places) assert.ok(page.includes(name) && page.includes(rank));
  });
});

Deno.test("compare takes the first run for the earlier one, whatever their dates", async () => {
  await inFolder(async (folder) => {
    await makeRuns(folder);
    const { stdout } = await compare(folder, "strong", "weak");
    assert.match(stdout, /^strong to weak/);
    const pages = [...Deno.readDirSync(`${folder}/site/compare`)].map(({ name }) => name).sort();
    assert.deepEqual(pages, ["strong..weak.html", "strong..weak.slides.html"]);
  });
});

Deno.test("compare refuses what can't be compared, and leaves no site", async () => {
  await inFolder(async (folder) => {
    await makeRuns(folder);
    await makeRun(`${folder}/running`, { status: "running", evaluated: false });
    await makeRun(`${folder}/other`, { hostile: true, cases: 3 });
    const fails = async (code: number, message: RegExp, ...names: string[]) => {
      const ended = await compare(folder, ...names);
      assert.match(ended.stderr, message);
      assert.equal(ended.code, code, ended.stderr);
    };
    await fails(2, /Expected two run folders, BEFORE AFTER, or more, got .*weak$/m, "weak");
    await fails(2, /Expected two run folders/, "weak", "weak");
    await fails(1, /Cannot read the run folder .*nowhere/, "weak", "nowhere");
    await fails(1, /Cannot compare .*running: the run must be measured/, "weak", "running");
    await fails(
      1,
      /Discs, 12 pictures and .* can't be compared: they have no case in common\.$/m,
      "weak",
      "other",
    );
    await makeRun(`${folder}/large`, { size: 64 });
    const sizes = "their truths differ (32 × 32 px, 64 × 64 px)";
    await fails(
      1,
      new RegExp(`^error: weak and large can't be compared: ${escaped(sizes)}`),
      "weak",
      "large",
    );
    await assert.rejects(Deno.stat(`${folder}/site`));
  });
});

async function makeRuns(folder: string): Promise<void> {
  for (const [name, skill, epochs] of [["weak", 0, 4], ["strong", 3, 40]] as const) {
    await makeRun(`${folder}/${name}`, { skill });
    const { run } = await readRun(`${folder}/${name}`);
    await writeRun(`${folder}/${name}`, { ...run!, settings: { ...run!.settings, epochs } });
  }
}

function escaped(text: string): string {
  return text.replace(/[()]/g, "\\$&");
}

/** The rows under the head that begins with a word, up to the next blank line. */
function rowsAfter(text: string, word: string): string[] {
  const lines = text.split("\n");
  const head = lines.findIndex((line) => line.trim().startsWith(word));
  return lines.slice(head + 2, lines.indexOf("", head));
}

async function compare(folder: string, ...names: string[]) {
  const [, ...command] = tasks.compare.command.split(" ");
  const args = [...command, ...names.map((name) => `${folder}/${name}`), "--out", `${folder}/site`];
  const { code, stdout, stderr } = await new Deno.Command("deno", {
    args,
    cwd: root,
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
