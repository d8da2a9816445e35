// Photographs that EXIF turns are shown as viewers show them, under masks that were drawn on them.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { decodePhotograph } from "../../../io/mod.ts";
import { chunk, exifBlock, makePng } from "../../io/make_png.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** 6 x 4 pixels, dark but for a bright row at the bottom: on the left when it lies upright. */
function sideways(): Uint8Array {
  const rows = new Uint8Array(4 * 7);
  rows.fill(250, 3 * 7 + 1);
  return makePng({ width: 6, height: 4, rows, before: [chunk("eXIf", exifBlock(6))] });
}

async function evaluate(folder: string): Promise<string> {
  const flags = ["truth", "prediction", "images"].flatMap((name) => [
    `--${name}`,
    join(folder, name),
  ]);
  const { code, stdout } = await new Deno.Command("deno", {
    args: [
      "run",
      "--no-lock",
      "-A",
      "commands/evaluate.ts",
      ...flags,
      "--out",
      join(folder, "run"),
    ],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  assert.equal(code, 0);
  return new TextDecoder().decode(stdout);
}

Deno.test("evaluate shows photographs upright, and as stored where the mask fits only those pixels", async () => {
  for (const [width, height] of [[4, 6], [6, 4]]) {
    const folder = await Deno.makeTempDir();
    for (const name of ["truth", "prediction"]) {
      await Deno.mkdir(join(folder, name));
      const rows = new Uint8Array(height * (width + 1));
      rows.fill(1, 1, width + 1);
      await Deno.writeFile(join(folder, name, "a.png"), makePng({ width, height, rows }));
      await Deno.writeFile(join(folder, name, "zero.png"), makePng({ width: 0, height: 5 }));
    }
    await Deno.mkdir(join(folder, "images"));
    await Deno.writeFile(join(folder, "images", "a.png"), sideways());
    const printed = await evaluate(folder);
    // a picture without a pixel stops nothing
    assert.match(printed, /skipped .*zero\.png.*at least one pixel, the PNG says it is 0x5/);
    assert.match(printed, /1 case measured/);
    const shown = await decodePhotograph(await Deno.readFile(join(folder, "run/pictures/a.jpg")));
    assert.deepEqual([shown.width, shown.height], [width, height]);
    const isBright = (x: number, y: number): boolean => shown.data[(y * width + x) * 3] > 125;
    if (width === 4) {
      assert.ok(isBright(0, 0) && isBright(0, 5) && !isBright(3, 0));
      assert.doesNotMatch(printed, /as stored/);
    } else {
      assert.ok(isBright(0, 3) && isBright(5, 3) && !isBright(0, 0));
      assert.match(printed, /^note: 1 image shown as stored, .*EXIF rotation: a$/m);
    }
    await Deno.remove(folder, { recursive: true });
  }
});
