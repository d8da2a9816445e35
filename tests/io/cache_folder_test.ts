import assert from "node:assert/strict";
import { join } from "node:path";
import { cacheFolder } from "../../io/mod.ts";

const NAMES = ["TRIPTYCH_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"];

/** What cacheFolder() gives when just these variables are set. */
function cacheFolderWith(variables: Record<string, string>): string {
  const before = NAMES.map((name) => Deno.env.get(name));
  for (const name of NAMES) Deno.env.delete(name);
  for (const [name, value] of Object.entries(variables)) Deno.env.set(name, value);
  try {
    return cacheFolder();
  } finally {
    NAMES.forEach((name, i) => {
      if (before[i] === undefined) Deno.env.delete(name);
      else Deno.env.set(name, before[i]);
    });
  }
}

Deno.test("cacheFolder() is the user's choice, else the system's place for caches", () => {
  const home = Deno.build.os === "darwin" ? "Library/Caches" : ".cache";
  const all = { TRIPTYCH_CACHE: "/mine", XDG_CACHE_HOME: "/xdg", HOME: "/home/me" };
  assert.equal(cacheFolderWith(all), "/mine");
  assert.equal(cacheFolderWith({ ...all, TRIPTYCH_CACHE: "" }), join("/xdg", "triptych"));
  assert.equal(cacheFolderWith({ LOCALAPPDATA: "/local" }), join("/local", "triptych"));
  assert.equal(cacheFolderWith({ HOME: "/home/me" }), join("/home/me", home, "triptych"));
});

Deno.test("cacheFolder() says what to set when no variable tells", () => {
  assert.throws(() => cacheFolderWith({}), {
    name: "Error",
    message:
      "Cannot find the cache folder: set TRIPTYCH_CACHE, neither XDG_CACHE_HOME, LOCALAPPDATA nor HOME is set",
  });
});
