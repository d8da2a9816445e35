import { encode } from "fast-png";
import { dirname, join } from "node:path";
import { encodeJpeg } from "../../io/mod.ts";

/** A data folder and a cache folder for one test. */
export interface Folders {
  /** The data folder; its `images/` and `annotations/trimaps/` are there. */
  folder: string;
  /** The cache folder, not yet there. */
  cacheFolder: string;
  /** Writes a file into the data folder. */
  put: (file: string, content: Uint8Array | string) => Promise<void>;
  /** Writes a photograph and a trimap of one size. */
  putPair: (
    id: string,
    options?: { width?: number; height?: number; gray?: number },
  ) => Promise<void>;
}

/** Makes the folders, hands them to `use`, and removes them. */
export async function withFolders(use: (folders: Folders) => Promise<void>): Promise<void> {
  const parent = await Deno.makeTempDir({ prefix: "triptych-pets-" });
  const folder = join(parent, "pets");
  const put = async (file: string, content: Uint8Array | string): Promise<void> => {
    await Deno.mkdir(dirname(join(folder, file)), { recursive: true });
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    await Deno.writeFile(join(folder, file), bytes);
  };
  const putPair: Folders["putPair"] = async (id, { width = 10, height = 8, gray = 100 } = {}) => {
    await put(`images/${id}.jpg`, await jpeg(width, height, gray));
    await put(`annotations/trimaps/${id}.png`, trimap(width, height));
  };
  try {
    await Deno.mkdir(join(folder, "images"), { recursive: true });
    await Deno.mkdir(join(folder, "annotations/trimaps"), { recursive: true });
    await use({ folder, cacheFolder: join(parent, "cache"), put, putPair });
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

/** A grey photograph. */
export async function jpeg(width: number, height: number, gray: number): Promise<Uint8Array> {
  const data = new Uint8Array(width * height * 3).fill(gray);
  return await encodeJpeg({ data, width, height }, { quality: 95 });
}

/** A trimap with stripes of 1, 2 and 3, or as given. */
export function trimap(width: number, height: number, labels?: Uint8Array): Uint8Array {
  const stripes = Uint8Array.from({ length: width * height }, (_, i) => 1 + i % width % 3);
  return encode({ data: labels ?? stripes, width, height, channels: 1 });
}
