/**
 * Other shapes, classes and channels than the usual ones: `deno task bench:shapes`. Each line is the
 * speed per pixel beside that of squares of 128 with three classes, on the engine simd.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { cpus } from "node:os";
import { table } from "../cli/mod.ts";
import { labelClasses, pixelsOf, type Shape, shapeText } from "../core/mod.ts";
import { chooseBackend } from "../model/mod.ts";
import { speed, trainer } from "./training_run.ts";

/** Shape, batch and number of classes; the first is the usual. */
const SETTINGS: readonly [shape: Shape, batch: number, classes: number][] = [
  [[128, 128], 8, 3],
  [[96, 640], 2, 3],
  [[320, 128], 3, 3],
  [[112, 208], 5, 3],
  [[512, 512], 1, 3],
  [[1024, 1024], 1, 3],
  [[128, 128], 8, 2],
  [[128, 128], 8, 11],
  [[128, 128], 8, 40],
];

/** Channels of an image, for its first convolution alone. */
const CHANNELS = [3, 1, 2, 4, 5, 8];

const FEATURES = 16, SECONDS = 2, ROUNDS = 2;

if (import.meta.main) {
  const threads = Number(Deno.env.get("THREADS") ?? navigator.hardwareConcurrency);
  const { description } = await chooseBackend("simd", { threads });
  console.log(`${cpus()[0]?.model}; ${description}; ${FEATURES} features\n`);
  console.log(await ofShapes());
  console.log(`\n${await ofChannels()}`);
}

async function ofShapes(): Promise<string> {
  const best = SETTINGS.map(() => [0, 0]);
  // the first to be measured also pays for V8's compiling; the better of two rounds doesn't
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, [shape, batch, count]] of SETTINGS.entries()) {
      const classes = labelClasses(...Array.from({ length: count }, (_, c) => `class ${c}`));
      const { step, infer } = trainer({ features: FEATURES, size: shape, batch, classes });
      const megapixels = pixelsOf(shape) / 1e6;
      const found = [await speed(step, batch, SECONDS), await speed(() => infer(), batch, SECONDS)];
      best[i] = best[i].map((value, k) => Math.max(value, megapixels * found[k]));
    }
  }
  const rows = SETTINGS.map(([shape, batch, count], i) => [
    `${shapeText(shape)} px, batch ${batch}, ${count} classes`,
    ...best[i].flatMap((value, k) => [value.toFixed(2), (value / best[0][k]).toFixed(2)]),
  ]);
  return table(rows, { head: ["", "training Mpx/s", "ratio", "inference Mpx/s", "ratio"] });
}

/** A first convolution and its filter's gradient, at 128 px and batch 8. */
async function ofChannels(): Promise<string> {
  const rows: string[][] = [];
  let usual: number | undefined;
  for (const channels of CHANNELS) {
    const x = tf.randomNormal([8, 128, 128, channels]) as tf.Tensor4D;
    const filter = tf.variable(tf.randomNormal([3, 3, channels, FEATURES])) as tf.Tensor4D;
    const gradient = tf.grad((w) => tf.conv2d(x, w as tf.Tensor4D, 1, "same"));
    const images = await speed(
      async () => {
        const dw = gradient(filter);
        await dw.data();
        dw.dispose();
      },
      8,
      SECONDS,
    );
    tf.dispose([x, filter]);
    usual ??= images;
    rows.push([String(channels), images.toFixed(0), (images / usual).toFixed(2)]);
  }
  return table(rows, { head: ["channels", "first convolution, images/s", "ratio"] });
}
