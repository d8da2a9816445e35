import assert from "node:assert/strict";
import { isPth, readPth } from "../../../model/weights/pth.ts";
import type { FileTensor } from "../../../model/weights/tensor.ts";
import { bytesOf, EXPECTED } from "./files.ts";

for (const name of ["torch1", "torch2", "torch1_legacy", "torch2_legacy", "protocol4"]) {
  Deno.test(`readPth() reads ${name}.pth, which PyTorch wrote`, () => {
    const bytes = bytesOf(`${name}.pth`);
    assert.ok(isPth(bytes));
    const { tensors, others, notes, metadata } = readPth(bytes);
    assert.deepEqual(valuesOf(tensors), EXPECTED);
    assert.deepEqual([...others], [["norm.num_batches_tracked", "I64"]]);
    assert.deepEqual([notes, metadata], [[], {}]);
  });

  Deno.test(`readPth() refuses ${name}.pth wherever it is cut short`, () => {
    const bytes = bytesOf(`${name}.pth`);
    for (let length = 0; length < bytes.length; length += 7) {
      refuses(bytes.slice(0, length), /must/);
    }
  });
}

Deno.test("readPth() runs nothing, and says what Python would have had to make", () => {
  const beginning = "it must contain a state dict, tensors by name, and contains ";
  refuses(
    bytesOf("refused_program.pth"),
    `${beginning}[weight], where weight is a whole posix.system, made by Python; ` +
      "save the model's state_dict() alone",
  );
  refuses(
    bytesOf("refused_module.pth"),
    `${beginning}a whole torch.nn.modules.linear.Linear, made by Python; save model.state_dict()`,
  );
  refuses(
    bytesOf("refused_model_in_checkpoint.pth"),
    `${beginning}[model], where model is a whole torch.nn.modules.linear.Linear, made by Python; ` +
      "save the model's state_dict() alone",
  );
  refuses(bytesOf("refused_tensor.pth"), `${beginning}a single tensor; save model.state_dict()`);
  refuses(
    bytesOf("refused_script.pth"),
    "it must contain a state dict, and is a TorchScript program, which needs PyTorch; save its " +
      "state_dict()",
  );
});

for (const [name, part] of [["checkpoint", "state_dict"], ["full_checkpoint", "model"]]) {
  Deno.test(`readPth() takes the ${part} of ${name}.pth, a whole checkpoint, and says so`, () => {
    const { tensors, notes } = readPth(bytesOf(`${name}.pth`));
    assert.deepEqual(valuesOf(tensors), EXPECTED);
    assert.deepEqual(notes, [`a whole checkpoint, of which "${part}" is used`]);
  });
}

Deno.test("readPth() takes the model of a checkpoint of before PyTorch 1.6, too", () => {
  assert.deepEqual(valuesOf(readPth(bytesOf("full_checkpoint_legacy.pth")).tensors), EXPECTED);
});

Deno.test("readPth() names the parts of a checkpoint of which none is called the model", () => {
  refuses(
    bytesOf("refused_other_checkpoint.pth"),
    "it must contain a state dict, tensors by name, and contains [epoch, net]; save the model's " +
      "state_dict() alone",
  );
});

Deno.test("readPth() reads doubles, parameters, and values that don't lie in a row", () => {
  const read = (name: string) => valuesOf(readPth(bytesOf(`${name}.pth`)).tensors);
  assert.deepEqual(read("double"), { weight: { shape: [2], values: [0, 0] } });
  assert.deepEqual(read("transposed"), {
    weight: { shape: [3, 2], values: [0, 0, 0, 0, 0, 0] },
  });
  assert.deepEqual(read("forms"), {
    channels_last: EXPECTED["conv.weight"],
    // after a step of Adam
    parameter: {
      shape: [4],
      values: [-0.0009999999310821295, 0.9990000128746033, 1.9989999532699585, 2.999000072479248],
    },
  });
});

Deno.test("readPth() speaks of the file, not of the pickle's operations", () => {
  const legacy = bytesOf("torch2_legacy.pth");
  let refused = 0;
  for (let code = 0; code < 256; code++) {
    const bytes = legacy.slice();
    // the first operation of the second pickle
    bytes[17] = code;
    try {
      readPth(bytes);
    } catch (error) {
      refused++;
      assert.match((error as Error).message, /must/);
      assert.doesNotMatch((error as Error).message, /0x|operation|opcode/);
    }
  }
  assert.ok(refused > 240, `${refused}`);
});

Deno.test("readPth() refuses pickles that never come to an end of what they make", () => {
  const bytes = new Uint8Array(2 ** 20).fill("}".charCodeAt(0));
  bytes.set([0x80, 0x02, 0x8a, 0x0a]);
  bytes.set(bytesOf("torch2_legacy.pth").subarray(0, 16));
  refuses(bytes, "its pickle must end within 524288 steps, and does not");
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
  refuses(
    changed(directory + 10, 8),
    "torch2/data.pkl must lie in the archive as torch.save puts it there, and is compressed; if " +
      "weights are packed in it, unpack them first",
  );
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

function valuesOf(tensors: Map<string, FileTensor>): typeof EXPECTED {
  return Object.fromEntries(
    [...tensors].map((
      [name, tensor],
    ) => [name, { shape: tensor.shape, values: [...tensor.read()] }]),
  );
}

function refuses(bytes: Uint8Array, message: string | RegExp): void {
  assert.throws(() => readPth(bytes), { name: "TypeError", message });
}

function find(bytes: Uint8Array, pattern: number[]): number {
  const at = bytes.findIndex((_, i) => pattern.every((byte, k) => bytes[i + k] === byte));
  assert.notEqual(at, -1);
  return at;
}
