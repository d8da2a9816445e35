/**
 * How many images per second reading a folder decodes and resizes, and how long a second start takes:
 * `deno task bench:decoding FOLDER [FILES]`. FOLDER has the layout of Oxford-IIIT Pet; its images are
 * repeated to FILES, 7,349 as in the official release, in a temporary folder. With PYTHON, Pillow reads
 * them as well, in as many processes as there are cores.
 *
 * @module
 */
import { copyFile, mkdir, readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { table } from "../cli/mod.ts";
import { readPets } from "../data/mod.ts";

const SIZE = 128;
const IMAGES = "images", TRIMAPS = "annotations/trimaps";

if (import.meta.main) {
  const [folder, files = "7349"] = Deno.args;
  if (folder === undefined) throw new Error("usage: deno task bench:decoding FOLDER [FILES]");
  const scratch = await Deno.makeTempDir({ prefix: "triptych-decoding-" });
  try {
    const repeated = join(scratch, "pets"), cacheFolder = join(scratch, "cache");
    await repeat(folder, repeated, Number(files));
    const read = () => seconds(() => readPets(repeated, { size: SIZE, cacheFolder }));
    const rows = [["first start", await read()], ["second start", await read()]] as const;
    const peer = await pillow(repeated);
    console.log(`${files} files, ${SIZE} px, ${navigator.hardwareConcurrency} cores\n`);
    console.log(table(
      [...rows, ...peer].map(([name, time]) => [
        name,
        time.toFixed(2),
        (Number(files) / time).toFixed(0),
      ]),
      { head: ["", "seconds", "images/s"] },
    ));
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
}

/** Copies images and trimaps under new names, until there are so many. */
async function repeat(from: string, to: string, count: number): Promise<void> {
  for (const sub of [IMAGES, TRIMAPS]) await mkdir(join(to, sub), { recursive: true });
  const names = (await readdir(join(from, IMAGES))).filter((name) => !name.startsWith(".")).sort();
  for (let i = 0; i < count; i++) {
    const name = names[i % names.length], id = name.slice(0, -extname(name).length);
    const copy = `${id}_${Math.floor(i / names.length)}`;
    await copyFile(join(from, IMAGES, name), join(to, IMAGES, `${copy}${extname(name)}`));
    await copyFile(join(from, TRIMAPS, `${id}.png`), join(to, TRIMAPS, `${copy}.png`));
  }
}

async function seconds(job: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await job();
  return (performance.now() - start) / 1000;
}

/** The same with Pillow, where PYTHON names a Python that has it. */
async function pillow(folder: string): Promise<(readonly [string, number])[]> {
  const python = Deno.env.get("PYTHON");
  if (python === undefined) return [];
  const script = new URL("decoding_peer.py", import.meta.url).pathname;
  const args = [script, folder, String(SIZE), String(navigator.hardwareConcurrency)];
  const { stdout, stderr, success } = await new Deno.Command(python, { args }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  const { version, seconds } = JSON.parse(new TextDecoder().decode(stdout));
  return [[`Pillow ${version}`, seconds]];
}
