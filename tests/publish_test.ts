// What has a name and exports can be published as it is; what has none is not meant to be.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const members = ["", ...JSON.parse(Deno.readTextFileSync(`${root}deno.json`)).workspace];

for (const member of members) {
  const folder = `${root}${member}`;
  const { name, version, license } = JSON.parse(Deno.readTextFileSync(`${folder}/deno.json`));

  Deno.test(`${name} passes the dry run of deno publish, without slow types`, async () => {
    const args = ["publish", "--dry-run", "--allow-dirty"];
    const { success, stderr } = await new Deno.Command("deno", {
      args,
      cwd: folder,
      env: { NO_COLOR: "1" },
    }).output();
    const said = new TextDecoder().decode(stderr);
    assert.ok(success, said);
    assert.doesNotMatch(said, /\/(tests|bench|commands|site|training)\//);
  });

  Deno.test(`the workflow publishes ${name}`, async () => {
    const workflow = await Deno.readTextFile(`${root}.github/workflows/publish.yml`);
    const place = member.replace("./", "");
    const step = place === "" ? "" : `\n        working-directory: ${place}`;
    assert.ok(workflow.includes(`- run: deno publish${step}\n`), place);
    assert.ok(workflow.includes(` ${place}${place && "/"}deno.json`), "its version is compared");
  });

  Deno.test(`${name} has a license, and the version that all packages have`, async () => {
    const { version: common } = JSON.parse(await Deno.readTextFile(`${root}deno.json`));
    assert.equal(version, common);
    assert.equal(license, "MIT");
  });
}
