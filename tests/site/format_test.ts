import assert from "node:assert/strict";
import { formatLoss, shortened } from "../../site/text/format.ts";

Deno.test("shortened() keeps both ends of a name, in whole characters", () => {
  assert.equal(shortened("foreground", 10), "foreground");
  // what begins alike ends differently
  assert.equal(shortened("left_hippocampus_CA1", 13), "left_h…us_CA1");
  assert.equal(shortened("left_hippocampus_CA2", 13), "left_h…us_CA2");
  // Chinese characters are as wide as two letters
  assert.equal(shortened("左海马头部和身体亚区", 9), "左海…亚区");
  const family = "\u{1f469}\u200d\u{1f469}\u200d\u{1f467}", accents = "e\u0301\u0323";
  assert.equal(shortened(family.repeat(9), 5), `${family}…${family}`);
  assert.equal(shortened(accents.repeat(9), 5), `${accents.repeat(2)}…${accents.repeat(2)}`);
  assert.equal(shortened("", 5), "");
  assert.equal(shortened("ab", 1), "…");
});

Deno.test("lossText() takes what a diverged training leaves", () => {
  const texts = [0.5, 0.0001, 0, null, NaN, 12345.6, 1.2e8, -0.25].map((loss) => formatLoss(loss));
  assert.deepEqual(texts, [
    ...["0.500", "< 0.001", "0.000", "–", "–", "12\u202f346", "1.2e8", "\u22120.250"],
  ]);
});

Deno.test("the pages' words are set well: no line breaks before a per cent sign, apostrophes are round", async () => {
  const folder = new URL("../../site/text/en/", import.meta.url);
  for await (const { name } of Deno.readDir(folder)) {
    const text = await Deno.readTextFile(new URL(name, folder));
    const words = text.replace(/^\s*(\/\/|\/?\*).*|\/\*\*.*\*\//gm, "");
    assert.deepEqual(words.match(/.*([\d}] %|[a-z]'(s|t|re|ve)\b).*/g) ?? [], [], name);
  }
});
