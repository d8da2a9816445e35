// The commands that read photographs, run with the permissions of their tasks: no native addon, and
// photographs that EXIF turns come out as viewers show them.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  decodeLabelPng,
  decodePhotograph,
  encodeJpeg,
  readPhotographHeader,
} from "../../io/mod.ts";
import { chunk, exifBlock, makePng } from "../io/make_png.ts";
import { programArgs } from "../program_args.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MODEL = join(ROOT, "tests/fixtures/runs/b35c387/done");
const { tasks } = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json")));

/** Runs a task's own command line with more arguments; what `without` names is left out of it. */
async function run(task: string, args: string[], without = ""): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command("deno", {
    args: [...programArgs(task).filter((word) => word !== without), ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  assert.equal(code, 0, text.decode(stderr));
  return text.decode(stdout);
}

/** A JPEG that is to be turned: EXIF stands in the segment after the start. */
async function sidewaysJpeg(width: number, height: number): Promise<Uint8Array> {
  const jpeg = await encodeJpeg({
    data: new Uint8Array(width * height * 3).fill(90),
    width,
    height,
  });
  const exif = [...new TextEncoder().encode("Exif\0\0"), ...exifBlock(6)];
  return Uint8Array.from([
    ...jpeg.subarray(0, 2),
    ...[0xff, 0xe1, 0, exif.length + 2],
    ...exif,
    ...jpeg.subarray(2),
  ]);
}

Deno.test("predict writes masks and overlays of turned photographs upright, without a native addon", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(join(folder, "photographs"));
  await Deno.writeFile(join(folder, "photographs/a.jpg"), await sidewaysJpeg(60, 40));
  const before = [chunk("eXIf", exifBlock(8))];
  await Deno.writeFile(
    join(folder, "photographs/b.png"),
    makePng({ width: 50, height: 20, before }),
  );
  const out = join(folder, "out");
  const args = [join(folder, "photographs"), "--model", MODEL, "--backend", "simd", "--out", out];
  await run("predict", args, "--allow-ffi");
  for (const [name, width, height] of [["a", 40, 60], ["b", 20, 50]] as const) {
    const mask = decodeLabelPng(await Deno.readFile(join(out, `${name}.png`)));
    assert.deepEqual([mask.width, mask.height], [width, height]);
    const overlay = readPhotographHeader(await Deno.readFile(join(out, `${name}.overlay.jpg`)));
    assert.deepEqual(overlay, { format: "JPEG", width, height, orientation: 1 });
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("evaluate and menagerie read and write photographs without a native addon", async () => {
  for (const task of ["evaluate", "menagerie"]) {
    assert.doesNotMatch(tasks[task].command, /--allow-ffi/);
  }
  const folder = await Deno.makeTempDir();
  const animals = join(folder, "animals"), trimaps = join(animals, "annotations/trimaps");
  await run("menagerie", ["--count", "2", "--size", "32", "--out", animals]);
  const images = join(animals, "images"), out = join(folder, "run");
  await run(
    "evaluate",
    ["--truth", trimaps, "--prediction", trimaps, "--images", images]
      .concat("--out", out),
  );
  const shown = (await Array.fromAsync(Deno.readDir(join(out, "pictures"))))
    .filter(({ name }) => name.endsWith(".jpg"));
  assert.equal(shown.length, 2);
  const picture = await decodePhotograph(await Deno.readFile(join(out, "pictures", shown[0].name)));
  assert.equal(picture.width, 32);
  await Deno.remove(folder, { recursive: true });
});
