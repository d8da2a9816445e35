import type { SymbolicTensor } from "@tensorflow/tfjs-layers";
import type { Activation } from "@triptych/engine";

/** An activation of one layer or several. */
export interface Found {
  /** Which. */
  activation: Activation | "hardSigmoid";
  /** The values of its layers, the last of which it gives. */
  values: SymbolicTensor[];
}

/** Who takes each value, by the value's id. */
export type Takers = ReadonlyMap<number, SymbolicTensor[]>;

/**
 * Recognises the activation behind a value. Hard sigmoid and hard swish have no layer of their own in
 * TensorFlow.js: models are built of `Rescaling`, `ReLU` and `Multiply`, and run in one pass.
 *
 * @param value What the activation takes
 * @param takers Who takes which value
 * @returns The activation; nothing where none follows that alone takes the value
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

/**
 * @param value Any value
 * @param takers Who takes which value
 * @returns What alone takes it; nothing where several do, or none
 */
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
