import assert from "node:assert/strict";
import { refuseOtherData } from "../../training/run_writer.ts";

const source = (fingerprint: string) => ({
  name: `images-${fingerprint}`,
  fingerprint,
  skipped: [],
});

const DATA = {
  ...source("a"),
  train: ["1", "2"],
  validation: [],
  test: ["3", "4"],
  testData: source("b"),
};

Deno.test("a run is resumed on its own images alone, and the message says which differ", () => {
  const refuse = (change: Partial<typeof DATA>) => () =>
    refuseOtherData("run", { data: DATA }, { data: { ...DATA, ...change } });
  refuse({})();
  const must = "Cannot resume run: the data must be what the run began with";
  assert.throws(refuse(source("c")), {
    message: `${must} (images-a, fingerprint a), got images-c, fingerprint c`,
  });
  const other = "Cannot resume run: the test data must be what the run began with";
  assert.throws(refuse({ testData: source("c") }), {
    message: `${other} (images-b, fingerprint b), got images-c, fingerprint c`,
  });
  assert.throws(refuse({ testData: undefined }), {
    message: `${other} (images-b, fingerprint b), got none`,
  });
  assert.throws(refuse({ test: ["3"] }), {
    message:
      "Cannot resume run: image 2 of its test set must be 4, as when the run began, got none",
  });
});
