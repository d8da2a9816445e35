/** Builds a site in a process of its own, and prints by whom and the most memory that it took. */
import { buildSite } from "../../site/site.ts";

const [run, out] = Deno.args;
let peak = 0;
// a build awaits each file, so that the clock's turn comes often
const watch = setInterval(() => peak = Math.max(peak, Deno.memoryUsage().rss), 10);
const { builder } = await buildSite({ runs: [run], out });
clearInterval(watch);
console.log(JSON.stringify({ builder, peak }));
