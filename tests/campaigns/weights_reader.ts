import { join } from "node:path";
import { openWeights } from "../../model/mod.ts";
import { bytesOf } from "../model/weights/files.ts";
import type { Reader } from "./reader.ts";

/** What is read of a tensor. */
interface Read {
  name: string;
  shape: number[];
  values: Float32Array;
}

/**
 * A reader of files of weights.
 *
 * @param names Fixtures that can be read.
 * @returns The reader.
 */
export function weightsReader(names: readonly string[]): Reader {
  return {
    seeds: () => Promise.resolve(names.map(bytesOf)),
    async read(bytes, folder): Promise<Read[]> {
      const weights = join(folder, "weights");
      await Deno.writeFile(weights, bytes);
      const { tensors } = await openWeights("mobilenetv2", { weights, format: "torchvision" });
      return [...tensors].map(([name, tensor]) => {
        return { name, shape: tensor.shape, values: tensor.read() };
      });
    },
    check(result) {
      const odd = (result as Read[]).find(({ shape, values }) =>
        values.length !== shape.reduce((product, size) => product * size, 1)
      );
      return odd && `${odd.values.length} values of ${odd.name} for ${odd.shape}`;
    },
  };
}
