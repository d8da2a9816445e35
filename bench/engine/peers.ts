/**
 * The peers, installed by npm into a folder apart: nothing else of the project needs them.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

/** Exact versions. */
const PACKAGES = [
  "@tensorflow/tfjs-core@4.22.0",
  "@tensorflow/tfjs-layers@4.22.0",
  "@tensorflow/tfjs-backend-cpu@4.22.0",
  "@tensorflow/tfjs-backend-wasm@4.22.0",
  "onnxruntime-web@1.30.0",
  "onnxruntime-node@1.30.0",
  "@jax-js/jax@0.1.25",
  "esbuild@0.28.2",
];

/** It has its native library from a host of its own, which not every machine reaches. */
const NATIVE = "@tensorflow/tfjs-node@4.22.0";

const PROGRAMS = ["host", "problems", "tensorflow_js", "onnx_runtime", "jax_js"];
const EXTERNAL = ["@tensorflow/tfjs-core", "@tensorflow/tfjs-layers", "@triptych/engine"];
const here = fileURLToPath(new URL(".", import.meta.url));

/**
 * Installs the peers and the packed engine, and puts the programs beside them.
 *
 * @param folder Where; what is installed there stays.
 * @returns What could not be installed.
 * @throws {Error} If npm can't install them.
 */
export async function install(folder: string): Promise<string[]> {
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(`${folder}/package.json`, '{ "type": "module", "private": true }\n');
  const tarball = `${folder}/engine.tgz`;
  await run(`${here}../../engine`, "deno", "pack", "--allow-dirty", "--quiet", "--output", tarball);
  const npm = ["install", "--no-audit", "--no-fund", "--prefer-offline"];
  // their scripts would fetch libraries for graphics cards
  await run(folder, "npm", ...npm, "--ignore-scripts", tarball, ...PACKAGES);
  const missing: string[] = [];
  try {
    await run(folder, "npm", ...npm, NATIVE);
  } catch {
    missing.push(`${NATIVE}: npm can't install it, or its library can't be fetched`);
  }
  for (const name of PROGRAMS) await Deno.copyFile(`${here}${name}.mjs`, `${folder}/${name}.mjs`);
  const external = EXTERNAL.flatMap((name) => ["--external", name]);
  const bundle = ["bundle", "--quiet", "--platform=browser", ...external];
  await run(here, "deno", ...bundle, "--output", `${folder}/fused.mjs`, `${here}fused.ts`);
  await writePage(folder);
  return missing;
}

/** Bundles the programs for a page. */
async function writePage(folder: string): Promise<void> {
  const natives = ["@tensorflow/tfjs-node", "onnxruntime-node", "node:readline"];
  const options = natives.map((name) => `--external:${name}`);
  const page = ["--bundle", "--format=esm", "--outfile=host.js", "--log-level=error"];
  await run(folder, "node_modules/.bin/esbuild", "host.mjs", ...page, ...options);
  const html = '<!DOCTYPE html><meta charset="utf-8"><script type="module" src="host.js"></script>';
  await Deno.writeTextFile(`${folder}/host.html`, html);
}

async function run(cwd: string, program: string, ...args: string[]): Promise<void> {
  const command = program.includes("/") ? `${cwd}/${program}` : program;
  const { success, stderr } = await new Deno.Command(command, { args, cwd }).output();
  if (success) return;
  const lines = new TextDecoder().decode(stderr).trim().split("\n").slice(0, 20);
  throw new Error(`${program} ${args.slice(0, 2).join(" ")}: ${lines.join("\n")}`);
}

const TYPES: Record<string, string> = {
  html: "text/html",
  js: "text/javascript",
  mjs: "text/javascript",
  json: "application/json",
  wasm: "application/wasm",
};

/** Serves the folder, isolated, so that pages have threads. */
export function serve(folder: string): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const path = new URL(request.url).pathname;
    const headers = {
      "content-type": TYPES[path.split(".").at(-1)!] ?? "application/octet-stream",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    };
    try {
      return new Response(await Deno.readFile(folder + path), { headers });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
}
