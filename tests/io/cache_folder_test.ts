import assert from "node:assert/strict";
import { join } from "node:path";
import { cacheFolder } from "../../io/mod.ts";
import { withEnvironment } from "../environment.ts";

const NONE = { TRIPTYCH_CACHE: undefined, XDG_CACHE_HOME: undefined, LOCALAPPDATA: undefined };

/** What cacheFolder() gives when just these variables are set. */
function cacheFolderWith(variables: Record<string, string>): Promise<string> {
  return withEnvironment({ ...NONE, HOME: undefined, ...variables }, cacheFolder);
}

Deno.test("cacheFolder() is the user's choice, else the system's place for caches", async () => {
  const home = Deno.build.os === "darwin" ? "Library/Caches" : ".cache";
  const all = { TRIPTYCH_CACHE: "/mine", XDG_CACHE_HOME: "/xdg", HOME: "/home/me" };
  assert.equal(await cacheFolderWith(all), "/mine");
  assert.equal(await cacheFolderWith({ ...all, TRIPTYCH_CACHE: "" }), join("/xdg", "triptych"));
  assert.equal(await cacheFolderWith({ LOCALAPPDATA: "/local" }), join("/local", "triptych"));
  assert.equal(await cacheFolderWith({ HOME: "/home/me" }), join("/home/me", home, "triptych"));
});

Deno.test("cacheFolder() says what to set when no variable tells", async () => {
  await assert.rejects(cacheFolderWith({}), {
    name: "Error",
    message:
      "Cannot find the cache folder: set TRIPTYCH_CACHE, neither XDG_CACHE_HOME, LOCALAPPDATA nor HOME is set",
  });
});
