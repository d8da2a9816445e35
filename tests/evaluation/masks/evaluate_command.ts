// `deno task evaluate`, run as people run it: a program of its own, with the task's permissions.
import { fileURLToPath } from "node:url";
import { encodeLabelPng } from "../../../io/mod.ts";

/** The repository. */
export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
/** Masks with scipy's figures. */
export const FIXTURES = `${ROOT}tests/fixtures/evaluation`;

const { tasks } = JSON.parse(await Deno.readTextFile(`${ROOT}deno.json`));

/** What Deno is started with for the task's command and more arguments. */
export function commandLine(args: string[]): string[] {
  const [, ...command] = tasks.evaluate.command.replace("commands/", `${ROOT}commands/`)
    .split(" ");
  return [...command, ...args];
}

/** Runs the task's command with more arguments; the working folder is `cwd`. */
export async function evaluate(
  args: string[],
  cwd = ROOT,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command("deno", {
    args: commandLine(args),
    cwd,
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

/** All files below a folder, sorted; none where it is not there. */
export async function filesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      const inside = isDirectory ? await filesBelow(`${folder}/${name}`) : [];
      found.push(...(isDirectory ? inside.map((file) => `${name}/${file}`) : [name]));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return found.sort();
}

/** What all files of a run folder contain but its lock, without dates, durations and its own place. */
export async function contentOf(run: string): Promise<Record<string, string>> {
  const files = (await filesBelow(run)).filter((file) => file !== ".lock");
  const text = async (file: string): Promise<string> =>
    new TextDecoder("latin1").decode(await Deno.readFile(`${run}/${file}`))
      .replace(/("(?:createdAt|out|seconds)": ?)(?:"[^"]*"|[\d.e-]+)/g, "$1…");
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [file, await text(file)])),
  );
}

/** Runs a test in a folder of its own. */
export function folderTest(name: string, test: (folder: string) => Promise<void>): void {
  Deno.test(name, async () => {
    const folder = await Deno.makeTempDir();
    try {
      await test(folder);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

/** Writes a mask of one row. */
export async function writeMask(path: string, ...labels: number[]): Promise<void> {
  const picture = { labels: Uint8Array.from(labels), width: labels.length, height: 1 };
  const palette = Array.from({ length: 256 }, (_, i) => [i, i, i] as const);
  await Deno.writeFile(path, encodeLabelPng(picture, palette));
}

/** Two folders of masks with the given files; the flags that name them. */
export async function maskFolders(
  folder: string,
  truth: Record<string, number[]>,
  prediction: Record<string, number[]>,
): Promise<string[]> {
  for (const [name, masks] of Object.entries({ truth, prediction })) {
    await Deno.mkdir(`${folder}/${name}`);
    for (const [file, labels] of Object.entries(masks)) {
      await writeMask(`${folder}/${name}/${file}.png`, ...labels);
    }
  }
  return ["--truth", `${folder}/truth`, "--prediction", `${folder}/prediction`];
}
