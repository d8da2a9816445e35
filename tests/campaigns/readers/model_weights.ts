import { predictWith, sealedModel } from "../model_files.ts";
import type { Reader } from "../reader.ts";

/** The weights of a model, with what describes it beside them. */
export const reader: Reader = {
  async seeds() {
    return [(await sealedModel()).weights];
  },
  read: (bytes, folder) => predictWith(folder, { weights: bytes }),
  isChecked: true,
};
