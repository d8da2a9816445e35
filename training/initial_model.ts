/**
 * A trained model that a run starts from.
 *
 * @module
 */
import { basename, dirname, join, normalize, resolve } from "node:path";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { UsageError } from "../cli/mod.ts";
import { type InitialWeights, readRun, type Run } from "../evaluation/mod.ts";
import { exists } from "../io/mod.ts";
import {
  ENCODERS,
  formatNameOf,
  type ModelMetadata,
  readTrained,
  takeWeights,
  type TrainedWeights,
} from "../model/mod.ts";
import { memberFolder } from "./members.ts";
import type { Settings } from "./settings.ts";
import { idsOf, type Split } from "./split.ts";
import { flagName } from "./settings_table.ts";

/** A trained model, as `--init` names it. */
export interface InitialModel extends TrainedWeights {
  /** The run folder, or the model's. */
  path: string;
  /** The `run.json` of its training, if there is one. */
  run?: Run;
}

/**
 * Reads the model of a run, or the one in a folder of its own.
 *
 * @throws {Error} If there is none, or it is damaged.
 */
export async function openInitialModel(path: string): Promise<InitialModel> {
  const isModel = await exists(join(path, "model.json"));
  const folder = isModel ? path : join(path, "model");
  if (!await exists(join(folder, "model.json"))) {
    const found = await exists(memberFolder(path, 1))
      ? `one of several: name a member, ${memberFolder(path, 1)}`
      : await exists(path)
      ? "one without model/model.json"
      : "no such folder";
    throw new Error(
      `Cannot start from ${path}: it must be a run folder with a trained model, got ${found}`,
    );
  }
  const trained = await readTrained(folder);
  const parent = isModel && basename(path) === "model" ? dirname(path) : path;
  // the model alone is enough; its run says which images it has seen
  const run = await readRun(parent).then(({ run }) => run ?? undefined, () => undefined);
  return { ...trained, path, run };
}

/**
 * The settings of a run that starts from a trained model: its network is that model's.
 *
 * @param typed The settings that the command line gives.
 * @throws {UsageError} If one that was typed contradicts the model.
 */
export function settingsWith(
  { path, metadata }: InitialModel,
  settings: Settings,
  typed: Partial<Settings>,
): Settings {
  const network = networkOf(metadata, path);
  for (const [name, value] of Object.entries(network)) {
    const asked = typed[name as keyof Settings];
    if (asked === undefined || asked === value) continue;
    throw new UsageError(
      `Cannot start from ${path}: --${
        flagName(name)
      } must be the model's, ${value}, got ${asked}; ` +
        "leave it out",
    );
  }
  return { ...settings, ...network };
}

/** The settings that a model's network was built with. */
function networkOf(
  { architecture: { encoder = "plain", features }, weights }: ModelMetadata,
  path: string,
): Pick<Settings, "encoder" | "features" | "weightsFormat"> {
  const pretrained = Object.hasOwn(ENCODERS, encoder) ? ENCODERS[encoder].pretrained : undefined;
  const weightsFormat = weights && pretrained && formatNameOf(weights, pretrained.format);
  if (!Object.hasOwn(ENCODERS, encoder) || pretrained && weightsFormat === undefined) {
    throw new Error(
      `Cannot start from ${path}: its encoder must be one that this version builds, got ${encoder}`,
    );
  }
  return { encoder, features, ...weightsFormat && { weightsFormat } };
}

/**
 * Gives a run's model the weights of a trained one, and says so.
 *
 * @param model The run's, as built.
 * @param split The run's images.
 * @returns What `run.json` says about it.
 * @throws {TypeError} If the weights don't fit.
 */
export function startFrom(
  initial: InitialModel,
  model: LayersModel,
  split: Split,
): InitialWeights {
  const { path, sha256, metadata: { architecture: { encoder = "plain", features } } } = initial;
  let isWhole: boolean;
  try {
    isWhole = takeWeights(model, initial);
  } catch (error) {
    throw new TypeError(`Cannot start from ${path}: ${(error as Error).message}`, { cause: error });
  }
  const taken = isWhole ? "all weights" : "all weights but the last layer's, whose classes are new";
  console.log(`init    ${path}: ${taken}; encoder ${encoder}, features ${features}`);
  const seen = seenBefore(initial, split);
  return {
    name: `${path}, ${taken}`,
    sha256,
    ...seen > 0 && { seen },
  };
}

/**
 * Refuses a model that has changed since a run began with it.
 *
 * @throws {Error} If its weights aren't those that the run's `run.json` names.
 */
export function refuseOtherModel({ path, sha256 }: InitialModel, { weights }: Run): void {
  const before = typeof weights === "object" ? weights.sha256 : undefined;
  if (before === sha256) return;
  throw new Error(
    `Cannot start again from ${path}: its weights must be those that the run began with ` +
      `(SHA-256 ${before}), got ${sha256}`,
  );
}

/** How many test images the trained model has learned from, as far as its run says. */
export function seenBefore(
  { run }: Pick<InitialModel, "run">,
  { test }: Pick<Split, "test">,
): number {
  if (run === undefined) return 0;
  const { name, fingerprint, train, validation } = run.data;
  // at another size the same images have another fingerprint, and elsewhere their folder another path
  const isNamed = name !== undefined && mayBeOne(name, test.data.name);
  if (!isNamed && test.data.fingerprint !== fingerprint) return 0;
  const seen = new Set([...train, ...validation]);
  return idsOf(test).filter((id) => seen.has(id)).length;
}

/** Whether two paths may lead to one folder: one may have been typed from further up. */
function mayBeOne(one: string, other: string): boolean {
  if (resolve(one) === resolve(other)) return true;
  const [parts, others] = [one, other].map((path) =>
    normalize(path).split("/").filter((part) => part !== "" && part !== ".")
  );
  const length = Math.min(parts.length, others.length);
  return length > 0 && parts.slice(-length).join("/") === others.slice(-length).join("/");
}

/** A caveat of figures whose test images a run's initial weights were trained on. */
export function notesOnWeights(weights: InitialWeights | undefined, { test }: Split): string[] {
  if (typeof weights !== "object" || weights.seen === undefined) return [];
  return [
    `Of the ${test.indices.length} test images, ${weights.seen} were trained on or chosen by in the ` +
    "run that this one starts from: their figures say little about new images.",
  ];
}
