/**
 * Checks a label.
 *
 * @param label The label, or nothing for every voxel that isn't zero.
 * @param action What the caller computes, for the message.
 * @returns The label as a list of one, or nothing.
 * @throws {TypeError} If the label isn't an integer.
 */
export function toLabels(label: number | undefined, action: string): number[] | undefined {
  if (label === undefined) return undefined;
  if (!Number.isInteger(label)) {
    throw new TypeError(`Cannot compute ${action}: label must be an integer, got ${label}`);
  }
  return [label];
}

/**
 * Checks a list of labels.
 *
 * @param labels The labels.
 * @param action What the caller computes, for the message.
 * @throws {TypeError} If it isn't a list, or a label isn't an integer.
 * @throws {RangeError} If there is no label, or one twice.
 */
export function checkLabels(labels: readonly number[], action: string): void {
  if (!Array.isArray(labels) || !labels.every(Number.isInteger)) {
    throw new TypeError(
      `Cannot compute ${action}: labels must be an array of integers, got ${String(labels)}`,
    );
  }
  if (labels.length === 0) {
    throw new RangeError(`Cannot compute ${action}: labels must hold at least one label, got none`);
  }
  if (new Set(labels).size < labels.length) {
    throw new RangeError(
      `Cannot compute ${action}: labels must differ from each other, got ${labels.join(", ")}`,
    );
  }
}
