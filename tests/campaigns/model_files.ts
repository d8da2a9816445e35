// The model that the campaign's readers of models damage: small, of the fixture of an old run.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pixelsOf } from "../../core/mod.ts";
import { chooseBackend, compile, loadModel, predict, saveModel } from "../../model/mod.ts";

const OLD = fileURLToPath(new URL("../fixtures/runs/b35c387/done/model", import.meta.url));

/** Of the model: what it takes. */
export const MODEL = { size: 32, pixels: 32 * 32 };

const PHOTOGRAPH = Uint8Array.from({ length: 3 * MODEL.pixels }, (_, i) => i * 37 % 256);

/** The model as this version saves it, with checksums. */
export async function sealedModel(): Promise<{ json: string; weights: Uint8Array }> {
  await chooseBackend("simd", { threads: 1 });
  const folder = await Deno.makeTempDir();
  const model = await loadModel(OLD);
  await saveModel(folder, model);
  model.dispose();
  const json = await Deno.readTextFile(join(folder, "model.json"));
  const weights = await Deno.readFile(join(folder, "weights.bin"));
  await Deno.remove(folder, { recursive: true });
  return { json, weights };
}

/** What an earlier version wrote into model.json. */
export async function oldModel(): Promise<Record<string, unknown>> {
  return JSON.parse(await Deno.readTextFile(join(OLD, "model.json")));
}

/** The other file of a model whose one file is damaged. */
const whole = new Map<string, Promise<{ json: string; weights: Uint8Array }>>();

/**
 * Loads a model one of whose files may be damaged, and asks it for labels.
 *
 * @param folder Where to put the files.
 * @param files The damaged file.
 * @returns The labels of a photograph.
 */
export async function predictWith(
  folder: string,
  files: { json?: Uint8Array; weights?: Uint8Array },
): Promise<Uint8Array> {
  if (!whole.has(folder)) whole.set(folder, sealedModel());
  const { json, weights } = (await whole.get(folder))!;
  await Deno.writeFile(join(folder, "model.json"), files.json ?? new TextEncoder().encode(json));
  await Deno.writeFile(join(folder, "weights.bin"), files.weights ?? weights);
  const model = await loadModel(folder);
  try {
    const network = compile(model);
    const { shape } = network.metadata, [rows] = shape;
    const photograph = rows === MODEL.size ? PHOTOGRAPH : new Uint8Array(3 * pixelsOf(shape));
    return (await predict(network, photograph)).labels;
  } finally {
    model.dispose();
  }
}
