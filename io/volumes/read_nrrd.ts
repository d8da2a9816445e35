import { affineOf, LPS, RAS } from "./orientation.ts";
import { countOf, type Element, type Stored } from "./stored.ts";
import type { Headed } from "./values_beside.ts";

/** Whether a file is NRRD. */
export function isNrrd(bytes: Uint8Array): boolean {
  return /^NRRD000\d/.test(String.fromCharCode(...bytes.subarray(0, 8)));
}

/** NRRD's names of types: https://teem.sourceforge.net/nrrd/format.html#type */
const ELEMENTS: Partial<Record<Element, RegExp>> = {
  i1: /^(signed char|int8|int8_t)$/,
  u1: /^(uchar|unsigned char|uint8|uint8_t)$/,
  i2: /^(short|short int|signed short|signed short int|int16|int16_t)$/,
  u2: /^(ushort|unsigned short|unsigned short int|uint16|uint16_t)$/,
  i4: /^(int|signed int|int32|int32_t)$/,
  u4: /^(uint|unsigned int|uint32|uint32_t)$/,
  i8: /^(longlong|long long|long long int|signed long long|signed long long int|int64|int64_t)$/,
  u8: /^(ulonglong|unsigned long long|unsigned long long int|uint64|uint64_t)$/,
  f4: /^float$/,
  f8: /^double$/,
};

/** NRRD's names of what can be read here: https://teem.sourceforge.net/nrrd/format.html#encoding */
const ENCODINGS = new Map<string, "raw" | "gzip">([
  ["raw", "raw"],
  ["gzip", "gzip"],
  ["gz", "gzip"],
]);

/** The longest header that is read. */
const LONGEST = 2 ** 20;

/** The space's first two axes against the patient's right and front. */
const SPACES = new Map<string, readonly number[]>([
  ["left-posterior-superior", LPS],
  ["lps", LPS],
  ["right-anterior-superior", RAS],
  ["ras", RAS],
  ["left-anterior-superior", [-1, 1, 1]],
  ["las", [-1, 1, 1]],
]);

/**
 * Reads the header of an NRRD file, whose values are raw or gzipped, in the same file or in one beside it.
 *
 * @param bytes The file's content.
 * @param most The most values.
 * @returns The volume, its place in mm if the header says a space that is known.
 * @throws {TypeError} If the header is damaged, or of something that is no label map.
 */
export function readNrrd(bytes: Uint8Array, most: number): Headed {
  const refuse = (rule: string): never => {
    throw new TypeError(`Cannot decode labels of the NRRD: ${rule}`);
  };
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, LONGEST));
  // a header of its own may end without the blank line
  const [, text = head, gap] = /^([^]*?)(\r?\n\r?\n)/.exec(head) ?? [];
  const fields = new Map(
    [...text.matchAll(/^([^#:\r\n]+): (.*?)\r?$/gm)].map(([, name, value]) => [
      name.toLowerCase().replaceAll(" ", ""),
      value.trim(),
    ]),
  );
  const field = (name: string): string => fields.get(name) ?? "";
  const file = fields.get("datafile");
  if (file === undefined && gap === undefined) return refuse("it is cut short within its header");
  const packing = ENCODINGS.get(field("encoding"));
  if (packing === undefined) {
    return refuse(`its encoding must be raw or gzip, got ${field("encoding") || "none"}`);
  }
  const type = field("type").toLowerCase();
  const element = (Object.keys(ELEMENTS) as Element[]).find((name) => ELEMENTS[name]!.test(type));
  if (element === undefined) return refuse(`its type must be of numbers, got ${type || "none"}`);
  const lengths = field("sizes").split(/\s+/).map(Number);
  if (lengths.length !== 2 && lengths.length !== 3) {
    refuse(`it must have two axes or three, got sizes ${lengths.join(", ")}`);
  }
  countOf("NRRD", lengths, most);
  return {
    format: "NRRD",
    lengths,
    element,
    little: field("endian") !== "big",
    packing,
    ...valuesOf(bytes.subarray(text.length + (gap ?? "").length), packing, field, refuse),
    ...placeOf(field, lengths.length),
  };
}

/** Where the values are, and where they begin there. */
function valuesOf(
  rest: Uint8Array,
  packing: "raw" | "gzip",
  field: (name: string) => string,
  refuse: (rule: string) => never,
): Pick<Headed, "bytes" | "file" | "start"> {
  const file = field("datafile"), skip = Number(field("byteskip") || 0);
  // a pattern or a list of files, one a slice
  if (/%|^LIST/i.test(file)) refuse(`its values must be in one file, got ${file}`);
  if (Number(field("lineskip") || 0) !== 0) {
    refuse(`its values must begin at a byte, got line skip ${field("lineskip")}`);
  }
  if (!(Number.isInteger(skip) && skip >= -1) || skip !== 0 && packing !== "raw") {
    refuse(`its byte skip must be 0, or of raw values a number of bytes or -1, got ${skip}`);
  }
  if (file !== "") return { file, start: skip };
  if (skip < 0) {
    refuse("its byte skip must be 0 or more where its values are in the same file, got -1");
  }
  return { bytes: rest.subarray(skip), start: skip };
}

function placeOf(
  field: (name: string) => string,
  axes: number,
): Pick<Stored, "spacing" | "affine"> {
  const vectors = [...field("spacedirections").matchAll(/\(([^()]*)\)/g)]
    .map(([, vector]) => vector.split(",").map(Number));
  const origin = (/\(([^()]*)\)/.exec(field("spaceorigin"))?.[1] ?? "0,0,0").split(",").map(Number);
  const signs = SPACES.get(field("space").toLowerCase());
  const isWhole = vectors.length === axes &&
    vectors.every((vector) =>
      vector.length === axes && vector.every(Number.isFinite) && Math.hypot(...vector) > 0
    );
  if (isWhole) {
    return {
      spacing: vectors.map((vector) => Math.hypot(...vector)),
      ...(axes === 3 && signs && { affine: affineOf(vectors, origin, signs) }),
    };
  }
  const spacing = field("spacings").split(/\s+/).map(Number);
  return spacing.length === axes && spacing.every((step) => step > 0) ? { spacing } : {};
}
