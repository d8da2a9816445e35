import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { download, type DownloadOptions } from "../../io/mod.ts";

const CONTENT = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i + (i >> 8)) & 255);
const MD5 = createHash("md5").update(CONTENT).digest("hex");
const OPTIONS: DownloadOptions = { retryDelay: 1, patience: 5000 };

/** What the client asked for, and what the server does about it. */
type Answer = (from: number | undefined, asked: number) => Response | Promise<Response>;

/** Runs a server while `use` runs, which gets its address, a fresh path and the ranges asked for. */
async function withServer(
  answer: Answer,
  use: (url: string, path: string, asked: (number | undefined)[]) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "triptych-download-" });
  const asked: (number | undefined)[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const range = /^bytes=(\d+)-$/.exec(request.headers.get("range") ?? "")?.[1];
    asked.push(range === undefined ? undefined : Number(range));
    return answer(asked.at(-1), asked.length);
  });
  try {
    await use(`http://127.0.0.1:${server.addr.port}/file`, join(folder, "file"), asked);
  } finally {
    await server.shutdown();
    await Deno.remove(folder, { recursive: true });
  }
}

/** A well-behaved answer: the whole file, or the rest of it. */
function whole(from: number | undefined): Response {
  const length = String(CONTENT.length - (from ?? 0));
  if (from === undefined) return new Response(CONTENT, { headers: { "content-length": length } });
  const range = `bytes ${from}-${CONTENT.length - 1}/${CONTENT.length}`;
  const headers = { "content-length": length, "content-range": range };
  return new Response(CONTENT.subarray(from), { status: 206, headers });
}

/** An answer whose connection breaks off after so many bytes: it announces more. */
function broken(from: number | undefined, count: number): Response {
  const start = from ?? 0;
  const { status, headers } = whole(from);
  return new Response(streamOf(CONTENT.subarray(start, start + count)), { status, headers });
}

