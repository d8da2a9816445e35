// What a program may import is enough for a program: README's runs in a folder of its own.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { decodeLabelPng } from "../io/mod.ts";
import { readRun } from "../evaluation/mod.ts";
import * as triptych from "../mod.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

Deno.test("README's program trains on arrays and writes a run folder with pictures, which the site shows", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify({ links: [root] }));
  const program = programOf(await Deno.readTextFile(`${root}README.md`));
  const lines = program.trim().split("\n").length;
  assert.ok(lines <= 30, `thirty lines are to be enough, got ${lines}`);
  await Deno.writeTextFile(`${folder}/program.ts`, program);
  await run(folder, "run", "-A", "--check", "program.ts");

  const { run: file, evaluation, history } = await readRun(`${folder}/runs/discs`);
  assert.deepEqual([file!.status, history.length], ["done", 12]);
  assert.ok(history.every(({ validationLoss }) => Number.isNaN(validationLoss)));
  assert.ok(history[11].trainLoss < history[0].trainLoss / 2);
  assert.equal(evaluation!.cases.length, 10);
  assert.ok(evaluation!.cases.every(({ classes }) => classes.disc.dice! > 0.8));
  for (const { id, pictures } of evaluation!.cases) {
    const png = await Deno.readFile(`${folder}/runs/discs/${pictures!.truth}`);
    const { labels } = decodeLabelPng(png);
    assert.equal(labels[16 * 32 + 8 + (Number(id) - 1) % 16], 1, `${id} has another case's mask`);
    assert.ok((await Deno.stat(`${folder}/runs/discs/${pictures!.image}`)).size > 0);
  }

  const config = `--config=${root}deno.json`, command = `${root}commands/site.ts`;
  await run(folder, "run", "-A", "--no-lock", config, command, "runs/discs", "--out", "_site");
  const page = await Deno.readTextFile(`${folder}/_site/runs/discs/index.html`);
  assert.match(page, /disc/);
  assert.doesNotMatch(page, /NaN|undefined/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("the packages of metrics and engines come with the link", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify({ links: [root] }));
  const program = `import { evaluate } from "@triptych/metrics";
    import { startBackend } from "@triptych/engine";
    if (typeof evaluate !== "function" || typeof startBackend !== "function") Deno.exit(1);`;
  await Deno.writeTextFile(`${folder}/program.ts`, program);
  await run(folder, "run", "-A", "program.ts");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("the package's door is one that a program can know", async () => {
  const args = ["doc", "--json", "mod.ts"];
  const { nodes } = JSON.parse(await run(root, ...args)) as {
    nodes: Record<string, { symbols: { name: string }[] }>;
  };
  const names = Object.values(nodes).flatMap(({ symbols }) => symbols.map(({ name }) => name));
  assert.ok(names.length <= 75, `about 75 names, types counted, got ${names.length}`);
  for (const name of Object.keys(triptych)) assert.ok(names.includes(name), name);
});

/**
 * The program in README: the first block of code that imports the package. It is no test by itself, since
 * it writes to runs/.
 */
function programOf(readme: string): string {
  const blocks = [...readme.matchAll(/^```ts(?: ignore)?\n([\s\S]*?)^```$/gm)].map(([, code]) =>
    code
  );
  return blocks.find((code) => code.includes('from "@triptych/triptych"'))!;
}

/** Runs Deno in a folder; what it prints. */
async function run(cwd: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command("deno", {
    args,
    cwd,
    env: { NO_COLOR: "1" },
  }).output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}
