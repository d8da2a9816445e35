// Pages stay small: what a host sends, compressed, for a run of 178 photographs at 128 px.
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { buildSite } from "../../site/site.ts";
import { ignoreUnless, isShared, SHARED } from "../ignored.ts";

const RUN = `${SHARED}runs/pytorch-unet`;

Deno.test({
  name: "a run of 178 cases: first page under 150 KB, all under 3 MB besides photographs",
  ignore: ignoreUnless(isShared("runs/pytorch-unet"), "../shared/runs/pytorch-unet is not here"),
  async fn() {
    const out = await Deno.makeTempDir();
    try {
      await buildSite({ runs: [RUN], out });
      const sizes = new Map<string, number>();
      for (const path of files(out)) {
        // a triptych to take away holds its photograph
        if (!/\.jpg$|\/triptychs\//.test(path)) {
          sizes.set(path, gzipSync(await Deno.readFile(path)).length);
        }
      }
      const page = `${out}/runs/pytorch-unet/index.html`;
      const shell = [
        ...["fonts.css", "style.css", "classes.css", "icon.svg", "talk.js", "charts.js"],
        ...["choices.js", "paper.js", "save.js", "drawings.js"],
      ];
      const first = shell.reduce(
        (sum, name) => sum + sizes.get(`${out}/assets/${name}`)!,
        sizes.get(page)!,
      );
      const all = [...sizes.values()].reduce((a, b) => a + b, 0);
      assert.ok(first < 150e3, `the first page is ${first} bytes`);
      assert.ok(all < 3e6, `all files are ${all} bytes`);
    } finally {
      await Deno.remove(out, { recursive: true });
    }
  },
});

function* files(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* files(`${folder}/${name}`);
    else yield `${folder}/${name}`;
  }
}
