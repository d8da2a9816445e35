import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { startBackend } from "@triptych/engine";

/** Trains in a process of its own, as an engine's threads can't be changed once it runs. */
async function train(threads: number): Promise<string> {
  const script = fileURLToPath(new URL("threads_worker.ts", import.meta.url));
  const args = ["run", "--allow-read", "--allow-env", "--allow-sys", script, String(threads)];
  const { stdout, stderr } = await new Deno.Command("deno", { args }).output();
  const text = new TextDecoder();
  assert.match(text.decode(stdout), /^[0-9a-f]{64}\n$/, text.decode(stderr));
  return text.decode(stdout);
}

Deno.test("simd trains to the same bits on 1, 2 and 3 threads, and again", async () => {
  const [one, two, three, again] = [await train(1), await train(2), await train(3), await train(2)];
  assert.equal(two, one);
  assert.equal(three, one);
  assert.equal(again, two);
});

Deno.test("startBackend() refuses threads that are no positive integer", async () => {
  for (const threads of [0, -1, 1.5, NaN]) {
    await assert.rejects(startBackend("simd", { threads }), {
      name: "RangeError",
      message: `Cannot start the engine simd: threads must be a positive integer, got ${threads}`,
    });
  }
});

Deno.test("startBackend() refuses another number of threads than the running engine's", async () => {
  await startBackend("simd", { threads: 2 });
  await assert.rejects(startBackend("simd", { threads: 3 }), {
    name: "Error",
    message: "Cannot start the engine simd: it runs on 2 threads, got 3",
  });
});

Deno.test("startBackend() needs no permission for its threads", async () => {
  const code = `import { startBackend } from "@triptych/engine";
    console.log((await startBackend("simd", { threads: 2 })).description);`;
  const args = ["run", "--no-prompt", "-"];
  const cwd = new URL("../../", import.meta.url);
  const child = new Deno.Command("deno", { args, cwd, stdin: "piped", stdout: "piped" }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(code));
  await writer.close();
  const { stdout } = await child.output();
  assert.match(
    new TextDecoder().decode(stdout),
    /^simd: .* on 2 threads\n$/,
  );
});
