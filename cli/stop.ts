/** Why a program stops before its end: somebody asked it to, by a signal of the system. */
export class Interruption extends Error {
  /** The class's name, for messages and tests. */
  override name = "Interruption";

  /**
   * @param exitCode What the program ends with: 128 and the signal's number, as shells have it.
   */
  constructor(readonly exitCode: number) {
    super("The program was interrupted");
  }
}

/** The shell's exit code of a program that was ended by Ctrl-C. */
export const INTERRUPTED = 130;

/**
 * Listens for Ctrl-C, for a polite kill, and for a terminal that is closed.
 *
 * @param advice What to tell whoever pressed Ctrl-C.
 * @returns Raised by the first signal, with an {@link Interruption} as its reason; the second ends
 *   the program at once.
 */
export function stopSignal(
  advice = "Stopping after this step; once more to quit at once",
): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  for (const [name, exitCode] of SIGNALS) {
    Deno.addSignalListener(name, () => {
      if (controller.signal.aborted && performance.now() - first < ONE_MOMENT) return;
      if (controller.signal.aborted) Deno.exit(exitCode);
      first = performance.now();
      controller.abort(new Interruption(exitCode));
      try {
        console.error(`\n${advice}`);
      } catch {
        // a closed terminal shows nothing, and must not keep the work from ending well
      }
    });
  }
  return controller.signal;
}

/**
 * Milliseconds in which a second signal is the first once more: a shell and the terminal both say that
 * they close, and a batch system tells every process what its parent passes on, too.
 */
const ONE_MOMENT = 300;

/** Windows sends Ctrl-C alone. */
const SIGNALS: readonly (readonly [Deno.Signal, number])[] = Deno.build.os === "windows"
  ? [["SIGINT", INTERRUPTED]]
  : [["SIGINT", INTERRUPTED], ["SIGTERM", 143], ["SIGHUP", 129]];
