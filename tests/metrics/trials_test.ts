import { mulberry32 } from "../../core/mod.ts";
import { TRIALS } from "./trials/mod.ts";

for (const [name, compare] of Object.entries(TRIALS)) {
  Deno.test(`${name}: as brute force on 200 random pairs`, () => {
    const random = mulberry32(131);
    for (let pair = 0; pair < 200; pair++) compare(random);
  });
}
