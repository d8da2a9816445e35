// What the tests of weights share: the fixtures of make.py.
import { fileURLToPath } from "node:url";

const folder = new URL("../../fixtures/model/weights/", import.meta.url);

/** What the files hold, by the tensors' names. */
export const EXPECTED: Record<string, { shape: number[]; values: number[] }> = JSON.parse(
  Deno.readTextFileSync(new URL("expected.json", folder)),
);

/** The path of a fixture. */
export function pathOf(name: string): string {
  return fileURLToPath(new URL(name, folder));
}

/** The bytes of a fixture. */
export function bytesOf(name: string): Uint8Array {
  return Deno.readFileSync(pathOf(name));
}
