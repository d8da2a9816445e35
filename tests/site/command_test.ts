import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { makeRun } from "./make_run.ts";

const MAIN = fileURLToPath(new URL("../../commands/site.ts", import.meta.url));

/** What `deno task site` does in a folder. */
async function site(cwd: string, ...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-lock", "--allow-all", MAIN, ...args],
    cwd,
    env: { NO_COLOR: "1" },
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  assert.doesNotMatch(err, /^\s+at /m, "no stack trace");
  return { code, out, err };
}

Deno.test("deno task site names what it leaves out and ends well, --strict ends it", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const none = await site(folder);
    assert.equal(none.code, 2);
    assert.match(none.err, /runs\/ must contain at least one run folder, got none/);
    await makeRun(`${folder}/runs/good`, { cases: 2, epochs: 1 });
    await Deno.mkdir(`${folder}/runs/bad`);
    await Deno.writeTextFile(`${folder}/runs/bad/run.json`, "{");
    await Deno.writeTextFile(`${folder}/runs/good/pictures/case_0.jpg`, "no picture");
    const { code, out, err } = await site(folder);
    assert.equal(code, 0);
    assert.match(out, /good: 2 cases, _site\/runs\/good\/index\.html/);
    assert.match(err, /skipped runs\/bad: Cannot read runs\/bad\/run\.json: it must be JSON/);
    assert.match(err, /1 of 2 runs left out/);
    assert.match(
      err,
      /skipped runs\/good\/pictures\/case_0\.jpg: .*must be JPEG, PNG, GIF, WebP, BMP, AVIF or TIFF/,
    );
    assert.equal((await site(folder, "--strict")).code, 1);
    assert.equal((await site(folder, "runs/bad")).code, 1);
    const before = await Deno.readTextFile(`${folder}/runs/good/evaluation.json`);
    for (const place of [".", "./", "runs", "runs/good", "runs/good/_site"]) {
      const { code, err } = await site(folder, "runs/good", "--out", place);
      assert.equal(code, 1);
      assert.match(err, /^error: Cannot write the pages to /m);
    }
    assert.equal(await Deno.readTextFile(`${folder}/runs/good/evaluation.json`), before);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
