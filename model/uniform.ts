/**
 * A generator of uniform numbers from 0 to below 1 with 24 random bits each: Chris Doty-Humphrey's sfc32
 * (https://pracrand.sourceforge.net). Integer arithmetic only, so that a seed gives the same numbers on
 * every machine; the initial weights of all published runs depend on it.
 */
export function uniform(seed: number): () => number {
  let [a, b, c, counter] = [seed | 0, 0x9e3779b9 | 0, 0x243f6a88, 1];
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 8) / 2 ** 24;
  };
  // the first numbers of neighbouring seeds resemble each other
  for (let i = 0; i < 15; i++) next();
  return next;
}
