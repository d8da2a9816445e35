import assert from "node:assert/strict";
import { holdRunFolder } from "../../evaluation/mod.ts";
import { policy } from "../../site/_data.ts";
import { type ServeOptions, serveSite } from "../../site/serve.ts";
import type { SiteReport } from "../../site/site.ts";
import { makeRun } from "./make_run.ts";

interface Served {
  folder: string;
  url: string;
  port: number;
  /** The next build, or its error. */
  next: () => Promise<SiteReport | Error>;
  builds: (SiteReport | Error)[];
}

/** Serves runs of a folder of its own. */
async function served(
  prepare: (folder: string) => Promise<Partial<ServeOptions>>,
  use: (served: Served) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const builds: (SiteReport | Error)[] = [];
  let built = Promise.withResolvers<SiteReport | Error>();
  const server = await serveSite({
    runs: [`${folder}/run`],
    out: `${folder}/_site`,
    port: 0,
    onBuild: (result) => {
      builds.push(result);
      built.resolve(result);
    },
    ...await prepare(folder),
  });
  const next = () => (built = Promise.withResolvers()).promise;
  try {
    await use({ folder, url: server.url, port: Number(new URL(server.url).port), next, builds });
  } finally {
    await server.stop();
    await Deno.remove(folder, { recursive: true });
  }
}

const oneRun = async (folder: string) => {
  await makeRun(`${folder}/run`, { cases: 2, epochs: 1 });
  return {};
};

/** What a server answers to exactly these lines. */
async function ask(port: number, ...lines: string[]): Promise<string> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const request = [...lines, "Connection: close", "", ""].join("\r\n");
  await connection.write(new TextEncoder().encode(request));
  return await new Response(connection.readable).text();
}

async function textOf(url: string): Promise<string> {
  return await (await fetch(url)).text();
}

Deno.test("serveSite() serves under its base, and builds again when a run changes", () =>
  served(async (folder) => {
    await makeRun(`${folder}/run`, { status: "running", evaluated: false, epochs: 2 });
    return { base: "/repo/" };
  }, async ({ folder, url, next, builds }) => {
    assert.match(await textOf(`${url}runs/run/index.html`), /after epoch 2 of 2/);
    assert.match(await textOf(url), /Triptych/);
    const beside = await fetch(new URL("/", url), { redirect: "manual" });
    assert.deepEqual([beside.status, beside.headers.get("location")], [302, "/repo/"]);
    await beside.body?.cancel();
    const build = next();
    await makeRun(`${folder}/run`, { epochs: 0 });
    assert.ok(!(await build instanceof Error));
    assert.match(await textOf(`${url}runs/run/index.html`), /images that contain it/);
    // nothing changed: nothing is built
    const count = builds.length;
    await new Promise((resolve) => setTimeout(resolve, 2000));
    assert.equal(builds.length, count);
  }));

Deno.test("only pages of a run that a program is training are loaded again, until it ends", () =>
  served(async (folder) => {
    for (const name of ["dead", "alive", "done"]) {
      const status = name === "done" ? "done" as const : "running" as const;
      await makeRun(`${folder}/${name}`, { status, evaluated: false, epochs: 1 });
    }
    // held for as long as the test, by this process
    held = await holdRunFolder(`${folder}/alive`);
    return { runs: ["dead", "alive", "done"].map((name) => `${folder}/${name}`) };
  }, async ({ url, next }) => {
    const refreshOf = async (path: string) => {
      const response = await fetch(url + path);
      await response.body?.cancel();
      return response.headers.get("refresh");
    };
    const pages = ["", "runs/dead/index.html", "runs/alive/index.html", "runs/done/index.html"];
    assert.deepEqual(await Promise.all(pages.map(refreshOf)), [null, null, "5", null]);
    const build = next();
    held![Symbol.dispose]();
    await build;
    assert.deepEqual(await Promise.all(pages.map(refreshOf)), [null, null, null, null]);
  }));
let held: Disposable | undefined;

Deno.test("serveSite() starts without a run, and sees those that are started later", () =>
  served((folder) => {
    const find = async () => {
      const names = await Array.fromAsync(Deno.readDir(folder));
      return names.filter(({ name }) => name.startsWith("run")).map(({ name }) =>
        `${folder}/${name}`
      );
    };
    return Promise.resolve({ runs: find });
  }, async ({ folder, url, next }) => {
    const response = await fetch(url);
    assert.match(await response.text(), /No runs yet/);
    assert.equal(response.headers.get("refresh"), "5");
    const build = next();
    await makeRun(`${folder}/run_1`, { cases: 1, epochs: 1 });
    await build;
    const page = await fetch(url);
    assert.match(await page.text(), /run_1/);
    assert.equal(page.headers.get("refresh"), null);
  }));

