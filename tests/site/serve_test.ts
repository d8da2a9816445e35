import assert from "node:assert/strict";
import { serveSite } from "../../site/serve.ts";
import type { SiteReport } from "../../site/site.ts";
import { makeRun } from "./make_run.ts";

Deno.test("serveSite() serves under its base, and builds again when a run changes", async () => {
  const folder = await Deno.makeTempDir();
  const builds: (SiteReport | Error)[] = [];
  let built = Promise.withResolvers<void>();
  await makeRun(`${folder}/run`, { status: "running", evaluated: false, epochs: 2 });
  const server = await serveSite({
    runs: [`${folder}/run`],
    out: `${folder}/_site`,
    base: "/repo/",
    port: 0,
    onBuild: (result) => {
      builds.push(result);
      built.resolve();
    },
  });
  try {
    const page = await fetch(`${server.url}runs/run/index.html`);
    assert.match(await page.text(), /still training, after epoch 2 of 2/);
    assert.equal(page.headers.get("refresh"), "5");
    assert.equal((await fetch(server.url)).status, 200);
    for (const path of ["nothing.html", "..%2f..%2frun/run.json"]) {
      const response = await fetch(server.url + path);
      assert.equal(response.status, 404);
      await response.body?.cancel();
    }
    built = Promise.withResolvers<void>();
    await makeRun(`${folder}/run`, { epochs: 0 });
    await built.promise;
    const after = await fetch(`${server.url}runs/run/index.html`);
    assert.match(await after.text(), /pictures that have one/);
    assert.equal(after.headers.get("refresh"), null);
  } finally {
    await server.stop();
    await Deno.remove(folder, { recursive: true });
  }
  assert.ok(builds.length >= 2 && !(builds.at(-1) instanceof Error));
});
