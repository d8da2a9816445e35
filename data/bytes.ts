/**
 * The memory of samples as bytes.
 *
 * @param samples Numbers of any kind.
 */
export function bytesOf<Own extends ArrayBufferLike>(
  { buffer, byteOffset, byteLength }: { buffer: Own; byteOffset: number; byteLength: number },
): Uint8Array<Own> {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