Deno.test("serveSite() survives a broken run, names it, and shows it once it is whole", () =>
  served(async (folder) => {
    await makeRun(`${folder}/run`, { cases: 1, epochs: 1 });
    await Deno.mkdir(`${folder}/new`);
    await Deno.writeTextFile(`${folder}/new/run.json`, '{"status":');
    return { runs: [`${folder}/run`, `${folder}/new`] };
  }, async ({ folder, url, next, builds }) => {
    const [report] = builds as SiteReport[];
    assert.match(report.leftOut.runs[0].reason, /Cannot read .*\/new\/run\.json: /);
    const index = await textOf(url);
    assert.match(index, /1 run could not be read/);
    assert.ok(!index.includes(folder), "the page gives no path away");
    let build = next();
    await Deno.writeTextFile(`${folder}/new/run.json`, '{"status":"running"}');
    assert.deepEqual((await build as SiteReport).runs.map((run) => run.name).sort(), [
      "new",
      "run",
    ]);
    build = next();
    await Deno.remove(`${folder}/run/run.json`);
    await Deno.remove(`${folder}/run/evaluation.json`);
    assert.deepEqual((await build as SiteReport).runs.map((run) => run.name), ["new"]);
  }));

Deno.test("serveSite() answers to this machine's names only", () =>
  served(oneRun, async ({ port }) => {
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, "LOCALHOST"]) {
      assert.match(await ask(port, "GET / HTTP/1.1", `Host: ${host}`), /^HTTP\/1\.1 200 /, host);
    }
    const others = ["evil.example", `evil.example:${port}`, `localhost.evil.example:${port}`]
      .concat(`127.0.0.1.evil.example`, `localhost@evil.example`, "0.0.0.0", "");
    for (const host of others) {
      const answer = await ask(port, "GET / HTTP/1.1", `Host: ${host}`);
      assert.match(answer, /^HTTP\/1\.1 4\d\d /, host);
      assert.ok(!answer.includes("Triptych"), host);
    }
    const absolute = await ask(port, "GET http://evil.example/ HTTP/1.1", "Host: localhost");
    assert.match(absolute, /^HTTP\/1\.1 4\d\d /);
    assert.match(await ask(port, "GET / HTTP/1.0"), /^HTTP\/1\.\d 4\d\d /);
  }));

Deno.test("serveSite() takes GET and HEAD, and says so to others", () =>
  served(oneRun, async ({ port }) => {
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"]) {
      const answer = await ask(port, `${method} / HTTP/1.1`, "Host: localhost");
      assert.match(answer, /^HTTP\/1\.1 405 /, method);
      assert.match(answer, /\r\nallow: GET, HEAD\r\n/i, method);
    }
    const [head, body] = (await ask(port, "HEAD / HTTP/1.1", "Host: localhost")).split("\r\n\r\n");
    assert.match(head, /^HTTP\/1\.1 200 /);
    assert.match(head, /content-length: [1-9]/i);
    assert.equal(body, "");
  }));

Deno.test("every answer forbids guessing types, pages bring their policy", () =>
  served(oneRun, async ({ url }) => {
    for (const path of ["", "404.html", "runs/run/run.json", "assets/style.css", "nothing"]) {
      const response = await fetch(url + path);
      await response.body?.cancel();
      assert.equal(response.headers.get("x-content-type-options"), "nosniff", path);
      const isPage = path === "" || path.endsWith(".html");
      assert.equal(response.headers.get("content-security-policy"), isPage ? policy : null, path);
    }
  }));

Deno.test("addresses lead to nothing outside the site, and to no stack trace", () =>
  served(oneRun, async ({ folder, port }) => {
    await Deno.writeTextFile(`${folder}/secret.txt`, "secret");
    await Deno.symlink(`${folder}/secret.txt`, `${folder}/_site/link.txt`);
    await Deno.writeTextFile(`${folder}/_site/.hidden`, "secret");
    const paths = [
      "/../secret.txt",
      "/..%2fsecret.txt",
      "/%2e%2e/secret.txt",
      "/..%5csecret.txt",
      "/..\\secret.txt",
      "/link.txt",
      "/.hidden",
      "/x%00.html",
      "/%",
      "/%ff%fe",
      "/%c0%ae%c0%ae/secret.txt",
      "//secret.txt",
      `/${"a".repeat(5000)}`,
      "/runs",
    ];
    for (const path of paths) {
      const answer = await ask(port, `GET ${path} HTTP/1.1`, "Host: localhost");
      assert.match(answer, /^HTTP\/1\.1 4\d\d /, path);
      assert.ok(!/secret\n|\bat \S+ \(|file:\/\/|Error/.test(answer), answer);
    }
  }));

Deno.test("serveSite() says that a port is taken", () =>
  served(oneRun, async ({ folder, port }) => {
    await assert.rejects(
      serveSite({ runs: [`${folder}/run`], out: `${folder}/_site`, port }),
      {
        message: `Cannot serve at http://127.0.0.1:${port}/: another program uses the port; ` +
          "choose one with --port, 0 takes any that is free",
      },
    );
  }));
