/**
 * Loaded before a program that the launcher starts: ends it soon after the launcher has gone, as after
 * `kill -9`, so that nothing unseen goes on writing to a run folder.
 *
 * @module
 */
const launcher = Number(Deno.env.get("TRIPTYCH_LAUNCHER"));
const timer = setInterval(endIfAlone, 200);
Deno.unrefTimer(timer);
endIfAlone();

function endIfAlone(): void {
  if (Deno.ppid !== launcher) Deno.exit(1);
}
