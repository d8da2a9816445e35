// Tests that can't run on this machine: each says why, and `deno task test` ends with the reasons.
import { fileURLToPath } from "node:url";

/** Where `tests/main.ts` collects the reasons; without it they are printed where they come up. */
export const VARIABLE = "TRIPTYCH_IGNORED";

/**
 * For a test's `ignore`: whether it can't run here. The reason is kept for the end of the run.
 *
 * @param isPossible Whether the test can run
 * @param reason Why it can't, where it can't; the same words in every test that lacks the same
 * @returns The opposite of `isPossible`
 */
export function ignoreUnless(isPossible: boolean, reason: string): boolean {
  if (!isPossible) sayUntested(reason);
  return !isPossible;
}

/** For a test's `ignore`: whether signals, FIFOs, links and limits are not Unix's. */
export function withoutUnix(): boolean {
  return ignoreUnless(Deno.build.os !== "windows", "Windows has no Unix signals, FIFOs and limits");
}

/** Keeps a reason for something that is left out without being a test of its own. */
export function sayUntested(reason: string): void {
  const file = Deno.env.get(VARIABLE);
  const line = reason.replaceAll(/\s+/g, " ");
  if (file === undefined) console.log(`ignored: ${line}`);
  else Deno.writeTextFileSync(file, `${line}\n`, { append: true });
}

/** For a test's `ignore`: whether nobody asked for the tests that take minutes, as CI does. */
export function withoutLongTests(): boolean {
  const name = "TRIPTYCH_LONG_TESTS";
  return ignoreUnless(Deno.env.get(name) === "1", `takes minutes: ${name}=1 runs it`);
}

/** The real data that some tests take; it lies beside a developer's checkout alone. */
export const SHARED = fileURLToPath(new URL("../../shared/", import.meta.url));

/** Whether all of these are there, below `../shared`. */
export function isShared(...paths: string[]): boolean {
  return paths.every((path) => {
    try {
      Deno.statSync(SHARED + path);
      return true;
    } catch {
      return false;
    }
  });
}
