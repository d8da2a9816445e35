/** A line of a file, from its first byte to the one behind its end. */
export interface Line {
  from: number;
  to: number;
  /** The line with its end; valid until the next one is asked for. */
  bytes: Uint8Array;
}

/** So much is read at a time. */
const CHUNK = 2 ** 20;

/**
 * The lines of a file, one by one, so that memory doesn't grow with the file. What follows the last line's
 * end is left out.
 *
 * @param file The open file, at its beginning.
 */
export function* linesOf(file: Deno.FsFile): Generator<Line> {
  let buffer = new Uint8Array(CHUNK), filled = 0, offset = 0;
  for (;;) {
    const read = file.readSync(buffer.subarray(filled));
    if (read === null) return;
    filled += read;
    let start = 0;
    for (let end; (end = buffer.subarray(0, filled).indexOf(0x0a, start)) >= 0; start = end + 1) {
      const bytes = buffer.subarray(start, end + 1);
      yield { from: offset + start, to: offset + end + 1, bytes };
    }
    offset += start;
    const rest = buffer.subarray(start, filled);
    // a line that fills the buffer needs a larger one
    const room = rest.length === buffer.length ? new Uint8Array(2 * buffer.length) : buffer;
    if (room === buffer) buffer.copyWithin(0, start, filled);
    else room.set(rest);
    buffer = room;
    filled = rest.length;
  }
}
