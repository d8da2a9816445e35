// The table in docs/tensorflow.md of what tfjs-node lacks. UPDATE=1 writes it anew.
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { chooseBackend } from "../../model/mod.ts";
import { withoutTensorflow } from "../model/engines.ts";

const FILE = new URL("../../docs/tensorflow.md", import.meta.url);
const [BEGIN, END] = [
  "<!-- gap: made by tests/engine/tensorflow_gap_test.ts -->",
  "<!-- end -->",
];

/** What networks need all the same, and where it comes from here. */
const OWN: Record<string, string> = {
  "padding by a number (Conv2D, DepthwiseConv2dNative, their gradients, MaxPool, MaxPoolGrad)":
    "`kernels/padding.ts`: the image is padded, the gradient cut",
  "half-pixel centres in ResizeBilinearGrad, ResizeNearestNeighborGrad":
    "`kernels/resize.ts`: TensorFlow's own attribute",
};

Deno.test({
  name: "docs/tensorflow.md lists the kernels of TensorFlow.js that tfjs-node lacks",
  ignore: withoutTensorflow(),
  async fn() {
    await chooseBackend("cpu");
    const names = (backend: string) =>
      tf.getKernelsForBackend(backend).map(({ kernelName }) => kernelName);
    const there = new Set(names("tensorflow"));
    const missing = names("cpu").filter((name) => !there.has(name)).sort();
    const rows = [
      ...Object.entries(OWN),
      ...missing.map((name) => [name, "refused: no network here needs it"]),
    ];
    const table = ["| missing in tfjs-node 4.22.0 | here |", "| - | - |"].concat(
      rows.map((cells) => `| ${cells.join(" | ")} |`),
    );
    const text = await Deno.readTextFile(FILE);
    const [before, rest] = text.split(BEGIN);
    const [found, after] = rest.split(END);
    if (Deno.env.get("UPDATE") === "1") {
      const made = `${before}${BEGIN}\n\n${table.join("\n")}\n\n${END}${after}`;
      await Deno.writeTextFile(FILE, made);
      return;
    }
    // deno fmt aligns the table's columns
    const cells = (lines: string) =>
      lines.split("\n").filter((line) => /^\| [^-]/.test(line)).map((line) =>
        line.split("|").map((cell) => cell.trim())
      );
    assert.deepEqual(cells(found), cells(table.join("\n")), "UPDATE=1 writes the table anew");
  },
});

Deno.test("no kernel of the training step is missing in the table's engine", {
  ignore: withoutTensorflow(),
}, () => {
  const needed = [
    ...["Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter", "DepthwiseConv2dNative"],
    ...["DepthwiseConv2dNativeBackpropInput", "DepthwiseConv2dNativeBackpropFilter"],
    ...["MaxPool", "MaxPoolGrad", "AvgPool", "AvgPoolGrad", "Concat", "Slice", "PadV2", "Add"],
    ...["Multiply", "Sub", "RealDiv", "Relu", "Relu6", "Sigmoid", "Softmax", "Mean", "Sum"],
    ...["ResizeBilinear", "ResizeBilinearGrad", "ResizeNearestNeighbor", "Reshape", "Transpose"],
    ...["ResizeNearestNeighborGrad", "ArgMax", "Cast", "Tile", "OneHot", "Rsqrt", "Exp", "Log"],
  ];
  assert.deepEqual(needed.filter((name) => tf.getKernel(name, "tensorflow") === undefined), []);
});
