/**
 * What `bench/evaluation.ts` times as figures without pictures: `evaluateFolders` over two folders whose
 * masks have the labels 1, 2 and 3.
 *
 * @module
 */
import { evaluateFolders } from "../evaluation/mod.ts";

const [truth, prediction] = Deno.args;
const classes = [1, 2, 3].map((label) => ({ label, name: `label ${label}`, color: "#e07a3f" }));
let cases = 0;
for await (const _ of evaluateFolders(truth, prediction, { classes })) cases++;
console.log(`${cases} cases`);
