import { affineOf, LPS } from "./orientation.ts";
import { countOf, type Element, type Stored } from "./stored.ts";
import type { Headed } from "./values_beside.ts";

/** Whether a file is a MetaImage, `.mha` or the header `.mhd`: text that begins with its first key. */
export function isMetaImage(bytes: Uint8Array): boolean {
  const start = String.fromCharCode(...bytes.subarray(0, 40));
  return /^\s*(ObjectType|NDims|Comment)\s*=/.test(start);
}

/** MetaImage's names of types: https://itk.org/Wiki/ITK/MetaIO/Documentation */
const ELEMENTS: Record<string, Element> = {
  MET_UCHAR: "u1",
  MET_CHAR: "i1",
  MET_USHORT: "u2",
  MET_SHORT: "i2",
  MET_UINT: "u4",
  MET_INT: "i4",
  MET_ULONG_LONG: "u8",
  MET_LONG_LONG: "i8",
  MET_FLOAT: "f4",
  MET_DOUBLE: "f8",
};

/** The longest header that is read. */
const LONGEST = 2 ** 16;

/**
 * Reads the header of a MetaImage.
 *
 * @param bytes The file's content.
 * @param most The most values.
 * @returns The volume.
 * @throws {TypeError} If the header is damaged, or of something that is no label map.
 */
export function readMetaImage(bytes: Uint8Array, most: number): Headed {
  const refuse = (rule: string): never => {
    throw new TypeError(`Cannot decode labels of the MetaImage: ${rule}`);
  };
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, LONGEST));
  // expressions stay within a line: over many, a small file of blanks would keep them busy for hours
  const last = /(?:^|\n)[ \t]*ElementDataFile[ \t]*=[ \t]*([^\r\n]*)\r?\n?/.exec(head);
  if (last === null || last[1].trim() === "") return refuse("it is cut short within its header");
  const [found, file] = last, text = head.slice(0, last.index + found.length);
  const fields = new Map(
    [...text.matchAll(/^[ \t]*(\w+)[ \t]*=(.*)$/gm)].map((
      [, name, value],
    ) => [name, value.trim()]),
  );
  const numbers = (...names: string[]): number[] | undefined => {
    const name = names.find((name) => fields.has(name));
    return name === undefined ? undefined : fields.get(name)!.split(/\s+/).map(Number);
  };
  const isTrue = (name: string): boolean => /^true$/i.test(fields.get(name) ?? "");
  const lengths = numbers("DimSize") ?? [];
  if (lengths.length !== 2 && lengths.length !== 3) {
    refuse(`it must have two axes or three, got ${fields.get("DimSize") ?? "none"}`);
  }
  const type = fields.get("ElementType") ?? "none";
  const element = Object.hasOwn(ELEMENTS, type) ? ELEMENTS[type] : undefined;
  const channels = Number(fields.get("ElementNumberOfChannels") ?? 1);
  if (element === undefined) return refuse(`its type must be of numbers, got ${type}`);
  if (channels !== 1) refuse(`it must have one channel, got ${channels}`);
  countOf("MetaImage", lengths, most);
  const isLocal = /^local$/i.test(file.trim());
  // a pattern or a list of files, one a slice
  if (!isLocal && /%|^LIST/i.test(file)) refuse(`its values must be in one file, got ${file}`);
  return {
    format: "MetaImage",
    lengths,
    element,
    little: !isTrue("BinaryDataByteOrderMSB") && !isTrue("ElementByteOrderMSB"),
    packing: isTrue("CompressedData") ? "zlib" : "raw",
    start: numbers("HeaderSize")?.[0] ?? 0,
    ...(isLocal ? { bytes: bytes.subarray(text.length) } : { file: file.trim() }),
    ...placeOf(numbers, lengths.length),
  };
}

function placeOf(
  numbers: (...names: string[]) => number[] | undefined,
  axes: number,
): Pick<Stored, "spacing" | "affine"> {
  const spacing = numbers("ElementSpacing", "ElementSize") ?? new Array(axes).fill(1);
  const matrix = numbers("TransformMatrix", "Rotation", "Orientation");
  const origin = numbers("Offset", "Position", "Origin") ?? new Array(axes).fill(0);
  if (spacing.length !== axes || !spacing.every((step) => step > 0)) return {};
  const isWhole = axes === 3 && matrix?.length === 9 && origin.length === 3 &&
    [...matrix, ...origin].every(Number.isFinite);
  if (!isWhole) return { spacing };
  // each row is the direction of an axis
  const vectors = spacing.map((step, i) => matrix.slice(3 * i, 3 * i + 3).map((v) => v * step));
  return { spacing, affine: affineOf(vectors, origin, LPS) };
}
