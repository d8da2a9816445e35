import { Global, Made, Outside, type Value } from "./pickle.ts";
import { shown } from "./shown.ts";
import { isFloatType, lazyTensor, placeIn, type WeightsFile } from "./tensor.ts";

/** A block of values that tensors are views of. */
export interface Storage {
  /** Its name in the file. */
  key: string;
  /** The type of its values, named as in safetensors; none if the tensor says it. */
  type?: string;
  /** Bytes per value. */
  width: number;
  /** Number of values. */
  count: number;
}

/** The type of values, by the storage's class in the pickle. */
const STORAGES = new Map(Object.entries({
  "torch.DoubleStorage": { type: "F64", width: 8 },
  "torch.FloatStorage": { type: "F32", width: 4 },
  "torch.HalfStorage": { type: "F16", width: 2 },
  "torch.BFloat16Storage": { type: "BF16", width: 2 },
  "torch.LongStorage": { type: "I64", width: 8 },
  "torch.IntStorage": { type: "I32", width: 4 },
  "torch.ShortStorage": { type: "I16", width: 2 },
  "torch.CharStorage": { type: "I8", width: 1 },
  "torch.ByteStorage": { type: "U8", width: 1 },
  "torch.BoolStorage": { type: "BOOL", width: 1 },
  "torch.storage.UntypedStorage": { width: 1 },
}));

/** What makes a tensor, or one that says its type itself. */
const [TENSOR, TYPED] = ["torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor_v3"];

/** What wraps a trained tensor. */
const PARAMETER = "torch._utils._rebuild_parameter";

/** What people call the state dict in their checkpoints. */
const CALLED = ["state_dict", "model_state_dict", "model"];

/** Tensors by name, as in a pickle. */
export type StateDict = Map<string, Value>;

/**
 * Finds the state dict in what `torch.save` wrote: all of it, or the one part of a checkpoint with such a
 * name. Errors complete "Cannot read …: ".
 */
export function findStateDict(value: Value): { dictionary: StateDict; under?: string } {
  if (isStateDict(value)) return { dictionary: value };
  const must = "it must contain a state dict, tensors by name";
  if (!(value instanceof Map)) {
    throw new TypeError(`${must}, and contains ${described(value)}; save model.state_dict()`);
  }
  const found = CALLED.filter((name) => isStateDict(value.get(name)));
  if (found.length === 1) {
    return { dictionary: value.get(found[0]) as StateDict, under: found[0] };
  }
  const odd = [...value].filter(([, part]) => part instanceof Made && !isTensor(part))
    .map(([name, part]) => `${shown(name)} is ${described(part)}`);
  throw new TypeError(
    `${must}, and contains ${[shown([...value.keys()]), ...odd.slice(0, 1)].join(", where ")}; ` +
      "save the model's state_dict() alone",
  );
}

/** What something other than a state dict is. */
function described(value: Value): string {
  if (isTensor(value)) return "a single tensor";
  return value instanceof Made ? `a whole ${shown(value.by)}, made by Python` : "something else";
}

/** Whether something is tensors by name, possibly among numbers and strings. */
function isStateDict(value: Value | undefined): value is StateDict {
  return value instanceof Map && [...value.values()].some(isTensor) &&
    [...value].every(([name, part]) =>
      typeof name === "string" && (!(part instanceof Made) || isTensor(part))
    );
}

function isTensor(value: Value): boolean {
  const tensor = unwrapped(value);
  return tensor instanceof Made && /^torch\._(utils|tensor)\._rebuild/.test(tensor.by);
}

/** The tensor inside a parameter. */
function unwrapped(value: Value): Value {
  return value instanceof Made && value.by === PARAMETER ? value.args[0] : value;
}

/**
 * Cuts the tensors of a state dict from their storages; throws if a storage is missing or a tensor lies
 * outside it.
 */
export function cutTensors(
  dictionary: StateDict,
  bytesOf: (key: string) => Uint8Array | undefined,
): Pick<WeightsFile, "tensors" | "others"> {
  const tensors: WeightsFile["tensors"] = new Map();
  const others: WeightsFile["others"] = new Map();
  for (const [name, value] of dictionary) {
    if (!isTensor(value)) continue;
    const { by, args } = unwrapped(value) as Made;
    const type = by === TENSOR ? undefined : by === TYPED ? typeOf(args[6]) : by;
    if (type !== undefined) {
      others.set(name, type);
      continue;
    }
    const [outside, offset, shape, strides] = args;
    const storage = outside instanceof Outside ? storageOf(outside) : undefined;
    if (storage?.type === undefined) {
      throw new TypeError(`${shown(name)} must say which storage it is cut from`);
    }
    const bytes = bytesOf(storage.key);
    if (bytes?.length !== storage.count * storage.width) {
      throw new TypeError(
        `storage ${shown(storage.key)} of ${shown(name)} must have ` +
          `${storage.count * storage.width} bytes, got ${bytes?.length ?? "none"}`,
      );
    }
    const place = placeIn(storage.count, offset, shape, strides);
    if (place === undefined) {
      throw new TypeError(`${shown(name)} must lie inside its storage of ${storage.count} values`);
    }
    if (isFloatType(storage.type)) tensors.set(name, lazyTensor(bytes, storage.type, place));
    else others.set(name, storage.type);
  }
  return { tensors, others };
}

/** `torch.float8_e4m3fn` and the like. */
function typeOf(value: Value | undefined): string {
  return value instanceof Global ? value.name.replace("torch.", "") : "something else";
}

/**
 * The storage that a pickle refers to by the tuple ("storage", class, key, device, count), before PyTorch
 * 1.6 with a view, which is always null; undefined for anything else.
 */
export function storageOf({ id }: Outside): Storage | undefined {
  const [word, type, key, , count, view = null] = Array.isArray(id) ? id : [];
  const kind = type instanceof Global ? STORAGES.get(type.name) : undefined;
  const isKnown = word === "storage" && kind !== undefined && typeof key === "string" &&
    view === null && Number.isSafeInteger(count) && (count as number) >= 0;
  return isKnown ? { key, ...kind, count: count as number } : undefined;
}
