import assert from "node:assert/strict";
import { Progress, type ProgressOptions } from "../../cli/mod.ts";

/** A terminal that remembers what was written, with a clock moved by hand. */
class FakeTerminal {
  text = "";
  time = 0;
  width = 80;
  constructor(readonly isTerminal: boolean) {}
  columns = (): number => this.width;
  write = (text: string): void => void (this.text += text);
  now = (): number => this.time;

  /** What stands on the last line, as a terminal shows it. */
  get line(): string {
    return this.text.split("\n").at(-1)!.split("\r\x1b[K").at(-1)!;
  }
}

function start(isTerminal: boolean, options: Partial<ProgressOptions> = {}): {
  terminal: FakeTerminal;
  progress: Progress;
} {
  const terminal = new FakeTerminal(isTerminal);
  return { terminal, progress: new Progress({ total: 100, unit: "images", terminal, ...options }) };
}

Deno.test("Progress shows bar, percent, note, speed and time left", () => {
  const { terminal, progress } = start(true, { label: "train" });
  terminal.time = 10_000;
  progress.update(25, "epoch 1/3, loss 0.512");
  assert.equal(
    terminal.line,
    "train  ████░░░░░░░░░░░░   25 %  epoch 1/3, loss 0.512  2.50 images/s  30 s left",
  );
  assert.equal(terminal.line.length, 79);
});

Deno.test("Progress never writes to a terminal's last column", () => {
  const { terminal, progress } = start(true, { label: "train" });
  for (const width of [200, 80, 60, 40, 20, 5, 1]) {
    terminal.width = width;
    terminal.time += 1000;
    progress.update(50, "epoch 1/3, loss 0.512");
    assert.ok(terminal.line.length <= width - 1, `${width}: ${terminal.line}`);
  }
});

Deno.test("Progress drops the bar before it cuts the text", () => {
  const { terminal, progress } = start(true, { label: "train" });
  terminal.width = 40;
  terminal.time = 1000;
  progress.update(50);
  assert.equal(terminal.line, "train   50 %  50.0 images/s  1 s left");
});

Deno.test("Progress draws at most ten times a second, and the end at once", () => {
  const { terminal, progress } = start(true);
  const frames = (): number => terminal.text.split("\r").length - 1;
  for (terminal.time = 0; terminal.time < 1000; terminal.time += 10) progress.update(1);
  assert.equal(frames(), 10);
  progress.update(2);
  progress.update(100);
  assert.ok(terminal.line.includes("100 %"));
});

Deno.test("Progress prints lines above the bar and gives the line back", () => {
  const { terminal, progress } = start(true);
  terminal.time = 1000;
  progress.update(10);
  progress.log("saved");
  assert.ok(terminal.text.endsWith("\r\x1b[Ksaved\n"));
  progress.update(11);
  progress.clear();
  assert.equal(terminal.line, "");
  const before = terminal.text;
  progress.clear();
  assert.equal(terminal.text, before);
});

Deno.test("Progress prints a plain line each 10 % where there is no terminal", () => {
  const { terminal, progress } = start(false, { label: "measure" });
  for (let done = 1; done <= 100; done++) {
    terminal.time += 100;
    progress.update(done, "loss 0.5");
  }
  const lines = terminal.text.trimEnd().split("\n");
  assert.equal(lines.length, 10);
  assert.equal(lines[0], "measure   10 %  loss 0.5  10.0 images/s  9 s left");
  assert.equal(lines[9], "measure  100 %  loss 0.5  10.0 images/s  0 s left");
  assert.ok(!terminal.text.includes("\r") && !terminal.text.includes("\x1b"));
});

Deno.test("Progress prints no plain lines where they are not wanted, but logs", () => {
  const { terminal, progress } = start(false, { plainLines: false });
  for (let done = 1; done <= 100; done++) progress.update(done);
  progress.log("epoch 1");
  assert.equal(terminal.text, "epoch 1\n");
});

Deno.test("Progress of a download counts bytes, and those of an earlier start not into its speed", () => {
  const { terminal, progress } = start(true, {
    total: 800e6,
    start: 400e6,
    unit: "bytes",
    label: "images.tar.gz",
  });
  terminal.width = 120;
  terminal.time = 10_000;
  progress.update(500e6);
  assert.equal(
    terminal.line,
    `images.tar.gz  ${"█".repeat(19)}${
      "░".repeat(11)
    }   62 %  500.0 MB of 800.0 MB  10.0 MB/s  30 s left`,
  );
});

Deno.test("Progress of nothing is done, and more than all is all", () => {
  const { terminal, progress } = start(false, { total: 0 });
  progress.update(0);
  assert.equal(terminal.text, "");
  const other = start(true);
  other.terminal.time = 1000;
  other.progress.update(120);
  assert.ok(other.terminal.line.includes("100 %"));
});
