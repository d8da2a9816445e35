import assert from "node:assert/strict";
import { COMPILER, generate, generatedOf, KERNELS } from "../../commands/build_kernels.ts";
import { ignoreUnless } from "../ignored.ts";

const reachable = await import(COMPILER).then(() => true, () => false);

for (const kernels of KERNELS) {
  Deno.test({
    name: `the committed kernels are what ${kernels.file} gives`,
    ignore: ignoreUnless(reachable, "AssemblyScript can't be downloaded"),
    async fn() {
      const same = await Deno.readTextFile(generatedOf(kernels)) === await generate(kernels);
      assert.ok(same, "they are out of date: run deno task build:kernels");
    },
  });
}
