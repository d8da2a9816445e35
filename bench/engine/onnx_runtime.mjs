// Contestants that are ONNX Runtime, in WebAssembly or native.
import { photographs, sample } from "./problems.mjs";

/** Starts it; gives its version, and what it can be asked. */
export async function start(name, { threads, url, files }) {
  const isWeb = name === "web";
  const ort = !isWeb
    ? (await import("onnxruntime-node")).default
    : globalThis.document
    ? await import("onnxruntime-web/wasm")
    : await import("onnxruntime-web");
  if (isWeb) {
    ort.env.wasm.numThreads = threads;
    if (globalThis.document) ort.env.wasm.wasmPaths = `${files}/onnxruntime-web/dist/`;
  }
  const options = isWeb ? {} : { intraOpNumThreads: threads, interOpNumThreads: 1 };
  const sessions = new Map();
  return {
    version: `${ort.env.versions[isWeb ? "web" : "node"]}, ${
      isWeb ? "WebAssembly" : "native"
    } on ${threads} threads`,
    /** A run of a U-Net, and a sample of its logits. */
    async infer({ model, batch, side, classes }) {
      if (!sessions.has(model)) {
        const bytes = new Uint8Array(await (await fetch(`${url}/${model}.onnx`)).arrayBuffer());
        sessions.set(model, await ort.InferenceSession.create(bytes, options));
      }
      const pixels = side * side,
        from = photographs(batch, side),
        to = new Float32Array(from.length);
      for (let i = 0; i < from.length; i++) {
        const pixel = Math.floor(i / 3), n = Math.floor(pixel / pixels);
        to[(n * 3 + i % 3) * pixels + pixel % pixels] = from[i];
      }
      const image = new ort.Tensor("float32", to, [batch, 3, side, side]);
      return {
        async run() {
          const { logits } = await sessions.get(model).run({ image });
          return sample(logits.data, { side, classes, channelsFirst: true });
        },
        end() {},
      };
    },
  };
}
