/** The reason why a program stops early: the user or the system sent it a signal. */
export class Interruption extends Error {
  /** The class's name, for messages and tests. */
  override name = "Interruption";

  /**
   * @param exitCode The exit code: 128 plus the signal's number, as in shells.
   */
  constructor(readonly exitCode: number) {
    super("The program was interrupted");
  }
}

/** The exit code of a program ended by Ctrl-C. */
export const INTERRUPTED = 130;

/**
 * Listens for Ctrl-C, for SIGTERM, and for a closed terminal.
 *
 * @param advice What to print on the first signal.
 * @returns Aborted by the first signal, with an {@link Interruption} as its reason; a second signal
 *   ends the program immediately.
 */
export function stopSignal(
  advice = "Stopping after this step; press Ctrl-C again to quit immediately",
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
        // a closed terminal shows nothing, and must not keep the work from ending properly
      }
    });
  }
  return controller.signal;
}

/**
 * Milliseconds within which a second signal counts as the first: a closing terminal and its shell both
 * send one, and a batch system signals every process, including those whose parent passes it on.
 */
const ONE_MOMENT = 300;

/** Windows has only Ctrl-C. */
const SIGNALS: readonly (readonly [Deno.Signal, number])[] = Deno.build.os === "windows"
  ? [["SIGINT", INTERRUPTED]]
  : [["SIGINT", INTERRUPTED], ["SIGTERM", 143], ["SIGHUP", 129]];
