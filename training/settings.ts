import type { PresetName } from "./presets.ts";

/** All that decides how a training goes, as `run.json` keeps it; flags are the same in kebab-case. */
export interface Settings {
  /** The preset that the others come from. */
  preset: PresetName;
  /** `menagerie`, `oxford`, or a folder in the dataset's official layout. */
  data: string;
  /** How many animals of the menagerie. */
  animals: number;
  /** A folder to test on instead of a part of `data`. */
  testData?: string;
  /** The part of the training photographs that the best epoch is chosen on. */
  validation: number;
  /** Pixels a side. */
  size: number;
  /** Channels at the top of the U-Net. */
  features: number;
  /** Photographs a step. */
  batch: number;
  /** How often each training photograph is seen. */
  epochs: number;
  /** Adam's step size. */
  lr: number;
  /** What splits the data and starts all that is random. */
  seed: number;
  /** The engine asked for. */
  backend: string;
  /** Threads of the engine; all cores without it. */
  threads?: number;
  /** Whether a bad file stops the run. */
  strict: boolean;
}
