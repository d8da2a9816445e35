/** Images with their masks, as a training step takes them. */
export interface Batch {
  /** Values from 0 to 1, shape [count, rows, columns, channels]. */
  images: Float32Array;
  /** Class indices, which are places in the model's classes, -1 for pixels to ignore, shape [count, rows, columns]. */
  labels: Int32Array;
  /** How many images it contains; the last batch of an epoch may be smaller. */
  count: number;
}
