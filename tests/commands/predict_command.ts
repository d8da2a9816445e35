/** `deno task predict`, run as people run it, with the small model of an old run. */
import { fileURLToPath } from "node:url";
import { encodeJpeg, encodeLabelPng } from "../../io/mod.ts";
import { ignoreUnless } from "../ignored.ts";
import { programArgs } from "../program_args.ts";

/** The repository. */
export const root = fileURLToPath(new URL("../..", import.meta.url));
/** A small model of an old run. */
export const model = `${root}tests/fixtures/runs/b35c387/done`;

/** How a process ended. */
export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs `deno task predict` in a folder, which `limit`, a line of shell, may make small. */
export async function predict(cwd: string, args: string[], limit = ""): Promise<Ended> {
  const words = programArgs("predict").map((word) => word.replace(/^commands\//, `${root}$&`));
  const command = ["deno", ...words, "--backend", "simd", ...args];
  const shell = ["sh", "-c", `${limit} exec "$@"`, "sh", ...command];
  const [program, ...rest] = limit === "" ? command : shell;
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: rest,
    cwd,
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

/** Runs a test in a folder of its own, with photographs at the given paths. */
export function folderTest(
  name: string,
  paths: string[],
  test: (folder: string) => Promise<void>,
  isOfUnix = false,
): void {
  Deno.test({
    name,
    ignore: ignoreUnless(
      !isOfUnix || Deno.build.os !== "windows",
      "Windows has neither pipes nor limits that a test can set",
    ),
    fn: async () => {
      const folder = await Deno.makeTempDir({ prefix: "triptych-predict-" });
      try {
        for (const path of paths) await writePhotograph(`${folder}/${path}`);
        await test(folder);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}

/** Noise, as JPEG or else PNG, 40 × 30 pixels. */
async function writePhotograph(path: string): Promise<void> {
  await Deno.mkdir(path.replace(/\/[^/]*$/, ""), { recursive: true });
  const [width, height] = [40, 30];
  const noise = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7919) % 251);
  const grey = { labels: noise.subarray(0, width * height), width, height };
  const palette = Array.from({ length: 256 }, (_, i) => [i, i, i] as const);
  const bytes = path.endsWith(".png")
    ? encodeLabelPng(grey, palette)
    : await encodeJpeg({ data: noise, width, height });
  await Deno.writeFile(path, bytes);
}

/** All files below a folder. */
export async function filesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) {
      found.push(...(await filesBelow(`${folder}/${name}`)).map((file) => `${name}/${file}`));
    } else found.push(name);
  }
  return found.sort();
}

/** Predicts with the small model. */
export const MODEL = ["--model", model];
