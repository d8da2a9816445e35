// What flags say of a data folder.
import assert from "node:assert/strict";
import { givenDescription } from "../../training/description_settings.ts";

Deno.test("flags say of a data folder what triptych.json would", () => {
  const ignored = { ["ignore"]: [255, "#ff00ff"] };
  const flags = {
    images: "photos/*.jpg",
    classes: "0=background,1=cat,2=cat",
    ["ignore"]: "255,#ff00ff",
    spacing: "0.5,0.25",
  };
  assert.deepEqual(givenDescription(flags), {
    images: "photos/*.jpg",
    classes: [{ name: "background", values: [0] }, { name: "cat", values: [1, 2] }],
    ...ignored,
    spacing: [0.5, 0.25],
  });
});

for (const spacing of ["0.5", "0,1", "a,b", "1,2,3", "1,Infinity"]) {
  Deno.test(`--spacing ${spacing} is refused`, () => {
    assert.throws(() => givenDescription({ spacing }), {
      message: `--spacing must be two numbers above 0, 0.5,0.5, got "${spacing}"`,
    });
  });
}
