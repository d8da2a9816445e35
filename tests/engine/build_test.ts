import assert from "node:assert/strict";
import { COMPILER, generate, generateWorker } from "../../engine/simd/build.ts";
import { ignoreUnless } from "../ignored.ts";

const reachable = await import(COMPILER).then(() => true, () => false);

Deno.test({
  name: "the committed kernels are what their sources give",
  ignore: ignoreUnless(reachable, "AssemblyScript can't be downloaded"),
  async fn() {
    const file = new URL("../../engine/simd/kernels.generated.ts", import.meta.url);
    const same = await Deno.readTextFile(file) === await generate();
    assert.ok(same, "kernels.generated.ts is out of date: run engine/simd/build.ts");
  },
});

Deno.test("the committed program of workers is what its source gives", async () => {
  const file = new URL("../../engine/simd/worker.generated.ts", import.meta.url);
  const same = await Deno.readTextFile(file) === await generateWorker();
  assert.ok(same, "worker.generated.ts is out of date: run deno task build:simd");
});
