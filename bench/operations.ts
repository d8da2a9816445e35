/**
 * The operations of MobileNet's U-Nets one by one, beside PyTorch: `deno task bench:operations`.
 * Milliseconds, and GFLOP/s or GB/s of what must at least be read and written. THREADS and PYTHON are
 * taken from the environment; without PyTorch its columns stay empty.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { chooseBackend } from "../model/mod.ts";
import { activate, type Activation } from "@triptych/engine";

/** An operation on images [batch, size, size, channels]. */
interface Case {
  kind: string;
  batch: number;
  size: number;
  channels: number;
  /** Of a convolution. */
  out?: number;
  filter?: number;
  stride?: number;
}

/** Forward, the input's gradient, the weights' gradient where there are weights. */
type Times = number[];

/** Sizes are those of photographs of 128 px. */
const BATCH = 16;
const ROUNDS = 20;
/** Milliseconds. */
const WARM_UP = 300;
const HEADS = ["forward", "input gradient", "weight gradient"];

/** Of MobileNetV2 (3x3) and MobileNetV3-Large (5x5): size, channels, stride, filter. */
const DEPTHWISE = [
  ...[[64, 32, 1, 3], [64, 96, 2, 3], [32, 144, 1, 3], [32, 144, 2, 3], [16, 192, 1, 3]],
  ...[[16, 192, 2, 3], [8, 384, 1, 3], [8, 576, 2, 3], [4, 960, 1, 3]],
  ...[[32, 72, 2, 5], [16, 120, 1, 5], [8, 672, 2, 5], [4, 960, 1, 5]],
];
/** Size, channels, outputs, filter, stride. */
const CONVOLUTIONS = [
  ...[[128, 3, 32, 3, 2], [64, 32, 16, 1, 1], [64, 16, 96, 1, 1], [32, 96, 24, 1, 1]],
  ...[[32, 24, 144, 1, 1], [16, 32, 192, 1, 1], [8, 384, 64, 1, 1], [8, 96, 576, 1, 1]],
  ...[[4, 160, 960, 1, 1], [4, 960, 160, 1, 1], [4, 320, 1280, 1, 1]],
  ...[[64, 12, 20, 1, 1], [32, 40, 120, 1, 1], [32, 64, 128, 3, 2]],
];
/** Kind, size, channels. */
const OTHERS: [string, number, number][] = [
  ...[["relu", 64, 96], ["relu6", 64, 96], ["hardswish", 64, 96], ["hardsigmoid", 64, 96]],
  ...[["sigmoid", 64, 96], ["mean", 32, 72], ["scale", 32, 72], ["pad", 64, 96]],
  ...[["maxPool", 64, 32], ["avgPool", 64, 32], ["nearest", 32, 96], ["bilinear", 32, 96]],
] as [string, number, number][];

const NAMES: Record<string, Activation> = {
  relu: "relu",
  relu6: "relu6",
  hardswish: "hardSwish",
  hardsigmoid: "hardSigmoid",
  sigmoid: "sigmoid",
};

if (import.meta.main) {
  const threads = Number(Deno.env.get("THREADS") ?? navigator.hardwareConcurrency);
  const backend = await chooseBackend("auto", { threads });
  const cases = listCases();
  const own = cases.map(measure);
  const peer = await measurePeer(cases, threads);
  console.log(`${backend.description}; ${peer?.version ?? "no PyTorch"}; batch ${BATCH}`);
  console.log(`${"".padEnd(27)}${HEADS.map((head) => head.padEnd(35)).join("")}`);
  console.log(
    `${"".padEnd(27)}${HEADS.map(() => "   ms   rate        PyTorch  ratio".padEnd(35)).join("")}`,
  );
  cases.forEach((each, i) => print(each, own[i], peer?.times[i]));
}

function listCases(): Case[] {
  return [
    ...DEPTHWISE.map(([size, channels, stride, filter]) => (
      { kind: "depthwise", batch: BATCH, size, channels, out: channels, filter, stride }
    )),
    ...CONVOLUTIONS.map(([size, channels, out, filter, stride]) => (
      { kind: "conv", batch: BATCH, size, channels, out, filter, stride }
    )),
    ...OTHERS.map(([kind, size, channels]) => ({ kind, batch: BATCH, size, channels })),
  ];
}

function measure(each: Case): Times {
  const { f, weights } = operation(each);
  const { batch, size, channels } = each;
  const x = tf.randomUniform([batch, size, size, channels]) as tf.Tensor4D;
  const inputs = [x, ...weights];
  const y = tf.tidy(() => f(x, ...weights));
  const dy = tf.randomUniform(y.shape);
  y.dispose();
  let start = 0;
  const times = [least(() => {
    start = performance.now();
    return f(x, ...weights);
  }, () => start)];
  for (const which of inputs.keys()) {
    // the gradient's time begins where the forward pass ends
    const gradient = tf.grad((moved) => {
      const operands = inputs.map((input, i) => i === which ? moved : input);
      const y = f(...operands as [tf.Tensor4D, ...tf.Tensor[]]);
      start = performance.now();
      return y;
    });
    times.push(least(() => gradient(inputs[which], dy), () => start));
  }
  tf.dispose([...inputs, dy]);
  return times;
}

