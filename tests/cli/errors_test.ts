import assert from "node:assert/strict";
import { HelpRequest, runCommand, UsageError } from "../../cli/mod.ts";

/** Runs a command in a host that writes down what happens. */
async function outcome(
  main: () => void | Promise<void>,
  args: string[] = [],
): Promise<{ printed: string; errors: string; codes: number[] }> {
  let [printed, errors] = ["", ""];
  const codes: number[] = [];
  await runCommand(main, {
    args,
    print: (text) => printed += text,
    printError: (text) => errors += text,
    exit: (code) => codes.push(code),
  });
  return { printed, errors, codes };
}

Deno.test("runCommand() exits with 0 when the work is done", async () => {
  assert.deepEqual(await outcome(() => {}), { printed: "", errors: "", codes: [0] });
});

Deno.test("runCommand() exits with 1 for failed work, the message without a stack trace", async () => {
  const { errors, codes } = await outcome(() => Promise.reject(new RangeError("Cannot do it")));
  assert.deepEqual([errors, codes], ["error: Cannot do it", [1]]);
});

Deno.test("runCommand() exits with 2 for a command line that can't be followed", async () => {
  const { errors, codes } = await outcome(() => {
    throw new UsageError("--size must be a whole number");
  });
  assert.deepEqual([errors, codes], ["error: --size must be a whole number", [2]]);
});

Deno.test("runCommand() says in the user's terms which host a task may not reach", async () => {
  const refused = () => {
    const text = 'Requires net access to "host:443", run again with the --allow-net flag';
    return new Error(`Cannot download a: ${text}`, { cause: new Deno.errors.NotCapable(text) });
  };
  const { errors, codes } = await outcome(() => Promise.reject(refused()));
  assert.match(
    errors,
    /^error: Cannot download a: this task may not reach host:443, only the hosts /,
  );
  assert.deepEqual(codes, [1]);
  const { errors: all } = await outcome(() => Promise.reject(refused()), ["--verbose"]);
  assert.match(all, /NotCapable/);
});

Deno.test("runCommand() shows the stack trace and the cause with --verbose", async () => {
  const cause = new TypeError("not a PNG");
  const fail = (): never => {
    throw new Error("Cannot read a.png", { cause });
  };
  const { errors } = await outcome(fail, ["--verbose"]);
  assert.match(errors, /^error: Error: Cannot read a\.png\n\s+at fail /);
  assert.match(errors, /TypeError: not a PNG/);
});

Deno.test("runCommand() prints what was thrown when it is no error", async () => {
  const { errors, codes } = await outcome(() => Promise.reject("out of paper"));
  assert.deepEqual([errors, codes], ["error: out of paper", [1]]);
});

Deno.test("runCommand() prints a help page and exits with 0", async () => {
  const { printed, codes } = await outcome(() => {
    throw new HelpRequest("Usage: …");
  });
  assert.deepEqual([printed, codes], ["Usage: …", [0]]);
});
