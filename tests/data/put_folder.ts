import { encode } from "fast-png";
import { mulberry32 } from "../../core/mod.ts";

/** A data folder to make. */
export interface FolderToPut {
  /** How many images. */
  count: number;
  width: number;
  height: number;
  /** The value in the mask of an image at a place. */
  valueAt(image: number, x: number, y: number): number;
  /** The name of an image, without its ending. @default {`image1`, …} */
  nameOf?(image: number): string;
}

/** Writes `images/NAME.png` and `masks/NAME.png`: each value has a colour, under a little noise. */
export async function putFolder(
  folder: string,
  { count, width, height, valueAt, nameOf = (i) => `image${i}` }: FolderToPut,
): Promise<void> {
  const random = mulberry32(1);
  for (const part of ["images", "masks"]) {
    await Deno.mkdir(`${folder}/${part}`, { recursive: true });
  }
  for (let i = 0; i < count; i++) {
    const mask = Uint8Array.from(
      { length: width * height },
      (_, at) => valueAt(i, at % width, Math.floor(at / width)),
    );
    const image = new Uint8Array(3 * mask.length);
    for (const [at, value] of mask.entries()) {
      for (let c = 0; c < 3; c++) {
        image[3 * at + c] = (40 + 70 * value * (c + 1) + 30 * random()) & 255;
      }
    }
    const picture = (data: Uint8Array, channels: number) =>
      encode({ data, width, height, channels });
    await Deno.writeFile(`${folder}/images/${nameOf(i)}.png`, picture(image, 3));
    await Deno.writeFile(`${folder}/masks/${nameOf(i)}.png`, picture(mask, 1));
  }
}