function operation(each: Case): {
  f: (x: tf.Tensor4D, ...weights: tf.Tensor[]) => tf.Tensor;
  weights: tf.Tensor[];
} {
  const { kind, batch, size, channels, out = 0, filter = 0, stride = 1 } = each;
  const pad = Math.floor(filter / 2), layout = ["NHWC", undefined, "floor"] as const;
  switch (kind) {
    case "conv":
      return {
        f: (x, w) => tf.conv2d(x, w as tf.Tensor4D, stride, pad, ...layout),
        weights: [tf.randomUniform([filter, filter, channels, out])],
      };
    case "depthwise":
      return {
        f: (x, w) => tf.depthwiseConv2d(x, w as tf.Tensor4D, stride, pad, ...layout),
        weights: [tf.randomUniform([filter, filter, channels, 1])],
      };
    case "scale":
      return { f: (x, s) => tf.mul(x, s), weights: [tf.randomUniform([batch, 1, 1, channels])] };
    case "mean":
      return { f: (x) => tf.mean(x, [1, 2], true), weights: [] };
    case "nearest":
      return {
        f: (x) => tf.image.resizeNearestNeighbor(x, [2 * size, 2 * size]),
        weights: [],
      };
    case "bilinear":
      return {
        f: (x) => tf.image.resizeBilinear(x, [2 * size, 2 * size], false, true),
        weights: [],
      };
    case "maxPool":
      return { f: (x) => tf.maxPool(x, 3, 2, 1, "floor"), weights: [] };
    case "avgPool":
      return { f: (x) => tf.avgPool(x, 2, 2, "valid"), weights: [] };
    case "pad":
      return { f: (x) => tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]]), weights: [] };
    default:
      return { f: (x) => activate(x, NAMES[kind]), weights: [] };
  }
}

/** The least time of some rounds, each from its start: what else runs on the machine only adds. */
function least(f: () => tf.Tensor, start: () => number): number {
  let time = Infinity;
  const begin = performance.now();
  // V8 compiles again what runs often: until then it is slow
  for (let round = 0; round < ROUNDS || performance.now() - begin < WARM_UP; round++) {
    const y = tf.tidy(f);
    time = Math.min(time, performance.now() - start());
    y.dispose();
  }
  return time;
}

async function measurePeer(
  cases: Case[],
  threads: number,
): Promise<{ version: string; times: Times[] } | null> {
  const script = new URL("operations_peer.py", import.meta.url).pathname;
  const python = Deno.env.get("PYTHON") ?? "python3";
  try {
    const child = new Deno.Command(python, {
      args: [script, String(threads)],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(JSON.stringify(cases)));
    await writer.close();
    const { stdout, stderr, success } = await child.output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return JSON.parse(new TextDecoder().decode(stdout));
  } catch (error) {
    console.log(`no PyTorch: ${(error as Error).message.trim().split("\n").at(-1)}`);
    return null;
  }
}

function print(each: Case, own: Times, peer?: Times): void {
  const { kind, size, channels, out, filter, stride } = each;
  const shape = filter ? `${filter}x${filter}/${stride} ${channels}>${out}` : `${channels}`;
  const columns = own.map((time, i) => {
    const other = peer?.[i];
    const beside = other === undefined
      ? ""
      : `${other.toFixed(2).padStart(8)} ${(other / time).toFixed(2).padStart(6)}`;
    return `${time.toFixed(2).padStart(6)} ${rate(each, time).padEnd(12)}${beside}`.padEnd(35);
  });
  console.log(`${`${kind} ${shape} @${size}`.padEnd(27)}${columns.join("").trimEnd()}`);
}

/** Convolutions by their multiplications and additions, the rest by bytes of x and y. */
function rate(
  { kind, batch, size, channels, out = channels, filter = 1, stride = 1 }: Case,
  time: number,
): string {
  const input = batch * size * size * channels;
  const pixels = batch * Math.ceil(size / stride) ** 2;
  if (kind === "conv") {
    const operations = 2 * pixels * out * channels * filter ** 2;
    return `${(operations / time / 1e6).toFixed(0)} GFLOP/s`;
  }
  const outputs = {
    mean: 0,
    nearest: 4 * input,
    bilinear: 4 * input,
    maxPool: input / 4,
    avgPool: input / 4,
  };
  const output = outputs[kind as keyof typeof outputs] ?? pixels * out;
  return `${(4 * (input + output) / time / 1e6).toFixed(1)} GB/s`;
}
