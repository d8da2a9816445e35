// deno task weights as its users meet it, with the permissions that the task has.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { tasks } = JSON.parse(await Deno.readTextFile(`${root}/deno.json`));

const V2 = "https://download.pytorch.org/models/mobilenet_v2-b0353104.pth";

Deno.test("weights lists the published files, and says which are there", async () => {
  const { code, stdout, cache } = await weights([]);
  assert.equal(code, 0);
  assert.match(stdout, /mobilenetv2 .* b0353104… .*\/weights\/mobilenet_v2-b0353104\.pth\n/);
  assert.match(stdout, /mobilenetv3-large .* 8738ca79… +https:\/\/download\.pytorch\.org\//);
  assert.ok(stdout.includes(cache));
});

Deno.test("weights names the file that is there already, without a network", async () => {
  const { code, stdout, cache } = await weights(["mobilenetv2"], ["--deny-net"]);
  assert.equal(code, 0);
  assert.equal(stdout.trim(), `${cache}/weights/mobilenet_v2-b0353104.pth`);
});

Deno.test("weights says what to do where it may not download", async () => {
  const { code, stderr, cache } = await weights(["mobilenetv3-small"], ["--deny-net"]);
  assert.equal(code, 1);
  assert.match(
    stderr,
    /^error: Cannot download https:.*mobilenet_v3_small-047dcff4\.pth: this task may not reach /,
  );
  assert.ok(stderr.includes(`put it at ${cache}/weights/mobilenet_v3_small-047dcff4.pth`), stderr);
});

Deno.test("weights refuses encoders that nothing is published for", async () => {
  const { code, stderr } = await weights(["plain"]);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /Expected one of mobilenetv2, mobilenetv3-small, mobilenetv3-large, got plain/,
  );
});

/** Runs the command with a cache that holds one file, under more flags of Deno's than the task has. */
async function weights(
  args: string[],
  more: string[] = [],
): Promise<{ code: number; stdout: string; stderr: string; cache: string }> {
  const cache = await Deno.makeTempDir({ prefix: "triptych-weights-" });
  await Deno.mkdir(`${cache}/weights`);
  await Deno.writeTextFile(`${cache}/weights/${V2.split("/").at(-1)}`, "stands for the file");
  const [deno, run, ...flags] = tasks.weights.command.split(" ");
  const allowed = flags.filter((flag: string) =>
    more.length === 0 || !flag.startsWith("--allow-net")
  );
  const command = new Deno.Command(deno, {
    args: [run, "--no-lock", ...more, ...allowed, ...args],
    cwd: root,
    env: { NO_COLOR: "1", TRIPTYCH_CACHE: cache },
  });
  const { code, stdout, stderr } = await command.output();
  await Deno.remove(cache, { recursive: true });
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr), cache };
}
