/** A file that could not be used, and why. */
export interface Skipped {
  /** Its name, or its path within the folder that was read. */
  file: string;
  /** The reason, without the file's name. */
  reason: string;
}