/** A body whose length the server does not know. */
function streamOf(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return ReadableStream.from([bytes]);
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

Deno.test("download() brings a file, tells progress and leaves no part", async () => {
  await withServer(whole, async (url, path) => {
    const seen: (number | undefined)[][] = [];
    const onProgress = (...progress: (number | undefined)[]): void => void seen.push(progress);
    await download(url, path, { ...OPTIONS, expectedBytes: CONTENT.length, md5: MD5, onProgress });
    assert.deepEqual(await Deno.readFile(path), CONTENT);
    assert.deepEqual(seen.at(-1), [CONTENT.length, CONTENT.length]);
    assert.equal(await exists(`${path}.part`), false);
  });
});

Deno.test("download() keeps an archive packed that the server labels as a packed answer", async () => {
  const stream = ReadableStream.from([CONTENT]).pipeThrough(new CompressionStream("gzip"));
  const packed = new Uint8Array(await new Response(stream).arrayBuffer());
  const labelled = (): Response =>
    new Response(packed, {
      headers: { "content-encoding": "gzip", "content-type": "application/x-tar" },
    });
  await withServer(labelled, async (url, path) => {
    await download(url, path, { ...OPTIONS, expectedBytes: packed.length });
    assert.deepEqual(await Deno.readFile(path), packed);
  });
});

Deno.test("download() resumes where a connection dropped", async () => {
  const answer: Answer = (from, asked) => asked < 4 ? broken(from, 70_000) : whole(from);
  await withServer(answer, async (url, path, asked) => {
    await download(url, path, { ...OPTIONS, expectedBytes: CONTENT.length, md5: MD5 });
    assert.deepEqual(await Deno.readFile(path), CONTENT);
    assert.deepEqual(asked, [undefined, 70_000, 140_000, 210_000]);
  });
});

Deno.test("download() goes on with the part that an earlier start left", async () => {
  await withServer(whole, async (url, path, asked) => {
    await Deno.writeFile(`${path}.part`, CONTENT.subarray(0, 123_456));
    await download(url, path, { ...OPTIONS, md5: MD5 });
    assert.deepEqual(await Deno.readFile(path), CONTENT);
    assert.deepEqual(asked, [123_456]);
  });
});

Deno.test("download() gives up where two versions take turns, each with connections that drop", async () => {
  const answer: Answer = (from, asked) => {
    const response = broken(from, 50_000);
    response.headers.set("etag", `"${asked % 2}"`);
    return response;
  };
  await withServer(answer, async (url, path, asked) => {
    await assert.rejects(download(url, path, OPTIONS), /tried 5 times/);
    assert.ok(asked.length < 20, `${asked.length} requests`);
  });
});

Deno.test("download() resumes only the version of the file that it began", async () => {
  for (const header of ["etag", "last-modified"]) {
    let version = "1";
    const answer: Answer = (from, asked) => {
      const response = asked === 1 ? broken(from, 1000) : whole(from);
      response.headers.set(header, version);
      return response;
    };
    await withServer(answer, async (url, path, asked) => {
      const stop = new AbortController(), options = { ...OPTIONS, signal: stop.signal };
      const begin = download(url, path, { ...options, onProgress: () => stop.abort() });
      await assert.rejects(begin, { name: "AbortError" });
      version = "2";
      await download(url, path, OPTIONS);
      assert.deepEqual(await Deno.readFile(path), CONTENT);
      assert.deepEqual(asked, [undefined, 1000, undefined]);
      assert.deepEqual([...Deno.readDirSync(dirname(path))].map(({ name }) => name), ["file"]);
    });
  }
});

Deno.test("download() takes a part that is whole already without asking", async () => {
  await withServer(whole, async (url, path, asked) => {
    await Deno.writeFile(`${path}.part`, CONTENT);
    await download(url, path, { ...OPTIONS, expectedBytes: CONTENT.length, md5: MD5 });
    assert.deepEqual(await Deno.readFile(path), CONTENT);
    assert.deepEqual(asked, []);
  });
});

Deno.test("download() begins afresh where the server ignores ranges", async () => {
  await withServer(() => whole(undefined), async (url, path, asked) => {
    await Deno.writeFile(`${path}.part`, new Uint8Array(100));
    await download(url, path, { ...OPTIONS, expectedBytes: CONTENT.length, md5: MD5 });
    assert.deepEqual(await Deno.readFile(path), CONTENT);
    assert.deepEqual(asked, [100]);
  });
});

Deno.test("download() begins afresh where the server answers another range, or none", async () => {
  const answers: Answer[] = [
    (from) => whole(from === undefined ? undefined : from + 1),
    (from) => from === undefined ? whole(from) : new Response(null, { status: 416 }),
  ];
  for (const answer of answers) {
    await withServer(answer, async (url, path, asked) => {
      await Deno.writeFile(`${path}.part`, CONTENT.subarray(0, 100));
      await download(url, path, { ...OPTIONS, expectedBytes: CONTENT.length, md5: MD5 });
      assert.deepEqual(await Deno.readFile(path), CONTENT);
      assert.deepEqual(asked, [100, undefined]);
    });
  }
});

Deno.test("download() refuses a server that announces another length", async () => {
  await withServer(whole, async (url, path, asked) => {
    await assert.rejects(download(url, path, { ...OPTIONS, expectedBytes: 300_001 }), {
      name: "Error",
      message: `Cannot download ${url}: it must have 300001 bytes, the server announces 300000`,
    });
    assert.equal(asked.length, 1);
    assert.equal(await exists(path), false);
  });
});

Deno.test("download() stops a server that sends more than it should, and keeps none of it", async () => {
  const endless = (): Response =>
    new Response(new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(65_536)) }));
  await withServer(endless, async (url, path) => {
    await assert.rejects(download(url, path, { ...OPTIONS, expectedBytes: 200_000 }), {
      message: `Cannot download ${url}: it must have 200000 bytes, the server sends more`,
    });
    assert.equal((await Deno.stat(`${path}.part`)).size, 0);
  });
});

Deno.test("download() takes a server that sends too little as broken off, and keeps what came", async () => {
  const short: Answer = (from = 0) => {
    const headers = { "content-range": `bytes ${from}-999/*` };
    const body = streamOf(CONTENT.subarray(from, 1000));
    return new Response(body, from > 0 ? { status: 206, headers } : {});
  };
  await withServer(short, async (url, path, asked) => {
    await assert.rejects(
      download(url, path, { ...OPTIONS, expectedBytes: 2000 }),
      (error: Error) => {
        assert.match(error.message, /the connection dropped at 1000 of 2000 bytes; tried 5 times/);
        assert.match(error.message, /1000 bytes are kept in .*file\.part, start again to resume$/);
        return true;
      },
    );
    assert.equal(asked.length, 5);
    assert.equal((await Deno.stat(`${path}.part`)).size, 1000);
  });
});

