import type { SymbolicTensor } from "@tensorflow/tfjs-layers";
import type { Activation } from "@triptych/engine";

/** An activation that one layer or several compute. */
export interface Found {
  /** Which. */
  activation: Activation | "hardSigmoid";
  /** The outputs of its layers, the activation's own last. */
  values: SymbolicTensor[];
}

/** What consumes each value, by the value's id. */
export type Takers = ReadonlyMap<number, SymbolicTensor[]>;

/**
 * Recognises the activation that alone consumes a value, if there is one. Hard sigmoid and hard swish have
 * no layer of their own in TensorFlow.js: models contain `Rescaling`, `ReLU` and `Multiply`, which run as
 * one operation.
 */
export function activationOf(value: SymbolicTensor, takers: Takers): Found | undefined {
  const found = takers.get(value.id) ?? [];
  const [first] = found;
  if (found.length === 1) {
    if (isRelu(first, null)) return { activation: "relu", values: [first] };
    if (isRelu(first, 6)) return { activation: "relu6", values: [first] };
    return hardSigmoid(first, takers);
  }
  const product = found.find((taker) => taker.sourceLayer.getClassName() === "Multiply");
  const gate = found.find((taker) => taker !== product);
  if (found.length !== 2 || product === undefined || gate === undefined) return undefined;
  const sigmoid = hardSigmoid(gate, takers);
  const last = sigmoid?.values.at(-1);
  const isGated = last !== undefined && onlyTaker(last, takers) === product &&
    product.inputs.length === 2 && product.inputs.includes(value);
  return isGated ? { activation: "hardSwish", values: [...sigmoid!.values, product] } : undefined;
}

/** What alone consumes a value; undefined if several do, or none. */
export function onlyTaker(value: SymbolicTensor, takers: Takers): SymbolicTensor | undefined {
  const found = takers.get(value.id) ?? [];
  return found.length === 1 ? found[0] : undefined;
}

/** min(max(x / 6 + 0.5, 0), 1), from its first layer on. */
function hardSigmoid(line: SymbolicTensor, takers: Takers): Found | undefined {
  if (line.sourceLayer.getClassName() !== "Rescaling") return undefined;
  const { scale, offset } = line.sourceLayer.getConfig();
  const clip = onlyTaker(line, takers);
  const isHardSigmoid = scale === 1 / 6 && offset === 0.5 && clip && isRelu(clip, 1);
  return isHardSigmoid ? { activation: "hardSigmoid", values: [line, clip] } : undefined;
}

function isRelu({ sourceLayer }: SymbolicTensor, maxValue: number | null): boolean {
  return sourceLayer.getClassName() === "ReLU" &&
    (sourceLayer.getConfig().maxValue ?? null) === maxValue;
}
