/** Predictions without truth, as `deno task predict --confidence` writes them, and the page of them. */
import { dirname, join } from "node:path";
import { labelClasses } from "../../core/mod.ts";
import { type Color, encodeJpeg, encodeLabelPng } from "../../io/mod.ts";
import { buildTroublePage } from "../../site/mod.ts";

/** A grey for each percentage. */
const GREYS = Array.from({ length: 101 }, (_, i): Color => [2 * i, 2 * i, 2 * i]);

/** The size of each image: square, wide, tall. */
const SIZES = [[40, 40], [120, 12], [10, 90]];

/**
 * Draws images with how sure a model is of them, and builds their page.
 *
 * @param folder The folder of the predictions.
 * @param out The page's folder.
 * @param about The images' names and the classes'; the last class is predicted nowhere.
 */
export async function makeTroublePage(
  folder: string,
  out: string,
  { names, classes }: { names: readonly string[]; classes: readonly string[] },
): Promise<string> {
  const images = [];
  for (const [i, name] of names.entries()) {
    const [width, height] = SIZES[i % SIZES.length], pixels = width * height;
    const data = Uint8Array.from({ length: 3 * pixels }, (_, p) => 40 + p % 150);
    const labels = Uint8Array.from({ length: pixels }, (_, p) => 1 + p % 100);
    await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
    await Deno.writeFile(
      join(folder, `${name}.overlay.jpg`),
      await encodeJpeg({ width, height, data }),
    );
    await Deno.writeFile(
      join(folder, `${name}.confidence.png`),
      encodeLabelPng({ width, height, labels }, GREYS),
    );
    const own = classes.map((_, k) => k === classes.length - 1 ? NaN : 0.3 + i / 10);
    images.push({ name, confidence: 0.5, expected: 0.3 + i / 10, classes: own });
  }
  return await buildTroublePage(out, { folder, images, classes: labelClasses(...classes) });
}

// a program of its own, for a build with other words
if (import.meta.main) {
  const [folder, out, ...names] = Deno.args;
  await makeTroublePage(folder, out, { names, classes: names });
}
