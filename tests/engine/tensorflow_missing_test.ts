// What is said, and done, where TensorFlow is missing, broken or another version.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chooseBackend } from "../../model/mod.ts";
import { withEnvironment } from "../environment.ts";
import { ignoreUnless } from "../ignored.ts";

const LIBRARY = "tensorflow/libtensorflow_cc.so.2";

/** Makes a cache folder, with what an installation notes and holds, and asks for the engine there. */
async function withInstallation(
  files: Record<string, string | Uint8Array>,
  check: (folder: string) => Promise<void>,
): Promise<void> {
  const cache = await Deno.makeTempDir({ prefix: "triptych-tensorflow-" });
  try {
    const folder = join(cache, "tensorflow");
    for (const [name, content] of Object.entries(files)) {
      await Deno.mkdir(join(folder, name, ".."), { recursive: true });
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      await Deno.writeFile(join(folder, name), bytes);
    }
    await withEnvironment({ TRIPTYCH_CACHE: cache }, () => check(folder));
  } finally {
    await Deno.remove(cache, { recursive: true });
  }
}

/** Asked for, the engine refuses; `auto` takes the next, says so in one line, and computes. */
async function assertRefused(reason: string | RegExp): Promise<void> {
  const error = await chooseBackend("tensorflow").then(() => assert.fail(), (error) => error);
  const { name, description } = await chooseBackend("auto");
  assert.equal(name, "simd");
  assert.doesNotMatch(description, /\n/);
  if (typeof reason === "string") {
    assert.equal(error.message, `Cannot start the backend tensorflow: ${reason}`);
    assert.ok(description.endsWith(`(not tensorflow: ${reason})`), description);
  } else {
    assert.match(error.message, reason);
    assert.match(description, reason);
  }
}

function manifest(files: Record<string, number>): string {
  return JSON.stringify({ tensorflow: "2.21.0", gpu: false, files });
}

Deno.test("without TensorFlow it is said how to install it, and auto takes the next engine", () =>
  withInstallation(
    {},
    () => assertRefused("it isn't installed; deno task setup:tensorflow installs it"),
  ));

Deno.test("what is left of an installation that never ended is of no use", () =>
  withInstallation(
    { [LIBRARY]: "half" },
    (folder) =>
      assertRefused(
        `${folder} contains no complete installation; run deno task setup:tensorflow again`,
      ),
  ));

Deno.test("half a library is told by its length", () =>
  withInstallation(
    { [LIBRARY]: "half", "installed.json": manifest({ [LIBRARY]: 788_086_608 }) },
    (folder) =>
      assertRefused(
        `${join(folder, LIBRARY)} must have 788086608 bytes, got 4; ` +
          "run deno task setup:tensorflow again",
      ),
  ));

Deno.test("a library that is missing is told, too", () =>
  withInstallation(
    { "installed.json": manifest({ [LIBRARY]: 4 }) },
    () => assertRefused(/libtensorflow_cc.so.2 must have 4 bytes, got 0; run deno task setup/),
  ));

Deno.test("a damaged note of the installation is told", () =>
  withInstallation(
    { "installed.json": '{"tensorflow": "2.2' },
    (folder) =>
      assertRefused(
        `${join(folder, "installed.json")} is damaged; run deno task setup:tensorflow again`,
      ),
  ));

Deno.test("a library that can't be loaded is told with the loader's reason", () =>
  withInstallation(
    { [LIBRARY]: "no library", "installed.json": manifest({ [LIBRARY]: 10 }) },
    () => assertRefused(/libtensorflow_cc.so.2 can't be used: .*; run deno task setup:tensorflow/),
  ));

const compiler = await findCompiler();

Deno.test({
  name: "another version of TensorFlow is refused",
  ignore: ignoreUnless(compiler !== undefined, "no C compiler"),
  async fn() {
    const bytes = await compile('const char *TF_Version(void) { return "2.9.1"; }');
    await withInstallation(
      { [LIBRARY]: bytes, "installed.json": manifest({ [LIBRARY]: bytes.length }) },
      (folder) =>
        assertRefused(
          `${join(folder, LIBRARY)} can't be used: it must be TensorFlow 2.21.0, got 2.9.1; ` +
            "run deno task setup:tensorflow again",
        ),
    );
  },
});

Deno.test("without the permissions it needs nobody is asked for them", async () => {
  const at = (path: string) => new URL(`../../${path}`, import.meta.url).href;
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(
      file,
      `import { chooseBackend } from ${JSON.stringify(at("model/mod.ts"))};
      console.log((await chooseBackend("auto", { threads: 1 })).description);`,
    );
    const config = `--config=${fileURLToPath(at("deno.json"))}`;
    const args = ["run", "--no-lock", config, "--allow-env", "--allow-read", file];
    const { stdout, stderr } = await new Deno.Command("deno", { args }).output();
    const [said, complaint] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    assert.match(said, /^simd: .* \(not tensorflow: it needs --allow-ffi\)/, complaint);
  } finally {
    await Deno.remove(file);
  }
});

async function findCompiler(): Promise<string | undefined> {
  try {
    const { success } = await new Deno.Command("cc", { args: ["--version"] }).output();
    return success ? "cc" : undefined;
  } catch {
    return undefined;
  }
}

/** A shared library of a C source. */
async function compile(source: string): Promise<Uint8Array> {
  const folder = await Deno.makeTempDir({ prefix: "triptych-cc-" });
  try {
    await Deno.writeTextFile(join(folder, "fake.c"), source);
    const args = ["-shared", "-fPIC", "-o", join(folder, "fake.so"), join(folder, "fake.c")];
    const { success, stderr } = await new Deno.Command(compiler!, { args }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    return await Deno.readFile(join(folder, "fake.so"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
