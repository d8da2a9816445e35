/** Thrown by an engine when its memory, or the GPU's, doesn't suffice. */
export class OutOfMemory extends Error {
  /** Tells it from other errors, even across copies of the package. */
  override name = "OutOfMemory";

  /**
   * Names the error and its cause.
   *
   * @param message What the engine says.
   */
  constructor(message: string) {
    super(`Cannot compute: the memory doesn't suffice (${message})`);
  }
}
