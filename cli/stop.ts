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
  let repeats = true;
  for (const [name, exitCode] of SIGNALS) {
    Deno.addSignalListener(name, () => {
      if (controller.signal.aborted) {
        if (repeats) return;
        Deno.exit(exitCode);
      }
      later(() => later(() => repeats = false));
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
 * Twice this, in milliseconds, a second signal repeats the first: a terminal signals every process, also
 * those whose parents, `deno task` and the launcher, pass it on. Twice, because a repetition that came
 * while a step was computed is only heard after it, and perhaps after the timer that ran out meanwhile.
 */
const HALF_A_MOMENT = 150;

function later(then: () => void): void {
  Deno.unrefTimer(setTimeout(then, HALF_A_MOMENT));
}

/** Windows has only Ctrl-C. */
const SIGNALS: readonly (readonly [Deno.Signal, number])[] = Deno.build.os === "windows"
  ? [["SIGINT", INTERRUPTED]]
  : [["SIGINT", INTERRUPTED], ["SIGTERM", 143], ["SIGHUP", 129]];
