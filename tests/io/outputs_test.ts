import assert from "node:assert/strict";
import { join } from "node:path";
import { keepApart, type Place } from "../../io/mod.ts";

/** A folder with `photos/a.jpg`, and `link` that leads to `photos`. */
async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "triptych-outputs-" });
  try {
    await Deno.mkdir(join(folder, "photos"));
    await Deno.writeTextFile(join(folder, "photos", "a.jpg"), "");
    await Deno.symlink(join(folder, "photos"), join(folder, "link"));
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const CASES: [about: string, input: Partial<Place>, output: Partial<Place>, refused?: RegExp][] = [
  ["a folder that is read", {}, {}, /the same place as the photographs/],
  ["a symbolic link to it", {}, { path: "link" }, /the same place as/],
  ["a roundabout way to it", {}, { path: "photos/../photos/." }, /the same place as/],
  ["a file that is read", { path: "photos/a.jpg" }, { path: "link/a.jpg" }, /the same place as/],
  ["a new folder in one read whole", { whole: true }, { path: "link/new/b" }, /inside the photogr/],
  ["a new folder in one not read whole", {}, { path: "photos/new" }],
  ["all of a folder around it", {}, { path: ".", whole: true }, /which contains the photographs/],
  ["some files around it", {}, { path: "." }],
  ["a folder whose name begins alike", { whole: true }, { path: "photos-2", whole: true }],
  ["a file that is in the way", { whole: true }, { path: "photos/a.jpg/x" }, /inside/],
];

for (const [about, input, output, refused] of CASES) {
  Deno.test(`keepApart() ${refused ? "refuses" : "lets pass"}: ${about}`, async () => {
    await inFolder(async (folder) => {
      const place = (what: string, { path = "photos", whole }: Partial<Place>): Place => ({
        what,
        whole,
        path: join(folder, path),
      });
      const read = place("the photographs", input), written = place("the masks", output);
      const kept = keepApart([read], [written]);
      if (refused === undefined) return await kept;
      await assert.rejects(kept, ({ message }: Error) => {
        assert.match(message, refused);
        assert.ok(message.startsWith(`Cannot write the masks to ${written.path}, `), message);
        assert.ok(message.includes(`(${read.path})`), message);
        return true;
      });
    });
  });
}

Deno.test("keepApart() takes the current folder for what it is", async () => {
  const [run, pages] = [{ path: Deno.cwd(), what: "the run" }, { path: ".", what: "the pages" }];
  await assert.rejects(keepApart([run], [pages]), /write the pages to \., the same place as/);
});
