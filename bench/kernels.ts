/**
 * Where the time of a training step goes, kernel by kernel:
 * `deno task bench:kernels [FEATURES SIZE BATCH]`.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { chooseBackend } from "../model/mod.ts";
import { trainer } from "./training_run.ts";

/** One call of a step. */
interface Call {
  name: string;
  /** The least of all steps: what else runs on the machine only adds. */
  milliseconds: number;
}

const STEPS = 8;

if (import.meta.main) {
  const [features, size, batch] = Deno.args.length > 0 ? Deno.args.map(Number) : [16, 128, 8];
  const threads = Number(Deno.env.get("THREADS") ?? navigator.hardwareConcurrency);
  const backend = await chooseBackend("auto", { threads, fast: Deno.env.has("FAST") });
  console.log(backend.description);
  const { step } = trainer(features, size, batch);
  await step();
  await step();
  const clock = measureKernels(backend.name, Deno.args[3] === "shapes");
  let all = Infinity;
  for (let i = 0; i < STEPS; i++) {
    clock.next = 0;
    const start = performance.now();
    await step();
    all = Math.min(all, performance.now() - start);
  }
  const table = Map.groupBy(clock.calls, ({ name }) => name);
  const rows = [...table].map(([name, calls]) => ({
    name,
    calls: calls.length,
    milliseconds: calls.reduce((sum, call) => sum + call.milliseconds, 0),
  }));
  const sum = rows.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  console.log(`${"kernel, least of its times".padEnd(60)} calls      ms       %`);
  rows.sort((a, b) => b.milliseconds - a.milliseconds);
  for (const { name, calls, milliseconds } of rows) print(name, calls, milliseconds, sum);
  print("all kernels", clock.calls.length, sum, sum);
  print("the fastest step", 1, all, sum);
}

function print(name: string, calls: number, milliseconds: number, all: number): void {
  const columns = [calls.toFixed(0).padStart(5), milliseconds.toFixed(2).padStart(8)];
  const share = (100 * milliseconds / all).toFixed(1).padStart(7);
  console.log(`${name.padEnd(60)} ${columns.join(" ")} ${share}`);
}

/** Puts a clock around each kernel of a backend; a step's calls always come in the same order. */
function measureKernels(backendName: string, shapes: boolean): { calls: Call[]; next: number } {
  const clock: { calls: Call[]; next: number } = { calls: [], next: 0 };
  for (const kernel of tf.getKernelsForBackend(backendName)) {
    const { kernelName, kernelFunc } = kernel;
    tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel({
      ...kernel,
      kernelFunc: (call) => {
        const start = performance.now();
        const outputs = kernelFunc(call);
        const milliseconds = performance.now() - start;
        const [first] = Object.values(call.inputs);
        const shape = `${kernelName} ${first?.shape} to ${[outputs].flat()[0]?.shape}`;
        const name = shapes ? shape : kernelName;
        const known = clock.calls[clock.next];
        if (known === undefined) clock.calls.push({ name, milliseconds });
        else known.milliseconds = Math.min(known.milliseconds, milliseconds);
        clock.next++;
        return outputs;
      },
    });
  }
  return clock;
}
