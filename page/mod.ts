/// <reference lib="dom" />
/**
 * The program of a run's page "Try your own image": its model predicts in the page, on one thread of the engine
 * `simd`, by the same code as `deno task predict`. `deno task build:page` makes one file of it, which the
 * page loads when it is asked for.
 *
 * @module
 */
import type { PackedModel, PackedRest } from "../io/mod.ts";
import { elementsOf } from "./elements.ts";
import { openModel } from "./open_model.ts";
import { Trial } from "./trial.ts";

/** What the page's own script calls. */
interface Page {
  /** Set by the script that holds the model. */
  triptychModel: PackedModel;
  /** Set by the script that holds what was rounded away of its weights. */
  triptychModelRest?: PackedRest;
  /** Opens the model, on the page's elements. */
  triptychTry: () => Promise<Trial>;
}

const page = globalThis as unknown as Page;

page.triptychTry = async () => {
  const elements = elementsOf(document);
  const open = () => openModel(page.triptychModel, page.triptychModelRest);
  return new Trial(elements, open, await open());
};
