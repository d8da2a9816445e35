/** What it takes to refuse a file, measured in a process of its own: tests share theirs with others. */
import assert from "node:assert/strict";
import { cpuUsage } from "node:process";
import { fileURLToPath } from "node:url";
import { decodeLabelPng, decodePhotograph, readImage } from "../../io/mod.ts";

/** Who refuses: each gives the messages of all that read such a file. */
const READERS = { image, picture };

/** What one file took. */
interface Refused {
  messages: string[];
  /** Of the processor. */
  milliseconds: number;
  /** More than before. */
  bytes: number;
}

/** The most that refusing may take of the processor and of memory: headers tell. */
const MILLISECONDS = 1000, BYTES = 200e6;

/**
 * Has files refused, one after the other.
 *
 * @param reader Which reader.
 * @param files Their bytes.
 * @returns For each file the messages.
 */
export async function refusals(
  reader: keyof typeof READERS,
  files: readonly Uint8Array[],
): Promise<string[][]> {
  const folder = await Deno.makeTempDir({ prefix: "triptych-refusals-" });
  try {
    for (const [i, bytes] of files.entries()) await Deno.writeFile(`${folder}/${i}`, bytes);
    const program = fileURLToPath(import.meta.url);
    const args = ["run", "--no-lock", "--no-check", "--allow-read", program, reader, folder];
    const { stdout, stderr } = await new Deno.Command("deno", { args }).output();
    const text = new TextDecoder();
    const all: Refused[] = text.decode(stdout).trim().split("\n").map((line) => JSON.parse(line));
    assert.equal(all.length, files.length, text.decode(stderr));
    for (const [i, { messages, milliseconds, bytes }] of all.entries()) {
      assert.ok(messages.length > 0, `${i} is refused`);
      assert.ok(milliseconds < MILLISECONDS, `${i}: ${milliseconds} ms, ${messages}`);
      assert.ok(bytes < BYTES, `${i}: ${bytes} bytes, ${messages}`);
    }
    return all.map(({ messages }) => messages);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function image(bytes: Uint8Array): Promise<string[]> {
  return [await readImage(bytes).then(() => assert.fail("it is read"), ({ message }) => message)];
}

/** As a photograph and, where it is a PNG, as labels. */
async function picture(bytes: Uint8Array): Promise<string[]> {
  const messages: string[] = [];
  await decodePhotograph(bytes).catch((error) => messages.push(error.message));
  if (bytes[0] === 0x89) {
    try {
      decodeLabelPng(bytes);
    } catch (error) {
      messages.push((error as Error).message);
    }
    assert.equal(messages.length, 2, "both refuse");
  }
  return messages;
}

if (import.meta.main) {
  const [reader, folder] = Deno.args;
  for (let i = 0; i < [...Deno.readDirSync(folder)].length; i++) {
    const bytes = Deno.readFileSync(`${folder}/${i}`), rss = Deno.memoryUsage().rss;
    const before = cpuUsage();
    const messages = await READERS[reader as keyof typeof READERS](bytes);
    const { user, system } = cpuUsage(before);
    const took: Refused = {
      messages,
      milliseconds: (user + system) / 1000,
      bytes: Deno.memoryUsage().rss - rss,
    };
    console.log(JSON.stringify(took));
  }
}
