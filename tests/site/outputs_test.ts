import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { buildSite } from "../../site/site.ts";
import { makeRun } from "./make_run.ts";

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await makeRun(`${folder}/runs/a`, { cases: 2, epochs: 1 });
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Paths and contents of everything in a folder. */
function contentsOf(folder: string, below = ""): string[] {
  return [...Deno.readDirSync(`${folder}/${below}`)].flatMap(({ name, isDirectory }) => {
    const path = below ? `${below}/${name}` : name;
    if (isDirectory) return contentsOf(folder, path);
    return [`${path} ${Deno.readFileSync(`${folder}/${path}`).toBase64()}`];
  }).sort();
}

for (const out of ["", "/runs", "/runs/a", "/runs/a/_site", "/runs/a/pictures"]) {
  Deno.test(`buildSite() writes nothing to ${out || "the folder above runs"}, which it reads or lies in`, () =>
    inFolder(async (folder) => {
      const before = contentsOf(folder);
      await assert.rejects(
        buildSite({ runs: [`${folder}/runs/a`], out: `${folder}${out}` }),
        /^Error: Cannot write the pages to .*(the same place as|inside|which contains) the run/,
      );
      assert.deepEqual(contentsOf(folder), before);
    }));
}

Deno.test("buildSite() replaces nothing that isn't a site's", () =>
  inFolder(async (folder) => {
    for (const name of ["index.html", "404.html", "assets/mine.css", "runs/mine/run.json"]) {
      const out = `${folder}/web-${name.replace(/\W/g, "-")}`, path = `${out}/${name}`;
      await Deno.mkdir(path.replace(/\/[^/]+$/, ""), { recursive: true });
      await Deno.writeTextFile(path, "mine");
      await assert.rejects(
        buildSite({ runs: [`${folder}/runs/a`], out }),
        /must be a new or empty folder, or hold an earlier site, got one with a \S+ that is no site's/,
      );
      assert.deepEqual(contentsOf(out), [`${name} bWluZQ==`]);
    }
  }));

Deno.test("buildSite() leaves other files beside a site, and names runs of an earlier build", () =>
  inFolder(async (folder) => {
    const out = `${folder}/_site`;
    await Deno.mkdir(out);
    await Deno.writeTextFile(`${out}/CNAME`, "example.org");
    await buildSite({ runs: [`${folder}/runs/a`], out });
    await makeRun(`${folder}/runs/b`, { cases: 2, epochs: 1 });
    const { earlier } = await buildSite({ runs: [`${folder}/runs/b`], out });
    assert.deepEqual(earlier, [`${out}/runs/a`]);
    assert.equal(await Deno.readTextFile(`${out}/CNAME`), "example.org");
  }));

Deno.test("a build that fails leaves the site as it was, and nothing aside", () =>
  inFolder(async (folder) => {
    const out = `${folder}/_site`, run = `${folder}/runs/a`;
    await buildSite({ runs: [run], out });
    const before = contentsOf(out);
    await Deno.writeTextFile(`${run}/pictures/case_1.truth.png`, "none");
    await assert.rejects(buildSite({ runs: [run], out, strict: true }), /not a PNG/);
    assert.deepEqual(contentsOf(out), before);
  }));

Deno.test("a build that was killed leaves nothing half, and the next one removes what it left", () =>
  inFolder(async (folder) => {
    const out = `${folder}/_site`, run = `${folder}/runs/a`;
    const site = new URL("../../site/site.ts", import.meta.url).href;
    const killed = new Deno.Command(Deno.execPath(), {
      args: [
        "eval",
        "--no-lock",
        `import { buildAside } from "${new URL("./build/staged.ts", site)}";
         await buildAside("${out}", async (aside) => {
           await Deno.writeTextFile(aside + "/index.html", "half");
           Deno.kill(Deno.pid, "SIGKILL");
         });`,
      ],
      cwd: fileURLToPath(new URL("../..", import.meta.url)),
    });
    assert.equal((await killed.output()).signal, "SIGKILL");
    const left = [...Deno.readDirSync(out)].map(({ name }) => name);
    assert.match(left.join(), /^\.building-[\w-]+$/);
    await buildSite({ runs: [run], out });
    assert.deepEqual([...Deno.readDirSync(out)].filter(({ name }) => name.startsWith(".")), []);
  }));
