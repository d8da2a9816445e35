import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { madeOnce } from "../../io/mod.ts";

Deno.test("what several want at once is made once, and nothing is left beside it", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/archive`;
    let times = 0;
    const make = async () => {
      times++;
      await pause(1500);
      await Deno.writeTextFile(path, "whole");
    };
    await Promise.all(Array.from({ length: 4 }, () => madeOnce(path, make)));
    await madeOnce(path, make);
    assert.equal(times, 1);
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["archive"]);
  });
});

Deno.test("where the first fails the next one makes it", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/archive`;
    let times = 0;
    const make = async () => {
      if (++times === 1) throw new Error("no network");
      await Deno.writeTextFile(path, "whole");
    };
    const both = await Promise.allSettled([madeOnce(path, make), madeOnce(path, make)]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    assert.equal(times, 2);
  });
});

Deno.test("Ctrl-C ends the waiting", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/archive`;
    const controller = new AbortController();
    const isMaking = Promise.withResolvers<void>();
    const first = madeOnce(path, async () => {
      isMaking.resolve();
      await pause(3000);
    });
    await isMaking.promise;
    const second = madeOnce(path, () => Promise.resolve(), { signal: controller.signal });
    setTimeout(() => controller.abort(), 1200);
    await assert.rejects(second, { name: "AbortError" });
    await first;
  });
});

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
