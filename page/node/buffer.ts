/** What of node:buffer our codecs use, in a page. */
export class Buffer extends Uint8Array {
  /** Zeros. */
  static alloc(length: number): Buffer {
    return new Buffer(length);
  }

  /** One after the other. */
  static concat(parts: readonly Uint8Array[]): Buffer {
    const whole = new Buffer(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  /** Writes a whole number of 32 bits, its highest byte first. */
  writeUInt32BE(value: number, at: number): void {
    new DataView(this.buffer, this.byteOffset).setUint32(at, value);
  }

  /** Writes a text of one byte a character. */
  write(text: string, at: number): void {
    for (let i = 0; i < text.length; i++) this[at + i] = text.charCodeAt(i);
  }
}
