/** A file that could not be used, and why. */
export interface Skipped {
  /** The file's path, relative to the data folder. */
  file: string;
  /** What was found, in one sentence. */
  reason: string;
}
