/** Long runs by every nth epoch. */

/** More epochs than this are shown by every nth: no screen has pixels for them. More figures are too much for a page. */
const SHOWN = 1000, FIGURES = 1500;

/**
 * How many epochs a curve or a table goes on by.
 *
 * @param epochs How many there are.
 * @param beside How many curves or columns there are.
 * @returns 1 up to a thousand epochs of one curve.
 */
export function stepOf(epochs: number, beside = 1): number {
  return Math.max(Math.ceil(epochs / SHOWN), Math.ceil((epochs * beside) / FIGURES));
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
