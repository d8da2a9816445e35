/** A function or class that a pickle names; it is never looked up. */
export class Global {
  constructor(readonly name: string) {}
}

/** What a pickle asks a global to make of arguments; nothing is called. */
export class Made {
  constructor(readonly by: string, readonly args: readonly Value[]) {}
}

/** An object that a pickle only refers to. */
export class Outside {
  constructor(readonly id: Value) {}
}

/** What pickles of state dicts contain; tuples and lists are both arrays. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Value[]
  | Map<Value, Value>
  | Global
  | Made
  | Outside;

/** The content of a pickle. */
export interface Pickled {
  /** The object. */
  value: Value;
  /** The objects outside the pickle, in the order in which they are named. */
  outside: Outside[];
  /** Where the pickle ends. */
  end: number;
}

/**
 * Reads a pickle of Python: dictionaries, tuples, texts, numbers. Python runs a pickle as a program,
 * which may call anything. This reader calls nothing: what a pickle would have Python make is only noted
 * ({@link Made}), so that the weights can be found among the rest of a checkpoint. Nothing in the bytes is
 * trusted.
 */
export function unpickle(bytes: Uint8Array, from = 0): Pickled {
  const machine = new Machine(bytes, from);
  for (let step = 0; step < MOST_STEPS; step++) {
    const code = machine.byte();
    if (code === STOP) {
      return { value: machine.pop(), outside: machine.outside, end: machine.at };
    }
    const operation = OPERATIONS.get(code);
    if (operation === undefined) {
      throw new TypeError(
        "it must be as torch.save writes it, and is damaged or of another program",
      );
    }
    operation(machine);
  }
  throw new TypeError(`its pickle must end within ${MOST_STEPS} steps, and does not`);
}

/** Five times the steps of a thousand tensors with their optimizer; each step may allocate. */
const MOST_STEPS = 2 ** 19;

/** The stack machine that runs a pickle. */
class Machine {
  /** The next byte. */
  at: number;
  /** The objects outside the pickle. */
  readonly outside: Outside[] = [];
  #bytes: Uint8Array;
  #view: DataView;
  #stack: Value[] = [];
  /** Stacks below the marks. */
  #below: Value[][] = [];
  #memo = new Map<number, Value>();

  constructor(bytes: Uint8Array, from: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.at = from;
  }

  byte(): number {
    return this.#view.getUint8(this.#skip(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#skip(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#skip(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#skip(4), true);
  }

  float64(): number {
    return this.#view.getFloat64(this.#skip(8));
  }

  take(length: number): Uint8Array {
    const start = this.#skip(length);
    return this.#bytes.subarray(start, start + length);
  }

  line(): string {
    const end = this.#bytes.indexOf(10, this.at);
    const line = this.take(Math.max(end, this.at) - this.at);
    this.#skip(1);
    return new TextDecoder().decode(line);
  }

  push(value: Value): void {
    this.#stack.push(value);
  }

  pop(): Value {
    const value = this.#stack.pop();
    if (value === undefined) throw new TypeError("its pickle must not take from an empty stack");
    return value;
  }

  /** The top of the stack, which stays there. */
  top(): Value {
    const value = this.pop();
    this.push(value);
    return value;
  }

  mark(): void {
    this.#below.push(this.#stack);
    this.#stack = [];
  }

  popToMark(): Value[] {
    const values = this.#stack;
    const below = this.#below.pop();
    if (below === undefined) {
      throw new TypeError("its pickle must set a mark before it returns to it");
    }
    this.#stack = below;
    return values;
  }

  remember(place = this.#memo.size): void {
    this.#memo.set(place, this.top());
  }

  recall(place: number): void {
    const value = this.#memo.get(place);
    if (value === undefined) throw new TypeError("its pickle must recall what it has remembered");
    this.push(value);
  }

  /** Advances by a number of bytes; returns where it was. */
  #skip(length: number): number {
    const start = this.at;
    if (start + length > this.#bytes.length) {
      throw new TypeError(`its pickle must end with a stop, and ends at byte ${start}`);
    }
    this.at += length;
    return start;
  }
}

const STOP = 0x2e;

