/** The record of a complete epoch: a line of `history.jsonl`. */
export interface EpochRecord {
  /** 1 for the first. */
  epoch: number;
  /** Mean loss over the epoch's training images, each before the step that uses it, NaN if it is no number. */
  trainLoss: number;
  /** Mean loss over the images that the epoch was measured on, NaN if there were none. */
  validationLoss: number;
  /**
   * Mean Dice over the images whose truth or prediction contains the class, by class name; a class that
   * none of them contains is left out.
   */
  dice: Record<string, number>;
  /** The learning rate of the epoch's last step. */
  learningRate: number;
  /** Wall-clock seconds of steps and measuring. */
  seconds: number;
  /** Training images per second, without measuring. */
  imagesPerSecond: number;
}
