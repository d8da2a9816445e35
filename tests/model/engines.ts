// The engines that tests run on: those of the project, and TensorFlow's where it is set up.
import { chooseBackend } from "../../model/mod.ts";
import { ignoreUnless } from "../ignored.ts";

/** Each engine that works here; the others are named, with the reason. */
export const engines: string[] = ["cpu", "simd"];

let missing: string | undefined;

try {
  await chooseBackend("tensorflow");
  engines.push("tensorflow");
} catch (error) {
  missing = `no engine tensorflow: ${(error as Error).message}`;
}

/** For a test's `ignore`: whether the engine tensorflow is missing. */
export function withoutTensorflow(): boolean {
  return ignoreUnless(missing === undefined, missing ?? "");
}

// tests that loop over the engines have none to ignore
withoutTensorflow();
