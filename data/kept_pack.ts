/**
 * Packs in the cache, which trainings read from while others start: one that is there is never replaced,
 * and none is removed that a process reads from.
 *
 * @module
 */
import { basename, dirname, join } from "node:path";
import { lockFile, makeFolder, writing } from "../io/mod.ts";
import { type PackedSet, readPack } from "./pack_file.ts";

/**
 * Takes the pack of some content from the cache, or makes it, in one process at a time: a second one that
 * wants it says so on the terminal, waits, and finds it made. What other content in the same place left
 * is removed, so that a folder that changes doesn't fill the disk.
 *
 * @param place Path and beginning of the name, to which a part of the key is added.
 * @param key A hash of all that it is made from.
 * @param make Makes it; the name must appear only once it is complete.
 * @returns The pack, which no other process removes until this one ends.
 * @throws {WriteError} If the file can't be written.
 */
export async function keptPack(
  place: string,
  key: string,
  make: (path: string) => Promise<PackedSet>,
): Promise<PackedSet> {
  const path = `${place}-${key.slice(0, 16)}.pack`;
  const kept = await heldPack(path, key);
  if (kept) return kept;
  await makeFolder(dirname(path));
  const onWait = (holder: string) =>
    console.error(`note: waiting for ${holder}, which is making ${place}-….pack`);
  using _lock = await writing(path, () => lockFile(`${place}.lock`, { onWait }));
  // whoever held the lock may have made it
  const found = await heldPack(path, key);
  if (found) return found;
  const made = await make(path);
  await hold(path);
  await removeOthers(place, path);
  return made;
}

/** A pack that is there, whole and held. */
async function heldPack(path: string, key: string): Promise<PackedSet | undefined> {
  // held before it is looked at: what was looked at before could be another file by then
  return await hold(path) ? readPack(path, key) : undefined;
}

/** Files that are read from, open and locked until the process ends, however it ends. */
const held = new Map<string, Deno.FsFile>();

/** Holds a pack by a lock that it shares with other readers; false where there is none. */
async function hold(path: string): Promise<boolean> {
  const file = await Deno.open(path).catch(() => undefined);
  if (file === undefined) return false;
  // where the file system has no locks, none is removed either
  await file.lock(false).catch(() => {});
  const [own, there] = [await file.stat(), await Deno.stat(path).catch(() => undefined)];
  const isSame = own.ino === there?.ino, name = `${own.dev}:${own.ino}`;
  if (isSame && !held.has(name)) held.set(name, file);
  else file.close();
  return isSame;
}

/** Removes the packs of a place but one, unless they are read from. */
async function removeOthers(place: string, kept: string): Promise<void> {
  const folder = dirname(place);
  // those of earlier versions have no key in their names
  const isPack = new RegExp(`^${RegExp.escape(basename(place))}(-[\\da-f]{16})?\\.pack$`);
  for await (const { name } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isPack.test(name) && path !== kept) await removeUnheld(path).catch(() => {});
  }
}

async function removeUnheld(path: string): Promise<void> {
  using file = await Deno.open(path, { read: true, write: true });
  if (await file.tryLock(true)) await Deno.remove(path);
}
