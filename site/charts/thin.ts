/** Long runs by every nth epoch. */

/** More epochs than this are shown by every nth: no screen has pixels for them. */
const SHOWN = 1000;

/**
 * How many epochs a curve or a table goes on by.
 *
 * @param epochs How many there are.
 * @returns 1 up to a thousand epochs.
 */
export function stepOf(epochs: number): number {
  return Math.ceil(epochs / SHOWN);
}

/**
 * Every nth of a list, and always the last.
 *
 * @param list The list.
 * @param step n.
 * @param isKept What stays whatever its place.
 */
export function everyNth<T>(list: T[], step: number, isKept = (_: T): boolean => false): T[] {
  return step === 1
    ? list
    : list.filter((one, i) => i % step === 0 || i === list.length - 1 || isKept(one));
}