Deno.test("download() deletes a file with a wrong MD5 and says both", async () => {
  await withServer(whole, async (url, path) => {
    const md5 = "0".repeat(32);
    await assert.rejects(download(url, path, { ...OPTIONS, md5 }), {
      name: "Error",
      message: `Cannot use what ${url} sent: its MD5 must be ${md5}, got ${MD5}; ` +
        "it was deleted, start again to download it afresh",
    });
    assert.equal(await exists(path) || await exists(`${path}.part`), false);
  });
});

Deno.test("download() checks a SHA-256, or the first digits of one", async () => {
  const sha256 = createHash("sha256").update(CONTENT).digest("hex");
  await withServer(whole, async (url, path) => {
    for (const expected of [sha256, sha256.slice(0, 8)]) {
      await download(url, path, { ...OPTIONS, sha256: expected });
      assert.deepEqual(await Deno.readFile(path), CONTENT);
      await Deno.remove(path);
    }
    await assert.rejects(download(url, path, { ...OPTIONS, sha256: "01234567" }), {
      name: "Error",
      message:
        `Cannot use what ${url} sent: its SHA-256 must begin with 01234567, got ${sha256}; ` +
        "it was deleted, start again to download it afresh",
    });
    assert.equal(await exists(path) || await exists(`${path}.part`), false);
  });
});

Deno.test({
  name: "download() does not try again what the program may not do",
  permissions: { read: true, write: true, net: false },
  async fn() {
    const path = join(await Deno.makeTempDir(), "file");
    // with a second try it would wait longer than anybody
    const options = { ...OPTIONS, retryDelay: 2 ** 30 };
    await assert.rejects(download("http://127.0.0.1:34567/file", path, options), {
      message: /^Cannot download http:\/\/127\.0\.0\.1:34567\/file: Requires net access/,
    });
    await Deno.remove(dirname(path), { recursive: true });
  },
});

Deno.test("download() says at once that a file is not there, and tries again when a server is ill", async () => {
  await withServer(() => new Response("no", { status: 404 }), async (url, path, asked) => {
    await assert.rejects(download(url, path, OPTIONS), {
      message: `Cannot download ${url}: the server answered 404 Not Found`,
    });
    assert.equal(asked.length, 1);
  });
  const ill: Answer = (from, asked) =>
    asked < 3 ? new Response("ill", { status: 503 }) : whole(from);
  await withServer(ill, async (url, path, asked) => {
    await download(url, path, { ...OPTIONS, md5: MD5 });
    assert.equal(asked.length, 3);
  });
});

Deno.test("download() gives up on a server that falls silent", async () => {
  const silence = new ReadableStream({ start: (to) => to.enqueue(CONTENT.subarray(0, 500)) });
  const silent: Answer = (from, asked) => asked === 1 ? new Response(silence) : whole(from);
  await withServer(silent, async (url, path, asked) => {
    await download(url, path, { ...OPTIONS, patience: 200, md5: MD5 });
    assert.deepEqual(asked, [undefined, 500]);
  });
});

Deno.test("download() says so when nobody answers", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${listener.addr.port}/file`;
  listener.close();
  const folder = await Deno.makeTempDir();
  await assert.rejects(
    download(url, join(folder, "file"), OPTIONS),
    /^Error: Cannot download http.*; tried 5 times, nothing arrived$/,
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("download() stops at its signal and keeps what arrived", async () => {
  await withServer((from) => broken(from, 1000), async (url, path) => {
    const stop = new AbortController();
    const onProgress = (): void => stop.abort(new Error("stopped by the user"));
    await assert.rejects(download(url, path, { ...OPTIONS, signal: stop.signal, onProgress }), {
      message: "stopped by the user",
    });
    assert.equal((await Deno.stat(`${path}.part`)).size, 1000);
  });
});
