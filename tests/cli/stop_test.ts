import assert from "node:assert/strict";
import { ignoreUnless } from "../ignored.ts";

const CLI = new URL("../../cli/mod.ts", import.meta.url).href;

/** A command that waits to be stopped, then prints what it still had to do. */
const PROGRAM = `import { runCommand, stopSignal } from "${CLI}";
await runCommand(async () => {
  const signal = stopSignal();
  console.log("waiting");
  await new Promise((done) => { signal.onabort = done; setTimeout(done, 20_000); });
  console.log("put away");
  signal.throwIfAborted();
});`;

const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

for (const [name, code] of Object.entries(CODES) as [keyof typeof CODES, number][]) {
  Deno.test({
    name: `a command stopped by ${name} puts its work away and exits with ${code}`,
    ignore: ignoreUnless(
      Deno.build.os !== "windows",
      "Windows has no signals that a test can send",
    ),
    fn: async () => {
      const args = ["run", "--no-lock", "--allow-read", "--allow-env", "-"];
      const command = new Deno.Command("deno", {
        ...{ args, stdin: "piped", stdout: "piped", stderr: "piped" },
      });
      await using child = command.spawn();
      const stdin = child.stdin.getWriter();
      await stdin.write(new TextEncoder().encode(PROGRAM));
      await stdin.close();
      let stdout = "";
      for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
        if (stdout === "" && text !== "") child.kill(name);
        stdout += text;
      }
      const stderr = await new Response(child.stderr).text();
      assert.deepEqual([stdout, (await child.status).code], ["waiting\nput away\n", code]);
      assert.equal(stderr, "\nStopping after this step; press Ctrl-C again to quit immediately\n");
    },
  });
}
