// The engines that tests run on: those of the project, and TensorFlow's where it is set up.
import { chooseBackend } from "../../model/mod.ts";

/** Each engine that works here; the others are named, with the reason. */
export const engines: string[] = ["cpu", "simd"];

try {
  await chooseBackend("tensorflow");
  engines.push("tensorflow");
} catch (error) {
  console.log(`the engine tensorflow is not tested: ${(error as Error).message}`);
}
