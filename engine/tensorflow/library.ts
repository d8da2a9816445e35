/** @module TensorFlow's C library, opened by Deno's FFI: what the binding needs of c_api.h. */

/** The functions of TensorFlow's `c_api.h` and `eager/c_api.h` that the binding calls. */
const SYMBOLS = {
  TF_Version: { parameters: [], result: "pointer" },
  TF_NewStatus: { parameters: [], result: "pointer" },
  TF_GetCode: { parameters: ["pointer"], result: "i32" },
  TF_Message: { parameters: ["pointer"], result: "pointer" },
  TF_AllocateTensor: { parameters: ["i32", "buffer", "i32", "usize"], result: "pointer" },
  TF_DeleteTensor: { parameters: ["pointer"], result: "void" },
  TF_TensorByteSize: { parameters: ["pointer"], result: "usize" },
  TF_TensorData: { parameters: ["pointer"], result: "pointer" },
  TF_DeviceListCount: { parameters: ["pointer"], result: "i32" },
  TF_DeviceListName: { parameters: ["pointer", "i32", "pointer"], result: "pointer" },
  TF_DeviceListType: { parameters: ["pointer", "i32", "pointer"], result: "pointer" },
  TF_DeviceListMemoryBytes: { parameters: ["pointer", "i32", "pointer"], result: "i64" },
  TF_DeleteDeviceList: { parameters: ["pointer"], result: "void" },
  TFE_NewContextOptions: { parameters: [], result: "pointer" },
  TFE_DeleteContextOptions: { parameters: ["pointer"], result: "void" },
  TFE_NewContext: { parameters: ["pointer", "pointer"], result: "pointer" },
  TFE_ContextListDevices: { parameters: ["pointer", "pointer"], result: "pointer" },
  TFE_NewTensorHandle: { parameters: ["pointer", "pointer"], result: "pointer" },
  TFE_DeleteTensorHandle: { parameters: ["pointer"], result: "void" },
  TFE_TensorHandleCopyToDevice: {
    parameters: ["pointer", "pointer", "buffer", "pointer"],
    result: "pointer",
  },
  TFE_TensorHandleDataType: { parameters: ["pointer"], result: "i32" },
  TFE_TensorHandleNumDims: { parameters: ["pointer", "pointer"], result: "i32" },
  TFE_TensorHandleDim: { parameters: ["pointer", "i32", "pointer"], result: "i64" },
  TFE_TensorHandleResolve: { parameters: ["pointer", "pointer"], result: "pointer" },
  TFE_NewOp: { parameters: ["pointer", "buffer", "pointer"], result: "pointer" },
  TFE_DeleteOp: { parameters: ["pointer"], result: "void" },
  TFE_OpAddInput: { parameters: ["pointer", "pointer", "pointer"], result: "void" },
  TFE_OpSetAttrString: { parameters: ["pointer", "buffer", "buffer", "usize"], result: "void" },
  TFE_OpSetAttrInt: { parameters: ["pointer", "buffer", "i64"], result: "void" },
  TFE_OpSetAttrIntList: { parameters: ["pointer", "buffer", "buffer", "i32"], result: "void" },
  TFE_OpSetAttrFloat: { parameters: ["pointer", "buffer", "f32"], result: "void" },
  TFE_OpSetAttrFloatList: { parameters: ["pointer", "buffer", "buffer", "i32"], result: "void" },
  TFE_OpSetAttrBool: { parameters: ["pointer", "buffer", "u8"], result: "void" },
  TFE_OpSetAttrBoolList: { parameters: ["pointer", "buffer", "buffer", "i32"], result: "void" },
  TFE_OpSetAttrType: { parameters: ["pointer", "buffer", "i32"], result: "void" },
  TFE_OpSetAttrShape: {
    parameters: ["pointer", "buffer", "buffer", "i32", "pointer"],
    result: "void",
  },
  TFE_Execute: { parameters: ["pointer", "buffer", "buffer", "pointer"], result: "void" },
  // absl::SetMinLogLevel, as TensorFlow 2.21 exports it
  _ZN4absl12lts_2025081414SetMinLogLevelENS0_18LogSeverityAtLeastE: {
    parameters: ["i32"],
    result: "void",
    optional: true,
  },
} as const;

/** The library's functions. */
export type Library = Deno.DynamicLibrary<typeof SYMBOLS>["symbols"];

/**
 * Opens the library. Needs `--allow-ffi`.
 *
 * @param path Of `libtensorflow_cc.so.2`, its `libtensorflow_framework.so.2` beside it.
 * @param version The version that it must be.
 * @returns Its functions.
 * @throws {Error} When it can't be loaded, or is another version.
 */
export function openLibrary(path: string, version: string): Library {
  const { TF_Version } = SYMBOLS;
  const first = withoutErrorOutput(() => Deno.dlopen(path, { TF_Version }).symbols);
  const found = text(first.TF_Version());
  if (found !== version) throw new Error(`it must be TensorFlow ${version}, got ${found}`);
  const library = Deno.dlopen(path, SYMBOLS).symbols;
  const warnings = 1;
  library._ZN4absl12lts_2025081414SetMinLogLevelENS0_18LogSeverityAtLeastE?.(warnings);
  return library;
}

/** @returns The text of a C string. */
export function text(pointer: Deno.PointerValue): string {
  return pointer === null ? "" : Deno.UnsafePointerView.getCString(pointer);
}

/**
 * While loading, before it reads any setting, TensorFlow prints at length that it uses oneDNN. Errors
 * are thrown, not printed.
 */
function withoutErrorOutput<T>(load: () => T): T {
  const { symbols: { dup, dup2, open, close } } = Deno.dlopen("libc.so.6", {
    dup: { parameters: ["i32"], result: "i32" },
    dup2: { parameters: ["i32", "i32"], result: "i32" },
    open: { parameters: ["buffer", "i32"], result: "i32" },
    close: { parameters: ["i32"], result: "i32" },
  });
  const [errors, writeOnly] = [2, 1];
  const kept = dup(errors);
  const nowhere = open(new TextEncoder().encode("/dev/null\0"), writeOnly);
  dup2(nowhere, errors);
  try {
    return load();
  } finally {
    dup2(kept, errors);
    [kept, nowhere].forEach((file) => close(file));
  }
}
