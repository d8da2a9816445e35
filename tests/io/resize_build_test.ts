import assert from "node:assert/strict";
import { COMPILER, generate } from "../../io/images/kernels/build.ts";
import { ignoreUnless } from "../ignored.ts";

const reachable = await import(COMPILER).then(() => true, () => false);

Deno.test({
  name: "the committed kernels of resizing are what their source gives",
  ignore: ignoreUnless(reachable, "AssemblyScript can't be downloaded"),
  async fn() {
    const file = new URL("../../io/images/kernels/resize.generated.ts", import.meta.url);
    const same = await Deno.readTextFile(file) === await generate();
    assert.ok(same, "resize.generated.ts is out of date: run deno task build:resize");
  },
});
