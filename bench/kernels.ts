/**
 * Where the time of a training step goes, kernel by kernel, beside what the machine can do:
 * `deno task bench:kernels [FEATURES SIZE BATCH [ENCODER [WEIGHTS]]]`. THREADS is taken from the
 * environment; SHAPES there tells calls of different shapes apart; with V8's flags for speed in
 * DENO_V8_FLAGS the wide kernels are timed.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { table } from "../cli/mod.ts";
import { chooseBackend, type EncoderName, openWeights } from "../model/mod.ts";
import { peak } from "./peak.ts";
import { trainer } from "./training_run.ts";

/** One call of a step. */
interface Call {
  name: string;
  /** The least of all steps: what else runs on the machine only adds. */
  milliseconds: number;
  /** Multiplications and additions of a direct convolution or product, whatever the kernel does. */
  operations: number;
  /** Of what it reads and writes. */
  bytes: number;
}

const STEPS = 8;

if (import.meta.main) {
  const [features, size, batch] = Deno.args.length > 0
    ? Deno.args.slice(0, 3).map(Number)
    : [16, 128, 8];
  const encoder = (Deno.args[3] ?? "plain") as EncoderName;
  const threads = Number(Deno.env.get("THREADS") ?? navigator.hardwareConcurrency);
  const fast = Deno.env.has("DENO_V8_FLAGS");
  const backend = await chooseBackend("simd", { threads, fast });
  console.log(
    `${backend.description}; ${encoder}, ${features} features, ${size} px, batch ${batch}`,
  );
  const { gigaflops, copied } = peak();
  console.log(
    `the machine: ${gigaflops.toFixed(0)} GFLOP/s in products within the cache, ` +
      `${copied.toFixed(0)} GB/s in copies of 64 MB, read and written`,
  );
  const weights = Deno.args[4] ? await openWeights(encoder, { weights: Deno.args[4] }) : undefined;
  const { step } = trainer({ features, size, batch, encoder, weights });
  await step();
  await step();
  const clock = measureKernels(backend.name, Deno.env.has("SHAPES"));
  let all = Infinity;
  for (let i = 0; i < STEPS; i++) {
    clock.next = 0;
    const start = performance.now();
    await step();
    all = Math.min(all, performance.now() - start);
  }
  print(clock.calls, all);
}

function print(calls: Call[], step: number): void {
  const groups = [...Map.groupBy(calls, ({ name }) => name)].map(([name, group]) => ({
    name,
    calls: group.length,
    ...sumOf(group),
  }));
  groups.sort((a, b) => b.milliseconds - a.milliseconds);
  const kernels = sumOf(calls);
  const glue = { milliseconds: Math.max(0, step - kernels.milliseconds), operations: 0, bytes: 0 };
  const rows = [
    ...groups,
    { name: "between kernels, and noise", calls: 1, ...glue },
    { name: "the fastest step", calls: 1, ...kernels, milliseconds: step },
  ].map(({ name, calls, milliseconds, operations, bytes }) => [
    name,
    String(calls),
    milliseconds.toFixed(2),
    (100 * milliseconds / step).toFixed(1),
    operations > 0 ? (operations / milliseconds / 1e6).toFixed(0) : "",
    bytes > 0 ? (bytes / milliseconds / 1e6).toFixed(1) : "",
  ]);
  const head = ["kernel, least of its times", "calls", "ms", "%", "GFLOP/s", "GB/s"];
  console.log(table(rows, { head }));
}

function sumOf(calls: Call[]): Omit<Call, "name"> {
  const sum = (key: "milliseconds" | "operations" | "bytes") =>
    calls.reduce((total, call) => total + call[key], 0);
  return { milliseconds: sum("milliseconds"), operations: sum("operations"), bytes: sum("bytes") };
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
        const known = clock.calls[clock.next++];
        if (known !== undefined) known.milliseconds = Math.min(known.milliseconds, milliseconds);
        else {
          const inputs = Object.values(call.inputs).filter((input) => input !== undefined);
          const values = [inputs as tf.TensorInfo[], outputs].flat();
          const shape = `${kernelName} ${values[0]?.shape} to ${[outputs].flat()[0]?.shape}`;
          const name = shapes ? shape : kernelName;
          const operations = operationsOf(kernelName, call.inputs as Inputs, [outputs].flat()[0]);
          const bytes = 4 * values.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
          clock.calls.push({ name, milliseconds, operations, bytes });
        }
        return outputs;
      },
    });
  }
  return clock;
}

type Inputs = Record<string, tf.TensorInfo>;

/** A convolution's by its definition: two for each output pixel and weight of the filter. */
function operationsOf(kernel: string, inputs: Inputs, output: tf.TensorInfo): number {
  const pixels = ({ shape }: tf.TensorInfo) => sizeOf(shape.slice(0, 3));
  if (kernel === "Conv2D" || kernel === "FusedConv2D") {
    return 2 * pixels(output) * sizeOf(inputs.filter.shape);
  }
  if (kernel === "Conv2DBackpropInput") {
    return 2 * pixels(inputs.dy) * sizeOf(inputs.filter.shape);
  }
  return kernel === "Conv2DBackpropFilter" ? 2 * pixels(inputs.dy) * sizeOf(output.shape) : 0;
}

function sizeOf(shape: number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
