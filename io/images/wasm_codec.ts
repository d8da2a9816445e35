/** What Emscripten's glue of a codec of `@jsquash` takes, as far as it is used here. */
interface GlueOptions {
  noInitialRun: boolean;
  print(line: string): void;
  printErr(line: string): void;
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance) => void,
  ): WebAssembly.Exports;
}

/** An instance of a codec. */
interface Running<Codec> {
  codec: Codec;
  memory: WebAssembly.Memory;
  /** What it has printed since it was last asked. */
  said: string[];
}

/** Memory above which an instance is not kept: WebAssembly's memory grows and never shrinks. */
const KEPT_BYTES = 64 * 2 ** 20;

/**
 * A codec of `@jsquash`: libraries in C, compiled to WebAssembly by Emscripten. Its WebAssembly is read
 * from the package's own file, never fetched, and one instance serves file after file, unless a
 * file makes it give up: what that leaves behind goes with the instance.
 */
export class WasmCodec<Codec> {
  #module?: Promise<WebAssembly.Module>;
  #running?: Running<Codec>;

  /**
   * @param name What it is called in messages.
   * @param wasm Where its WebAssembly is.
   * @param glue Imports Emscripten's JavaScript.
   */
  constructor(
    readonly name: string,
    readonly wasm: () => string,
    readonly glue: () => Promise<{ default: unknown }>,
  ) {}

  /**
   * Loads the codec, so that a missing permission is told apart from a bad file.
   *
   * @throws {Error} If it can't be loaded; its cause says why.
   */
  async load(): Promise<WebAssembly.Module> {
    try {
      return await (this.#module ??= this.#compile());
    } catch (cause) {
      this.#module = undefined;
      const reason = cause instanceof Error ? cause.message : String(cause);
      const message = `Cannot load the ${this.name} codec, which needs --allow-read: ${reason}`;
      throw new Error(message, { cause });
    }
  }

  async #compile(): Promise<WebAssembly.Module> {
    // its glue makes Deno install the package, so that the address is a file's
    await this.glue();
    return await WebAssembly.compile(await Deno.readFile(new URL(this.wasm())));
  }

  /**
   * Has the codec do something.
   *
   * @param job Is given the codec.
   * @returns What the job returns, and what the codec printed: its warnings.
   * @throws {Error} If it gives up, with what it printed.
   */
  async use<T>(job: (codec: Codec) => T): Promise<{ result: T; said: string[] }> {
    const running = this.#running ?? await this.#start();
    this.#running = undefined;
    running.said.length = 0;
    let result: T;
    try {
      result = job(running.codec);
    } catch (error) {
      const reason = running.said.at(-1) ??
        (error instanceof Error ? error.message : String(error));
      throw new Error(sentence(reason), { cause: error });
    }
    if (running.memory.buffer.byteLength <= KEPT_BYTES) this.#running = running;
    return { result, said: running.said };
  }

  async #start(): Promise<Running<Codec>> {
    const module = await this.load();
    const { default: glue } = await this.glue();
    const said: string[] = [];
    let memory: WebAssembly.Memory | undefined;
    const codec = await (glue as (options: GlueOptions) => Promise<Codec>)({
      noInitialRun: true,
      print: () => {},
      printErr: (line) => said.push(line),
      instantiateWasm: (imports, done) => {
        const instance = new WebAssembly.Instance(module, imports);
        memory = Object.values(instance.exports).find((it) => it instanceof WebAssembly.Memory);
        done(instance);
        return instance.exports;
      },
    });
    return { codec, memory: memory!, said };
  }
}

/** `Not a JPEG file` as the part of a sentence: `not a JPEG file`. */
function sentence(reason: string): string {
  return reason.slice(0, 1).toLowerCase() + reason.slice(1);
}
