/** The shell's exit code of a program that was ended by Ctrl-C. */
export const INTERRUPTED = 130;

/**
 * Listens for Ctrl-C.
 *
 * @returns Raised by the first Ctrl-C; the second ends the program at once
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (
    const name of Deno.build.os === "windows" ? ["SIGINT"] as const : ["SIGINT", "SIGTERM"] as const
  ) {
    Deno.addSignalListener(name, () => {
      if (controller.signal.aborted) Deno.exit(INTERRUPTED);
      controller.abort();
      console.error("\nStopping after this step; once more to quit at once");
    });
  }
  return controller.signal;
}
