import assert from "node:assert/strict";
import { join } from "node:path";
import {
  isPart,
  makeFolder,
  sweepParts,
  sweepPartsOf,
  sweepStaleParts,
  writeFileAtomic,
  writeFileAtOnce,
  writing,
} from "../../io/mod.ts";
import { withoutUnix } from "../ignored.ts";

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "triptych-write-" });
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function filesIn(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
}

Deno.test("writeFileAtomic() writes bytes, pieces and text, replaces a file, and leaves nothing else", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "file");
    await writeFileAtomic(path, new Uint8Array([1, 2, 3]));
    assert.deepEqual(await Deno.readFile(path), new Uint8Array([1, 2, 3]));
    await writeFileAtomic(path, [new Uint8Array([4]), new Uint8Array(), new Uint8Array([5, 6])]);
    assert.deepEqual(await Deno.readFile(path), new Uint8Array([4, 5, 6]));
    await writeFileAtomic(path, "größer");
    assert.equal(await Deno.readTextFile(path), "größer");
    assert.deepEqual(await filesIn(folder), ["file"]);
  });
});

Deno.test("writeFileAtomic() shows a reader the old file or the new one, never a part", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "file");
    const versions = [1, 2].map((value) => new Uint8Array(2_000_000).fill(value));
    await writeFileAtomic(path, versions[0]);
    const writing = (async () => {
      for (let i = 1; i < 20; i++) await writeFileAtomic(path, versions[i % 2]);
      return "done";
    })();
    while (await Promise.race([writing, undefined]) !== "done") {
      const bytes = await Deno.readFile(path);
      assert.equal(bytes.length, 2_000_000);
      assert.equal(bytes[0], bytes.at(-1));
    }
  });
});

Deno.test("writeFileAtOnce() writes a file, replaces one but not what is linked to it, and leaves nothing else", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a"), linked = join(folder, "linked");
    writeFileAtOnce(path, Uint8Array.of(1, 2, 3));
    await Deno.link(path, linked);
    writeFileAtOnce(path, Uint8Array.of(4));
    assert.deepEqual([...await Deno.readFile(path)], [4]);
    assert.deepEqual([...await Deno.readFile(linked)], [1, 2, 3]);
    assert.deepEqual(await filesIn(folder), ["a", "linked"]);
    const lost = join(folder, "none/a");
    assert.throws(() => writeFileAtOnce(lost, Uint8Array.of(1)), /its folder does not exist$/);
  }));

Deno.test("writeFileAtomic() removes what it wrote aside when it can't rename it", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "taken", "by"), { recursive: true });
    await assert.rejects(writeFileAtomic(join(folder, "taken"), "text"));
    assert.deepEqual(await filesIn(folder), ["taken"]);
  });
});

Deno.test("writeFileAtomic() says what is wrong where the folder is missing", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "no", "file");
    await assert.rejects(writeFileAtomic(path, "text"), {
      name: "WriteError",
      message: `Cannot write ${path}: its folder does not exist`,
    });
    assert.deepEqual(await filesIn(folder), []);
  });
});

Deno.test({
  name: "writeFileAtomic() keeps the old file and leaves no part when the disk is full",
  ignore: withoutUnix(),
  fn: async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "file"), program = join(folder, "program.ts");
      const door = new URL("../../io/write.ts", import.meta.url);
      await Deno.writeTextFile(path, "old");
      await Deno.writeTextFile(
        program,
        `import { isPart, makeFolder, sweepParts, writeFileAtomic, writing } from "${door}";
         await writeFileAtomic(${JSON.stringify(path)}, new Uint8Array(8e6)).then(
           () => console.log("written"),
           (error) => console.log("refused: " + error.message),
         );`,
      );
      // files may have at most 4 MB (blocks of 512 bytes): the write fails half-way, as on a full disk
      const run = "exec deno run --no-code-cache --allow-read --allow-write";
      const script = `trap "" XFSZ; ulimit -f 8000; ${run} "$0"`;
      const { stdout } = await new Deno.Command("sh", { args: ["-c", script, program] })
        .output();
      assert.match(
        new TextDecoder().decode(stdout),
        /^refused: Cannot write .*\/file: the file is too large for this disk$/m,
      );
      assert.equal(await Deno.readTextFile(path), "old");
      assert.deepEqual(await filesIn(folder), ["file", "program.ts"]);
    });
  },
});

