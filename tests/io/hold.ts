/** Holds the lock on a file until it is killed, for `lock_test.ts`. */
import { lockFile } from "../../io/mod.ts";

await lockFile(Deno.args[0]);
setInterval(() => {}, 1000);
