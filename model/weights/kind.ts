/** The first bytes of files that people take for weights. */
const KINDS: readonly (readonly [bytes: string, words: string])[] = [
  ["", "an empty file"],
  ["\x89HDF", "an HDF5 file, as Keras writes it"],
  ["\x93NUMPY", "an array of NumPy"],
  ["GGUF", "a GGUF file"],
  ["\x1f\x8b", "compressed by gzip; unpack it first"],
  [
    "version https://git-lfs",
    "a pointer of Git LFS and not the file itself; get it with git lfs pull",
  ],
  ["<", "a web page, perhaps of a download that failed"],
  ["{", "JSON"],
  ["\x80", "a pickle of Python, but not one of torch.save"],
];

/**
 * Says what a file is that holds no weights, as far as its first bytes tell.
 *
 * @param bytes The file
 * @returns Words that follow "is"
 */
export function kindOf(bytes: Uint8Array): string {
  const start = String.fromCharCode(...bytes.subarray(0, 24)).trimStart();
  const [, words] =
    KINDS.find(([first]) => first === "" ? start === "" : start.startsWith(first)) ??
      [];
  return words ?? "neither";
}
