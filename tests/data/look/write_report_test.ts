import assert from "node:assert/strict";
import { lookAt, readFolder, reportOf, writeReport } from "../../../data/mod.ts";
import { inFolder } from "../../commands/train_command.ts";
import { putFolder } from "../put_folder.ts";

Deno.test("what is reported is the same where the images are read from a file, one by one", async () => {
  await inFolder(async (folder) => {
    const valueAt = (i: number, x: number) => x < 4 * (i % 3) ? 1 : 0;
    await putFolder(`${folder}/set`, { count: 6, width: 32, height: 24, valueAt });
    await Deno.copyFile(`${folder}/set/images/image0.png`, `${folder}/set/images/image3.png`);
    const options = { maxMegapixels: 1 }, look = await lookAt(`${folder}/set`, options);
    const how = { size: 32, multiple: 8, cacheFolder: `${folder}/cache` };
    const reports = [];
    for (const memory of [0, Infinity]) {
      const data = await readFolder(look, { ...how, memory });
      assert.equal(data.pack === undefined, memory > 0);
      const report = await reportOf(look, data, options);
      await writeReport(`${folder}/${memory}`, look, data, report, options);
      reports.push(report);
    }
    const [streamed, whole] = reports;
    assert.deepEqual(streamed, whole);
    assert.deepEqual(streamed.report.duplicates.equal, [["image0", "image3"]]);
    assert.deepEqual(streamed.report.classes.map(({ images }) => images), [6, 4]);
  });
});
