import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { createHash } from "node:crypto";
import { type ArgNames, type ParsedArgs, parseWithNode } from "../../cli/parse_args.ts";

interface Fixture {
  version: string;
  names: ArgNames;
  lines: { args: string[]; answer: ParsedArgs }[];
}

const { version, names, lines }: Fixture = JSON.parse(
  await Deno.readTextFile(new URL("../fixtures/cli/parse_args.json", import.meta.url)),
);

Deno.test("the fixture was made with the version of std that deno.json names", async () => {
  const config = JSON.parse(
    await Deno.readTextFile(new URL("../../deno.json", import.meta.url)),
  );
  assert.equal(config.imports["@std/cli"], `jsr:@std/cli@${version}`);
});

Deno.test("parseWithNode() gives std's answer to every command line of the fixture", () => {
  assert.ok(lines.length > 1900);
  for (const { args, answer } of lines) {
    assert.deepEqual(parseWithNode(args, names), answer, JSON.stringify(args));
  }
});

Deno.test("parseArgs() works without std and prints nothing about it", async () => {
  const folder = await Deno.makeTempDir();
  const { code, stdout, stderr } = await parseInChild({ DENO_DIR: folder });
  assert.deepEqual([code, JSON.parse(stdout).positionals, stderr], [0, ["runs/a"], ""]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("parseArgs() uses std where Deno's cache holds it", async () => {
  const folder = await Deno.makeTempDir();
  await cacheStandIn(folder);
  // a registry that is not there: only the cache can answer
  const env = { DENO_DIR: folder, JSR_URL: "http://127.0.0.1:9/" };
  const { code, stdout, stderr } = await parseInChild(env);
  assert.deepEqual([code, JSON.parse(stdout).positionals, stderr], [0, ["from std"], ""]);
  await Deno.remove(folder, { recursive: true });
});

/** Parses a command line in a program of its own, with only the permissions that the tasks have. */
async function parseInChild(
  env: Record<string, string>,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const module = new URL("../../cli/parse_args.ts", import.meta.url);
  const config = fileURLToPath(new URL("../../deno.json", import.meta.url));
  const script = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(
    script,
    `import { parseArgs } from ${JSON.stringify(module)};
     const names = { string: ["out"], boolean: ["strict"] };
     console.log(JSON.stringify(await parseArgs(["--out", "x", "runs/a"], names)));`,
  );
  const args = ["run", `--config=${config}`, "--no-lock", "--allow-read", "--allow-env", script];
  const { code, stdout, stderr } = await new Deno.Command("deno", { args, env }).output();
  await Deno.remove(script);
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

/** Puts a package of the name and version of std into a cache folder, as Deno stores downloads. */
async function cacheStandIn(folder: string): Promise<void> {
  const code = `export const parseArgs = () => ({ _: ["from std"] });\n`;
  const checksum = `sha256-${sha256(code)}`;
  const manifest = { "/parse_args.ts": { size: code.length, checksum } };
  const files: Record<string, string> = {
    "meta.json": JSON.stringify({ scope: "std", name: "cli", versions: { "1.0.32": {} } }),
    "1.0.32_meta.json": JSON.stringify({
      manifest,
      exports: { "./parse-args": "./parse_args.ts" },
    }),
    "1.0.32/parse_args.ts": code,
  };
  const remote = `${folder}/remote/http/127.0.0.1_PORT9`;
  await Deno.mkdir(remote, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    const path = `/@std/cli/${name}`;
    const metadata = { headers: {}, url: `http://127.0.0.1:9${path}` };
    const mark = `\n// denoCacheMetadata=${JSON.stringify(metadata)}`;
    await Deno.writeTextFile(`${remote}/${sha256(path)}`, content + mark);
  }
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
