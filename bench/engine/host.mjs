// Runs one contestant in Node.js or in a page: answers one request at a time.
const CONTESTANTS = {
  fused: () => import("./fused.mjs"),
  simd: () => import("./tensorflow_js.mjs"),
  cpu: () => import("./tensorflow_js.mjs"),
  wasm: () => import("./tensorflow_js.mjs"),
  node: () => import("./tensorflow_js.mjs"),
  web: () => import("./onnx_runtime.mjs"),
  native: () => import("./onnx_runtime.mjs"),
  jax: () => import("./jax_js.mjs"),
};

let contestant;

/**
 * Answers: to `start` with the version, to `infer` and `train` with milliseconds of each run and what the first
 * ones gave.
 */
async function answer({ kind, seconds, ...request }) {
  try {
    if (kind === "start") {
      contestant = await (await CONTESTANTS[request.name]()).start(request.name, request);
      return { version: contestant.version };
    }
    const { run, end } = await contestant[kind](request);
    // V8 compiles what runs often again, better; who is slow is not waited for
    const begin = performance.now(), first = [await run()];
    for (let i = 0; i < 4 && performance.now() < begin + seconds * 1000; i++) {
      first.push(await run());
    }
    const milliseconds = [], until = performance.now() + seconds * 1000;
    do {
      const start = performance.now();
      await run();
      milliseconds.push(performance.now() - start);
    } while (performance.now() < until);
    end();
    return { milliseconds, first };
  } catch (error) {
    return { error: String(error?.message ?? error).split("\n")[0] };
  }
}

if (globalThis.document) globalThis.answer = answer;
else {
  const { createInterface } = await import("node:readline");
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(JSON.stringify(await answer(JSON.parse(line))) + "\n");
  }
  process.exit();
}
