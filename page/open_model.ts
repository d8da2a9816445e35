import { startBackend } from "@triptych/engine";
import { type PackedModel, type PackedRest, unpackModel } from "../io/mod.ts";
import { compile, modelOf, type Network } from "../model/mod.ts";

/**
 * Starts the engine and makes the model ready. Threads would need a page that is cross-origin isolated, which
 * static hosts don't offer; a worker from a file wouldn't be bound by the page's policy.
 *
 * @param packed The model, as its script has it.
 * @param rest What was rounded away of its weights, where that is wanted.
 * @throws {TypeError} If it is damaged.
 */
export async function openModel(packed: PackedModel, rest?: PackedRest): Promise<Network> {
  await startBackend("simd", { threads: 1 });
  const { description, weights } = unpackModel(packed, rest);
  return compile(await modelOf(JSON.parse(description), weights));
}