Deno.test("writeFileAtomic() has the folder's new name on the disk where that is asked for", async () => {
  await inFolder(async (folder) => {
    await writeFileAtomic(join(folder, "file"), "text", { durable: true });
    assert.deepEqual(await filesIn(folder), ["file"]);
  });
});

Deno.test("sweepParts() removes what killed programs left aside, and nothing else", async () => {
  await inFolder(async (folder) => {
    const part = `x.png.${crypto.randomUUID()}.part`;
    const kept = ["photo.jpg.part", "x.png", "song.part", `${part}.txt`];
    await Deno.mkdir(join(folder, "pictures"));
    await Deno.mkdir(join(folder, `folder.${crypto.randomUUID()}.part`));
    for (const name of [part, `pictures/${part}`, ...kept]) {
      await Deno.writeTextFile(join(folder, name), name);
    }
    assert.deepEqual([isPart(part), ...kept.map(isPart)], [true, false, false, false, false]);
    assert.equal(await sweepParts(folder), 2);
    assert.deepEqual((await filesIn(folder)).filter((name) => kept.includes(name)), kept.sort());
    assert.deepEqual(await filesIn(join(folder, "pictures")), []);
    assert.equal(await sweepParts(join(folder, "nowhere")), 0);
  });
});

Deno.test("errors of writing name the path and the reason in words", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "file"), long = join(folder, "x".repeat(300));
    await Deno.writeTextFile(file, "");
    await assert.rejects(makeFolder(join(file, "a")), {
      message: `Cannot write ${join(file, "a")}: a file is where one of its folders should be`,
    });
    await assert.rejects(writeFileAtomic(folder, ""), {
      message: `Cannot write ${folder}: a folder has this name`,
    });
    await assert.rejects(writeFileAtomic(long, ""), {
      message: `Cannot write ${long}: the name is too long for this disk`,
    });
    const full = Object.assign(new Error("os error 28"), { code: "ENOSPC" });
    const outer = () => writing("outer", () => writing("inner", () => Promise.reject(full)));
    await assert.rejects(outer, { message: "Cannot write inner: the disk is full", cause: full });
  });
});

Deno.test("sweepPartsOf() removes what was left aside of these files, and of no others", async () => {
  const folder = await Deno.makeTempDir();
  const part = (name: string) => `${folder}/${name}.${crypto.randomUUID()}.part`;
  const [mine, others, download] = [part("a.png"), part("b.png"), `${folder}/a.png.part`];
  for (const path of [mine, others, download]) await Deno.writeTextFile(path, "half");
  await sweepPartsOf([`${folder}/a.png`, `${folder}/nowhere/c.png`]);
  const left = [...Deno.readDirSync(folder)].map(({ name }) => `${folder}/${name}`).sort();
  assert.deepEqual(left, [others, download].sort());
  await Deno.remove(folder, { recursive: true });
});

Deno.test("sweepStaleParts() leaves what somebody may be writing", async () => {
  const folder = await Deno.makeTempDir();
  const [old, fresh] = [1, 2].map(() => `${folder}/a.bin.${crypto.randomUUID()}.part`);
  for (const path of [old, fresh]) await Deno.writeTextFile(path, "half");
  const before = Date.now() / 1000 - 25 * 60 * 60;
  await Deno.utime(old, before, before);
  await sweepStaleParts(folder);
  assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => `${folder}/${name}`), [fresh]);
  await Deno.remove(folder, { recursive: true });
});
