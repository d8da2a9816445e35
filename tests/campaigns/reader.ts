/** Something that reads files which may be damaged; each stands in a file of its own in `readers/`. */
export interface Reader {
  /** Small inputs that can be read; damaged ones are made from them. */
  seeds(): Promise<readonly Uint8Array[]>;
  /**
   * Reads an input, from memory or out of a folder of its own, and gives back what it read. A bad
   * input must make it throw an error whose text is ours.
   */
  read(bytes: Uint8Array, folder: string): Promise<unknown>;
  /** What is wrong with a result that damaged bytes gave; undefined where it may be right. */
  check?(result: unknown): string | undefined;
  /** Makes checksums and lengths hold again, so that damage gets past them; half of the inputs get it. */
  repair?(bytes: Uint8Array): Uint8Array;
  /** Whether the format's checksums cover all that is read: then only a seed's content may be accepted. */
  isChecked?: boolean;
  /** Bytes that a sound reader may take for this input, beyond a gigabyte. */
  allowance?(bytes: Uint8Array): number;
}

/** How a case went; all but the first two are faults. */
export type Verdict = "ok" | "refused" | "unclear" | "wrong" | "hang" | "crash" | "memory";

/** What JavaScript's engine says and what no user should have to read. */
const ENGINE =
  /undefined|(?<!or )\bnull\b|(?<!holds? )NaN|is not (a function|iterable|an object)|call stack|out of (bounds|memory)|Invalid (array|typed array|string|code point)|Array buffer|propert|Unexpected (token|end)|unreachable|Offset is outside|of destructured|BigInt/i;

/** How our errors begin. */
const OURS = /^(Cannot|Could not) |must (be|have|hold) /;

/**
 * Whether what was thrown tells a user, in our words, what is wrong.
 *
 * @param thrown What a reader threw.
 */
export function isClear(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  // what was found is quoted from the input, in whatever words stand there
  const [said] = thrown.message.split(", got ");
  return OURS.test(said) && !ENGINE.test(said);
}