/** The operations by code, with their names in Python's pickletools. */
const OPERATIONS = new Map<number, (machine: Machine) => void>([
  [0x80, (machine) => machine.take(1)], // PROTO
  [0x95, (machine) => machine.take(8)], // FRAME
  [0x28, (machine) => machine.mark()], // MARK
  [0x30, (machine) => machine.pop()], // POP
  [0x32, (machine) => machine.push(machine.top())], // DUP
  [0x4e, (machine) => machine.push(null)], // NONE
  [0x88, (machine) => machine.push(true)], // NEWTRUE
  [0x89, (machine) => machine.push(false)], // NEWFALSE
  [0x4b, (machine) => machine.push(machine.byte())], // BININT1
  [0x4d, (machine) => machine.push(machine.uint16())], // BININT2
  [0x4a, (machine) => machine.push(machine.int32())], // BININT
  [0x47, (machine) => machine.push(machine.float64())], // BINFLOAT
  [0x8a, (machine) => machine.push(long(machine.take(machine.byte())))], // LONG1
  [0x58, (machine) => machine.push(text(machine.take(machine.uint32())))], // BINUNICODE
  [0x8c, (machine) => machine.push(text(machine.take(machine.byte())))], // SHORT_BINUNICODE
  [0x54, (machine) => machine.push(text(machine.take(machine.uint32())))], // BINSTRING
  [0x55, (machine) => machine.push(text(machine.take(machine.byte())))], // SHORT_BINSTRING
  [0x42, (machine) => machine.push(text(machine.take(machine.uint32())))], // BINBYTES
  [0x43, (machine) => machine.push(text(machine.take(machine.byte())))], // SHORT_BINBYTES
  [0x29, (machine) => machine.push([])], // EMPTY_TUPLE
  [0x85, (machine) => machine.push(last(machine, 1))], // TUPLE1
  [0x86, (machine) => machine.push(last(machine, 2))], // TUPLE2
  [0x87, (machine) => machine.push(last(machine, 3))], // TUPLE3
  [0x74, (machine) => machine.push(machine.popToMark())], // TUPLE
  [0x5d, (machine) => machine.push([])], // EMPTY_LIST
  [0x61, (machine) => append(machine, last(machine, 1))], // APPEND
  [0x65, (machine) => append(machine, machine.popToMark())], // APPENDS
  [0x8f, (machine) => machine.push([])], // EMPTY_SET
  [0x90, (machine) => append(machine, machine.popToMark())], // ADDITEMS
  [0x91, (machine) => machine.push(machine.popToMark())], // FROZENSET
  [0x7d, (machine) => machine.push(new Map())], // EMPTY_DICT
  [0x73, (machine) => setItems(machine, last(machine, 2))], // SETITEM
  [0x75, (machine) => setItems(machine, machine.popToMark())], // SETITEMS
  [0x71, (machine) => machine.remember(machine.byte())], // BINPUT
  [0x72, (machine) => machine.remember(machine.uint32())], // LONG_BINPUT
  [0x94, (machine) => machine.remember()], // MEMOIZE
  [0x68, (machine) => machine.recall(machine.byte())], // BINGET
  [0x6a, (machine) => machine.recall(machine.uint32())], // LONG_BINGET
  [0x63, (machine) => machine.push(new Global(`${machine.line()}.${machine.line()}`))], // GLOBAL
  [0x93, stackGlobal],
  [0x52, make], // REDUCE
  [0x81, make], // NEWOBJ
  [0x51, persistentId], // BINPERSID
  [0x62, (machine) => machine.pop()], // BUILD: attributes, as the versions of a network's modules
]);

/** Adds to a list; other objects ignore the items. */
function append(machine: Machine, values: Value[]): void {
  const list = machine.top();
  if (Array.isArray(list)) { for (const value of values) list.push(value); }
}

/** Adds to a dictionary; other objects ignore the items. */
function setItems(machine: Machine, items: Value[]): void {
  const dictionary = machine.top();
  if (items.length % 2 !== 0) throw new TypeError("its pickle must set items by pairs");
  if (!(dictionary instanceof Map)) return;
  for (let i = 0; i < items.length; i += 2) dictionary.set(items[i], items[i + 1]);
}

function stackGlobal(machine: Machine): void {
  const [module, name] = last(machine, 2);
  if (typeof module !== "string" || typeof name !== "string") {
    throw new TypeError("its pickle must name globals by strings");
  }
  machine.push(new Global(`${module}.${name}`));
}

function make(machine: Machine): void {
  const args = machine.pop();
  const by = machine.pop();
  if (!(by instanceof Global) || !Array.isArray(args)) {
    throw new TypeError("its pickle must only call what it names");
  }
  const isDictionary = by.name === "collections.OrderedDict" && args.length === 0;
  machine.push(isDictionary ? new Map() : new Made(by.name, args));
}

function persistentId(machine: Machine): void {
  const outside = new Outside(machine.pop());
  machine.outside.push(outside);
  machine.push(outside);
}

/** Pops a number of values, the topmost last. */
function last(machine: Machine, count: number): Value[] {
  return Array.from({ length: count }, () => machine.pop()).reverse();
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** A little-endian integer in two's complement. */
function long(bytes: Uint8Array): bigint {
  const value = bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return BigInt.asIntN(8 * bytes.length, value);
}
