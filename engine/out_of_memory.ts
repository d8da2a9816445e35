/** Thrown by an engine when its memory, or the GPU's, doesn't suffice. */
export class OutOfMemory extends Error {
  override name = "OutOfMemory";

  /** @param message What the engine says. */
  constructor(message: string) {
    super(`Cannot compute: the memory doesn't suffice (${message})`);
  }
}
