import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { isLocked, Locked, lockFile } from "../../io/mod.ts";
import { withoutUnix } from "../ignored.ts";

Deno.test("a lock is one process's at a time, and the file says whose", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/.lock`;
    const holder = hold(path);
    await until(() => isLocked(path));
    await assert.rejects(lockFile(path), (error: Locked) => {
      assert.ok(error instanceof Locked);
      assert.match(
        error.message,
        new RegExp(`process ${holder.pid} \\(hold\\.ts, since \\d{4}-`),
      );
      return true;
    });
    holder.kill("SIGKILL");
    await holder.status;
    assert.equal(await isLocked(path), false);
    using _lock = await lockFile(path);
  });
});

Deno.test("who is told to wait gets the lock once the other ends, and knows that it waited", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/.lock`;
    const first = await lockFile(path);
    assert.equal(first.waited, false);
    const heard: string[] = [];
    const second = lockFile(path, { onWait: (holder) => void heard.push(holder) });
    while (heard.length === 0) await pause(20);
    first.release();
    first.release();
    using lock = await second;
    assert.equal(lock.waited, true);
    assert.match(heard.join(), new RegExp(`^process ${Deno.pid} `));
  });
});

Deno.test("a signal ends the waiting", async () => {
  await inFolder(async (folder) => {
    using _lock = await lockFile(`${folder}/.lock`);
    const controller = new AbortController();
    const options = { onWait: () => controller.abort(), signal: controller.signal };
    await assert.rejects(lockFile(`${folder}/.lock`, options), { name: "AbortError" });
  });
});

Deno.test("readers that look all the time keep nobody from the lock", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/.lock`;
    (await lockFile(path)).release();
    let isOver = false;
    const readers = Array.from({ length: 4 }, async () => {
      while (!isOver) await isLocked(path);
    });
    for (let i = 0; i < 20; i++) (await lockFile(path)).release();
    isOver = true;
    await Promise.all(readers);
  });
});

Deno.test({
  name: "lockFile() takes neither links nor folders, and leaves what a link leads to",
  ignore: withoutUnix(),
  async fn() {
    await inFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/thesis`, "precious");
      await Deno.symlink(`${folder}/thesis`, `${folder}/.lock`);
      await assert.rejects(lockFile(`${folder}/.lock`), {
        message: `Cannot lock ${folder}/.lock: it must be a file of its own, got a link`,
      });
      assert.equal(await Deno.readTextFile(`${folder}/thesis`), "precious");
      await Deno.symlink(`${folder}/none`, `${folder}/dangling`);
      await assert.rejects(lockFile(`${folder}/dangling`), /got a link$/);
      await assert.rejects(lockFile(folder), /got a folder$/);
    });
  },
});

Deno.test("isLocked() knows nothing where there is no file, and opens no pipe", async () => {
  await inFolder(async (folder) => {
    assert.equal(await isLocked(`${folder}/none`), undefined);
    assert.equal(await isLocked(folder), undefined);
    if (Deno.build.os === "windows") return;
    await new Deno.Command("mkfifo", { args: [`${folder}/pipe`] }).output();
    assert.equal(await isLocked(`${folder}/pipe`), undefined);
  });
});

Deno.test({
  name: "isLocked() looks into folders that nobody may write to",
  ignore: withoutUnix(),
  async fn() {
    await inFolder(async (folder) => {
      const path = `${folder}/.lock`;
      using _lock = await lockFile(path);
      await Deno.chmod(path, 0o444);
      await Deno.chmod(folder, 0o555);
      assert.equal(await isLocked(path), true);
      await Deno.chmod(folder, 0o755);
    });
  },
});

/** A process that holds a lock until it is killed. */
function hold(path: string): Deno.ChildProcess {
  const script = new URL("./hold.ts", import.meta.url).href;
  const args = ["run", "--no-lock", "--allow-read", "--allow-write", script, path];
  return new Deno.Command("deno", { args, stdin: "null" }).spawn();
}

async function until(holds: () => Promise<boolean | undefined>): Promise<void> {
  while (!await holds()) await pause(20);
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
