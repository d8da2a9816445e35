/** The most bytes of a file of lines, and of one line. */
const [MOST_BYTES, MOST_LINE] = [2 ** 30, 2 ** 20];

/** A line of a file. */
export interface Line {
  /** Its text, without the line break. */
  text: string;
  /** Where it begins in the file. */
  at: number;
  /** Its bytes. */
  length: number;
}

/**
 * The lines of a file, one after the other: what is in memory doesn't grow with the file.
 *
 * @param file The file, open for reading.
 * @throws {TypeError} If the file or a line is too large.
 */
export async function* linesOf(file: Deno.FsFile): AsyncGenerator<Line, void, void> {
  const { size } = await file.stat();
  if (size > MOST_BYTES) {
    throw new TypeError(`it must have at most ${MOST_BYTES} bytes, got ${size}`);
  }
  const buffer = new Uint8Array(2 * MOST_LINE);
  let at = 0, end = 0;
  for (;;) {
    const count = await file.read(buffer.subarray(end));
    end += count ?? 0;
    let start = 0;
    for (let stop; start < end; start = stop + 1) {
      stop = buffer.subarray(0, end).indexOf(0x0a, start);
      if (stop < 0 && count !== null) break;
      if (stop < 0) stop = end;
      yield { text: decode(buffer.subarray(start, stop)), at: at + start, length: stop - start };
    }
    if (count === null) return;
    buffer.copyWithin(0, start, end);
    [at, end] = [at + start, end - start];
    if (end > MOST_LINE) throw new TypeError(`a line must have at most ${MOST_LINE} bytes`);
  }
}

/** A line of a file that has been read before. */
export async function readAt(
  file: Deno.FsFile,
  { at, length }: Pick<Line, "at" | "length">,
): Promise<string> {
  const bytes = new Uint8Array(length);
  await file.seek(at, Deno.SeekMode.Start);
  for (let done = 0; done < length;) {
    const count = await file.read(bytes.subarray(done));
    if (count === null) break;
    done += count;
  }
  return decode(bytes);
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
