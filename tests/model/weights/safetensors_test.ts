import assert from "node:assert/strict";
import { readSafetensors } from "../../../model/weights/safetensors.ts";
import { bytesOf, EXPECTED } from "./files.ts";

Deno.test("readSafetensors() reads what safetensors wrote, of three types, and passes counters over", () => {
  const { tensors, metadata } = readSafetensors(bytesOf("all.safetensors"));
  const found = [...tensors].map(([name, tensor]) =>
    [name, { shape: tensor.shape, values: [...tensor.read()] }] as const
  );
  assert.deepEqual(Object.fromEntries(found), EXPECTED);
  assert.deepEqual(metadata, { format: "pt" });
});

Deno.test("readSafetensors() reads every half, infinities and the smallest included", () => {
  const halves = new Uint8Array(2 * 65536);
  const view = new DataView(halves.buffer);
  for (let i = 0; i < 65536; i++) view.setUint16(2 * i, i, true);
  const bytes = fileOf({ a: tensor("F16", [65536], [0, 131072]) }, halves);
  const values = readSafetensors(bytes).tensors.get("a")!.read();
  // the language has its own reader of halves by now
  const expected = Array.from({ length: 65536 }, (_, i) => view.getFloat16(2 * i, true));
  assert.deepEqual([...values], expected);
});

Deno.test("readSafetensors() refuses headers that are cut short, too long or no JSON object", () => {
  refuses(new Uint8Array(0), "its header must have at most 0 bytes, got none");
  refuses(new Uint8Array(7), "its header must have at most 0 bytes, got none");
  const long = new Uint8Array(100);
  new DataView(long.buffer).setBigUint64(0, 93n, true);
  refuses(long, "its header must have at most 92 bytes, got 93");
  new DataView(long.buffer).setBigUint64(0, 2n ** 64n - 1n, true);
  refuses(long, "its header must have at most 92 bytes, got 18446744073709552000");
  const huge = new Uint8Array(2 ** 24);
  new DataView(huge.buffer).setBigUint64(0, 2n ** 23n + 1n, true);
  refuses(huge, "its header must have at most 8388608 bytes, got 8388609");
  const object = "its header must be a JSON object, and is not";
  for (const text of ["", "[]", "null", "3", '{"a":', "{'a': 1}", "[".repeat(1_000_000)]) {
    refuses(rawFile(text), object);
  }
  refuses(
    rawFile('{"__metadata__": {"a": 3}}'),
    "its metadata must be strings by name, and is not",
  );
});

Deno.test("readSafetensors() refuses types, shapes and offsets that do not fit", () => {
  const data = new Uint8Array(16);
  const refusesTensor = (entry: unknown, message: string | RegExp) =>
    refuses(fileOf({ a: entry }, data), message);
  refusesTensor(null, /^the type of a must be one of BOOL, .*, got none$/);
  refusesTensor(tensor("F33", [4], [0, 16]), /^the type of a must be one of .*, got F33$/);
  refusesTensor(tensor("toString", [4], [0, 16]), /^the type of a must be one of/);
  const shape = "the shape of a must be a list of sizes, got ";
  refusesTensor(tensor("F32", "4", [0, 16]), shape + "4");
  refusesTensor(tensor("F32", [-4], [0, 16]), shape + "[-4]");
  refusesTensor(tensor("F32", [1.5], [0, 16]), shape + "[1.5]");
  refusesTensor(
    tensor("F32", [2 ** 40, 2 ** 40], [0, 16]),
    `${shape}[1099511627776, 1099511627776]`,
  );
  const offsets = "the offsets of a must enclose the 16 bytes of its shape, got ";
  refusesTensor(tensor("F32", [4], [0, 12]), offsets + "[0, 12]");
  refusesTensor(tensor("F32", [4], [-16, 0]), offsets + "[-16, 0]");
  refusesTensor(tensor("F32", [4], [16, 0]), offsets + "[16, 0]");
  refusesTensor(tensor("F32", [4], [0, 16, 32]), offsets + "[0, 16, 32]");
  refusesTensor(tensor("F32", [4], "0,16"), offsets + '"0,16"');
  refusesTensor(tensor("F32", [4], [0.5, 16.5]), offsets + "[0.5, 16.5]");
  refusesTensor(
    tensor("F32", [4], [2 ** 53 - 16, 2 ** 53]),
    offsets + "[9007199254740976, 9007199254740992]",
  );
});

Deno.test("readSafetensors() refuses tensors that overlap, leave gaps or end outside the file", () => {
  const data = new Uint8Array(32);
  const refusesTwo = (first: [number, number], second: [number, number], message: string) =>
    refuses(
      fileOf({ a: tensor("F32", [4], first), b: tensor("F32", [4], second) }, data),
      message,
    );
  refusesTwo([0, 16], [0, 16], "b must begin at byte 16, where a ends, got 0");
  refusesTwo([0, 16], [12, 28], "b must begin at byte 16, where a ends, got 12");
  refusesTwo([20, 36], [0, 16], "a must begin at byte 16, where b ends, got 20");
  refusesTwo([4, 20], [20, 36], "a must begin at byte 0, where its header ends, got 4");
  refuses(
    fileOf({ a: tensor("F32", [4], [0, 16]) }, data),
    "its tensors must fill 16 bytes, got 32",
  );
  refuses(
    fileOf({ a: tensor("F32", [4], [0, 16]) }, data.slice(0, 15)),
    "its tensors must fill 16 bytes, got 15",
  );
});

function tensor(dtype: string, shape: unknown, offsets: unknown): Record<string, unknown> {
  return { dtype, shape, data_offsets: offsets };
}

function fileOf(header: Record<string, unknown>, data: Uint8Array): Uint8Array {
  return rawFile(JSON.stringify(header), data);
}

function rawFile(header: string, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

function refuses(bytes: Uint8Array, message: string | RegExp): void {
  assert.throws(() => readSafetensors(bytes), { name: "TypeError", message });
}
