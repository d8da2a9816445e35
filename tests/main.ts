/**
 * `deno task test`: runs every test that can run here, as many files at once as there are cores or as
 * DENO_JOBS says, and closes with the reasons of those that can't, one line a reason. Types are
 * `deno task check`'s. What follows `deno task test` goes on to `deno test`.
 *
 * @module
 */
import { VARIABLE } from "./ignored.ts";

const PERMISSIONS = ["read", "write", "env", "ffi", "sys", "run", "net", "import"];

/** The files that take longest, to begin with: the last one would run alone. */
const LONGEST = [
  ...["site/many_cases", "site/hard", "site/pages", "commands/explain", "commands/reproduce"],
  ...["commands/train_resume", "site/language", "model/overfit"],
];

const reasons = await Deno.makeTempFile({ prefix: "triptych-ignored-" });
// Ctrl-C reaches deno test from the terminal; this program waits for it to end
Deno.addSignalListener("SIGINT", () => {});
try {
  const { code } = await new Deno.Command("deno", {
    args: [
      "test",
      "--no-lock",
      "--no-check",
      "--doc",
      "--parallel",
      ...PERMISSIONS.map((name) => `--allow-${name}`),
      ...Deno.args,
      ...Deno.args.length > 0 ? [] : [...LONGEST.map((name) => `tests/${name}_test.ts`), "."],
    ],
    env: { [VARIABLE]: reasons },
  }).spawn().status;
  report(await Deno.readTextFile(reasons));
  Deno.exitCode = code;
} finally {
  await Deno.remove(reasons);
}

/** Prints each reason with how often it was given. */
function report(lines: string): void {
  const counts = new Map<string, number>();
  for (const line of lines.split("\n").filter((line) => line !== "")) {
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  if (counts.size > 0) console.log("Not tested here:");
  for (const [reason, count] of counts) {
    console.log(`  ${reason}${count > 1 ? ` (${count} times)` : ""}`);
  }
}
