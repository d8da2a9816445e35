/** The text of a file that another program wrote. */
import { parseJson } from "../../io/mod.ts";

/**
 * Decodes UTF-8, with or without a byte order mark, and UTF-16 with one, Excel's "Unicode text".
 *
 * @param bytes The file's content.
 * @throws {TypeError} If it is in another encoding.
 */
export function decodeText(bytes: Uint8Array): string {
  const [a, b] = bytes;
  const encoding = a === 0xff && b === 0xfe
    ? "utf-16le"
    : a === 0xfe && b === 0xff
    ? "utf-16be"
    : "utf-8";
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch {
    // reported below
  }
  throw new TypeError("it must be text in UTF-8, or in UTF-16 with a byte order mark");
}

/**
 * Parses JSON as Python writes it, with NaN and Infinity, which become null. Strings keep them.
 *
 * @param text The file.
 * @throws {SyntaxError} If it isn't JSON.
 */
export function parsePythonJson(text: string): unknown {
  const next = /["NI]/g, end = /["\\]/g;
  let json = "", from = 0;
  for (let hit; (hit = next.exec(text));) {
    const at = hit.index;
    if (text[at] === '"') {
      next.lastIndex = endOfString(text, at + 1, end);
      continue;
    }
    const word = ["NaN", "Infinity"].find((one) => text.startsWith(one, at));
    if (!word) continue;
    const start = word === "Infinity" && text[at - 1] === "-" ? at - 1 : at;
    json += `${text.slice(from, start)}null`;
    from = next.lastIndex = at + word.length;
  }
  return parseJson(json + text.slice(from));
}

/** Where a string that begins before `from` has ended; the text's end where it doesn't. */
function endOfString(text: string, from: number, end: RegExp): number {
  end.lastIndex = from;
  for (let hit; (hit = end.exec(text));) {
    if (hit[0] === '"') return end.lastIndex;
    end.lastIndex++;
  }
  return text.length;
}
