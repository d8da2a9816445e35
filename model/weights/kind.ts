/** The first bytes of files that people mistake for weights. */
const KINDS: readonly (readonly [bytes: string, words: string])[] = [
  ["", "an empty file"],
  ["\x89HDF", "an HDF5 file, as Keras writes"],
  ["\x93NUMPY", "a NumPy array"],
  ["GGUF", "a GGUF file"],
  ["\x1f\x8b", "compressed with gzip; unpack it first"],
  [
    "version https://git-lfs",
    "a pointer of Git LFS and not the file itself; get it with git lfs pull",
  ],
  ["<", "a web page, perhaps from a failed download"],
  ["{", "JSON"],
  ["\x80", "a Python pickle, but not from torch.save"],
];

/** What a file without weights is, as far as its first bytes tell: words that follow "is". */
export function kindOf(bytes: Uint8Array): string {
  const start = String.fromCharCode(...bytes.subarray(0, 24)).trimStart();
  const [, words] =
    KINDS.find(([first]) => first === "" ? start === "" : start.startsWith(first)) ??
      [];
  return words ?? "neither";
}
