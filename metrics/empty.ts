import { show } from "./options.ts";

/**
 * What a distance is where exactly one mask is empty, so that there is none: Infinity, NaN, an
 * error, or a number of your own, such as the length of the image's diagonal.
 */
export type EmptyPolicy = "infinity" | "nan" | "throw" | number;

/** Checks a policy; nothing stands for Infinity. */
export function toPolicy(empty: EmptyPolicy | undefined, action: string): EmptyPolicy {
  if (empty === undefined) return "infinity";
  const isKnown = ["infinity", "nan", "throw"].includes(empty as string) ||
    typeof empty === "number" && empty >= 0;
  if (!isKnown) {
    throw new TypeError(
      `Cannot compute ${action}: empty must be "infinity", "nan", "throw" or a number of at least ` +
        `0, got ${show(empty)}`,
    );
  }
  return empty;
}

/**
 * The distance if a mask is empty: 0 if both are, the policy's value if one is, nothing if none is.
 * Throws if the policy is to throw.
 */
export function emptyValue(
  { truthEmpty, predictionEmpty }: { truthEmpty: boolean; predictionEmpty: boolean },
  empty: EmptyPolicy | undefined,
  action: string,
): number | undefined {
  const policy = toPolicy(empty, action);
  if (!truthEmpty && !predictionEmpty) return undefined;
  if (truthEmpty && predictionEmpty) return 0;
  if (policy === "throw") {
    throw new RangeError(
      `Cannot compute ${action}: one mask must not be empty while the other is not, ` +
        `got an empty ${truthEmpty ? "truth" : "prediction"}`,
    );
  }
  if (policy === "infinity") return Infinity;
  return policy === "nan" ? NaN : policy;
}
