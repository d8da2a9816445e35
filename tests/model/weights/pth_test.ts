import assert from "node:assert/strict";
import { isPth, readPth } from "../../../model/weights/pth.ts";
import { bytesOf, EXPECTED } from "./files.ts";

for (const name of ["torch1", "torch2", "torch1_legacy", "torch2_legacy"]) {
  Deno.test(`readPth() reads ${name}.pth, which PyTorch wrote`, () => {
    const bytes = bytesOf(`${name}.pth`);
    assert.ok(isPth(bytes));
    const { tensors, metadata } = readPth(bytes);
    const found = [...tensors].map(([name, tensor]) =>
      [name, { shape: tensor.shape, values: [...tensor.read()] }] as const
    );
    assert.deepEqual(Object.fromEntries(found), EXPECTED);
    assert.deepEqual(metadata, {});
  });

  Deno.test(`readPth() refuses ${name}.pth wherever it is cut short`, () => {
    const bytes = bytesOf(`${name}.pth`);
    for (let length = 0; length < bytes.length; length += 7) {
      refuses(bytes.slice(0, length), /must/);
    }
  });
}

Deno.test("readPth() runs nothing: a pickle that wants more than a state dict is refused", () => {
  refuses(
    bytesOf("refused_program.pth"),
    "its pickle must only name collections.OrderedDict, torch._utils._rebuild_tensor_v2, " +
      "torch.FloatStorage, torch.HalfStorage, torch.BFloat16Storage, torch.LongStorage, " +
      "got posix.system",
  );
  refuses(
    bytesOf("refused_module.pth"),
    /must only name .*, got torch\.nn\.modules\.linear\.Linear$/,
  );
  refuses(bytesOf("refused_double.pth"), /must only name .*, got torch\.DoubleStorage$/);
});

Deno.test("readPth() refuses what is no state dict, and tensors that do not lie in a row", () => {
  refuses(
    bytesOf("refused_checkpoint.pth"),
    "it must hold nothing but tensors by name; epoch is none",
  );
  refuses(
    bytesOf("refused_transposed.pth"),
    "weight must lie value by value, got strides of [1, 3]",
  );
});

Deno.test("readPth() refuses every operation of pickles that state dicts have no use for", () => {
  const known = new Set([..."(NKMJX)t]e}suqrhjcRQb."].map((letter) => letter.charCodeAt(0)));
  for (const code of [0x80, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a]) known.add(code);
  const legacy = bytesOf("torch2_legacy.pth");
  let refused = 0;
  for (let code = 0; code < 256; code++) {
    if (known.has(code)) continue;
    const bytes = legacy.slice();
    // the first operation of the second pickle
    bytes[17] = code;
    const hex = code.toString(16).padStart(2, "0");
    refuses(
      bytes,
      `its pickle must only do what a state dict needs, got the operation 0x${hex} at byte 17`,
    );
    refused++;
  }
  assert.equal(refused, 256 - 29);
});

Deno.test("readPth() refuses archives that contradict themselves", () => {
  const bytes = bytesOf("torch2.pth");
  const directory = new DataView(bytes.buffer).getUint32(bytes.length - 6, true);
  const changed = (at: number, ...values: number[]) => {
    const copy = bytes.slice();
    copy.set(values, at);
    return copy;
  };
  refuses(changed(bytes.length - 12, 255, 255), "its directory must list 65535 files, got 13");
  refuses(changed(bytes.length - 6, 1), /its directory must list 13 files, got 0/);
  refuses(changed(directory + 10, 8), "torch2/data.pkl must be stored as it is, got method 8");
  refuses(
    changed(directory + 20, 255, 255, 255, 127, 255, 255, 255, 127),
    /torch2\/data.pkl must end inside the archive, got byte \d{10}$/,
  );
  refuses(
    changed(directory + 42, 255, 255, 255, 127),
    "torch2/data.pkl must begin inside the archive, got byte 2147483647",
  );
});

Deno.test("readPth() refuses tensors that lie outside their storage, and storages of another size", () => {
  const bytes = bytesOf("torch2_legacy.pth");
  // conv.weight's shape (2, 3, 1, 2), then its strides, as bytes with their operation K
  const shape = find(bytes, [0x28, 0x4b, 2, 0x4b, 3, 0x4b, 1, 0x4b, 2, 0x74]);
  const wide = bytes.slice();
  wide[shape + 2] = 200;
  refuses(wide, "conv.weight must lie inside its storage of 12 values");
  const long = bytes.slice();
  // the count of the last storage in the file
  const last = [...bytes].lastIndexOf(12);
  long.set([255, 255, 255, 255, 255, 255, 255, 127], last);
  refuses(long, /^storage \d+ must lie inside the file, and does not$/);
});

function refuses(bytes: Uint8Array, message: string | RegExp): void {
  assert.throws(() => readPth(bytes), { name: "TypeError", message });
}

function find(bytes: Uint8Array, pattern: number[]): number {
  const at = bytes.findIndex((_, i) => pattern.every((byte, k) => bytes[i + k] === byte));
  assert.notEqual(at, -1);
  return at;
}
