/** Thrown when the engine `tensorflow` can't be started: a program can do without it. */
export class TensorflowUnavailable extends Error {
  /** Tells it from other errors, even across copies of the package. */
  override name = "TensorflowUnavailable";

  /**
   * Names the error and its cause.
   *
   * @param reason What is missing or wrong.
   * @param remedy Whether installing TensorFlow helps, for the first time or again.
   */
  constructor(readonly reason: string, readonly remedy?: "install" | "reinstall") {
    super(`Cannot start the backend tensorflow: ${reason}`);
  }
}
