/** `deno task train` as a process, for tests. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { readRun } from "../../evaluation/mod.ts";
import { programArgs } from "../program_args.ts";

/** The repository. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** How a process ended. */
export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a training that must end with a code and a message. */
export async function fails(code: number, message: RegExp, ...args: string[]): Promise<Ended> {
  const ended = await train(...args);
  assert.match(ended.stderr, message);
  assert.equal(ended.code, code);
  return ended;
}

/** Runs a training to its end. */
export async function train(...args: string[]): Promise<Ended> {
  return await output(start(...args));
}

/** Starts the task's program with the program's own permissions. */
export function start(...args: string[]): Deno.ChildProcess {
  return new Deno.Command("deno", {
    args: [...programArgs("train"), ...args],
    cwd: root,
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Runs a training in which a module has run first, to add to what there is. */
export async function trainWith(module: URL, ...args: string[]): Promise<Ended> {
  const [run, ...command] = programArgs("train");
  const child = new Deno.Command("deno", {
    args: [run, "--preload", fileURLToPath(module), ...command, ...args],
    cwd: root,
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  });
  return await output(child.spawn());
}

/** What a process said, once it has ended. */
export async function output(child: Deno.ChildProcess): Promise<Ended> {
  const { code, stdout, stderr } = await child.output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

/** Gives a test a folder of its own. */
export async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/**
 * Small enough for seconds, large enough for several steps and epochs; on a thread, as more gain nothing
 * here, and tests run beside each other.
 */
export const SMALL =
  "--preset sample --backend simd --threads 1 --size 32 --features 2 --animals 40 --batch 4 --epochs 3"
    .split(" ");

/** Whether a path is there. */
export async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

/** How many epochs a run has recorded; 0 where it has no folder yet. */
export async function epochsOf(folder: string): Promise<number> {
  try {
    return (await readRun(folder)).history.length;
  } catch {
    return 0;
  }
}

/** Waits until something holds, which it must before a process ends. */
export async function untilHolds(
  child: Deno.ChildProcess,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  let code: number | undefined;
  child.status.then((status) => code = status.code);
  while (!await holds()) {
    if (code !== undefined && !await holds()) assert.fail(`the process ended before, with ${code}`);
    await wait(20);
  }
}

/** Waits. */
export async function wait(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** What must not depend on how often a run was interrupted. */
export async function remains(folder: string): Promise<unknown> {
  const { history, evaluation, epochPictures } = await readRun(folder);
  const weights = await Deno.readFile(`${folder}/model/weights.bin`);
  return {
    weights: await sha256(weights),
    history: history.map(({ seconds: _, imagesPerSecond: __, ...figures }) => figures),
    cases: evaluation?.cases,
    epochPictures,
    films: await Promise.all((await filmsIn(folder)).map(async (path) => {
      return [path, await sha256(await Deno.readFile(`${folder}/${path}`))];
    })),
  };
}

/** The files of predictions through the epochs in a run folder. */
export async function filmsIn(folder: string): Promise<string[]> {
  const names = (await Array.fromAsync(Deno.readDir(`${folder}/epochs`))).map(({ name }) => name);
  return names.filter((name) => !name.endsWith(".png")).map((name) => `epochs/${name}`).sort();
}

/** Kills a training after a while, or once a file is there; one that is done by then is no matter. */
export async function killAfter(
  { milliseconds = 100, isBegun }: { milliseconds?: number; isBegun?: string },
  ...args: string[]
): Promise<void> {
  const child = start(...args);
  let isOver = false;
  const ended = child.output().finally(() => isOver = true);
  while (isBegun !== undefined && !isOver && !await isThere(isBegun)) await wait(10);
  await Promise.race([wait(milliseconds), ended]);
  try {
    child.kill("SIGKILL");
  } catch {
    // it has ended already
  }
  await ended;
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
