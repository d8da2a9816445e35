/**
 * Trained models in other programs' formats.
 *
 * @module
 */
export { exportOnnx, type ExportOptions, exportTfjs } from "./export_model.ts";
export type { OnnxModel } from "./onnx/encode_onnx.ts";
export type { Port } from "./onnx/messages.ts";
