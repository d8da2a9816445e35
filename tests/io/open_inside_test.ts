import assert from "node:assert/strict";
import { openInside, readInside } from "../../io/mod.ts";
import { withoutUnix } from "../ignored.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** A folder `run` with a file, beside a file that is none of its business. */
async function inFolder(use: (run: string, outside: string) => Promise<void>): Promise<void> {
  const parent = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${parent}/run/pictures`, { recursive: true });
    await Deno.writeTextFile(`${parent}/run/pictures/a.txt`, "mine");
    await Deno.writeTextFile(`${parent}/secret`, "not yours");
    await use(`${parent}/run`, `${parent}/secret`);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

Deno.test("readInside() reads a file, a link that stays inside, and a folder that is a link", () =>
  inFolder(async (run) => {
    assert.equal(text(await readInside(run, "pictures/a.txt")), "mine");
    await Deno.symlink("pictures/a.txt", `${run}/b.txt`);
    assert.equal(text(await readInside(run, "b.txt")), "mine");
    await Deno.symlink(run, `${run}-latest`);
    assert.equal(text(await readInside(`${run}-latest`, "b.txt")), "mine");
    assert.equal(text(await readInside(`${run}/`, "./pictures//a.txt")), "mine");
  }));

const OUTSIDE = [
  "../secret",
  "pictures/../../secret",
  "x\n/../../secret",
  "x\u2028/../../secret",
  "..",
  "/etc/hosts",
  "C:/secret",
  "..\\secret",
  "pictures/a.txt\0.png",
  "",
];
for (const path of OUTSIDE) {
  Deno.test(`openInside() refuses the path ${JSON.stringify(path)}`, () =>
    inFolder(async (run) => {
      await assert.rejects(openInside(run, path), (error: Error) => {
        assert.match(error.message, /^Cannot read .*: it must be a path inside the folder, got "/);
        assert.ok(!error.message.includes("\n"));
        return true;
      });
    }));
}

Deno.test("openInside() refuses links that lead out, and doesn't say where to", () =>
  inFolder(async (run, outside) => {
    await Deno.symlink(outside, `${run}/run.json`);
    await Deno.symlink("..", `${run}/up`);
    // a folder whose path merely begins with the run's
    await Deno.mkdir(`${run}-other`);
    await Deno.writeTextFile(`${run}-other/x`, "not yours");
    await Deno.symlink(`${run}-other/x`, `${run}/x`);
    for (const path of ["run.json", "up/secret", "up", "x"]) {
      await assert.rejects(openInside(run, path), {
        name: "TypeError",
        message: `Cannot read ${run}/${path}: it must lie inside the folder, ` +
          "got a link that leads out of it",
      });
    }
  }));

Deno.test({
  name: "openInside() refuses folders, FIFOs and sockets without waiting for a writer",
  ignore: withoutUnix(),
  async fn() {
    await inFolder(async (run) => {
      await new Deno.Command("mkfifo", { args: [`${run}/fifo`] }).output();
      await assert.rejects(openInside(run, "fifo"), /it must be a file, got a FIFO$/);
      await assert.rejects(openInside(run, "pictures"), /it must be a file, got a folder$/);
      using _ = Deno.listen({ transport: "unix", path: `${run}/socket` });
      await assert.rejects(openInside(run, "socket"), /it must be a file, got a socket$/);
    });
  },
});

Deno.test("readInside() says what isn't there, and refuses what is too large", () =>
  inFolder(async (run) => {
    await assert.rejects(readInside(run, "none"), Deno.errors.NotFound);
    await assert.rejects(
      readInside(run, "pictures/a.txt", { most: 3 }),
      /a\.txt: it must have at most 3 bytes, got 4/,
    );
    assert.equal(text(await readInside(run, "pictures/a.txt", { most: 4 })), "mine");
  }));
