/**
 * Where the time of a training step goes, kernel by kernel:
 * `deno task bench:kernels [FEATURES SIZE BATCH]`.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { chooseBackend } from "../model/mod.ts";
import { trainer } from "./training.ts";

/** What a kernel took in all steps. */
interface Row {
  calls: number;
  milliseconds: number;
}

const STEPS = 5;

if (import.meta.main) {
  const [features, size, batch] = Deno.args.length > 0 ? Deno.args.map(Number) : [16, 128, 8];
  const threads = Number(Deno.env.get("THREADS") ?? navigator.hardwareConcurrency);
  const backend = await chooseBackend("auto", { threads });
  console.log(backend.description);
  const { step } = trainer(features, size, batch);
  await step();
  await step();
  const table = measureKernels(backend.name, Deno.args[3] === "shapes");
  const start = performance.now();
  for (let i = 0; i < STEPS; i++) await step();
  const all = (performance.now() - start) / STEPS;
  console.log(`${"kernel".padEnd(50)} calls      ms       %`);
  const rows = [...table].sort(([, a], [, b]) => b.milliseconds - a.milliseconds);
  let sum = 0;
  for (const [name, { calls, milliseconds }] of rows) {
    const each = milliseconds / STEPS;
    sum += each;
    print(name, calls / STEPS, each, all);
  }
  print("everything else (JavaScript)", 1, all - sum, all);
  print("a step", 1, all, all);
}

function print(name: string, calls: number, milliseconds: number, all: number): void {
  const columns = [calls.toFixed(0).padStart(5), milliseconds.toFixed(2).padStart(8)];
  const share = (100 * milliseconds / all).toFixed(1).padStart(7);
  console.log(`${name.padEnd(50)} ${columns.join(" ")} ${share}`);
}

/** Puts a clock around each kernel of a backend. */
function measureKernels(backendName: string, shapes: boolean): Map<string, Row> {
  const table = new Map<string, Row>();
  for (const kernel of tf.getKernelsForBackend(backendName)) {
    const { kernelName, kernelFunc } = kernel;
    tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel({
      ...kernel,
      kernelFunc: (call) => {
        const start = performance.now();
        const outputs = kernelFunc(call);
        const [first] = Object.values(call.inputs);
        const name = shapes
          ? `${kernelName} ${first?.shape} ${[outputs].flat()[0]?.shape}`
          : kernelName;
        const row = table.get(name) ?? { calls: 0, milliseconds: 0 };
        table.set(name, {
          calls: row.calls + 1,
          milliseconds: row.milliseconds + performance.now() - start,
        });
        return outputs;
      },
    });
  }
  return table;
}
