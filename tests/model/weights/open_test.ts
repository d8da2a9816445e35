import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import {
  type EncoderName,
  fetchWeights,
  openWeights,
  type OpenWeightsOptions,
  type PublishedWeights,
  weightsPath,
} from "../../../model/mod.ts";
import { bytesOf, EXPECTED, pathOf } from "./files.ts";

const FILE = bytesOf("torch2.pth");
const SHA256 = createHash("sha256").update(FILE).digest("hex");

/** The metadata of the file that this project is developed with. */
const METADATA = {
  architecture: "mobilenet_v2",
  width: "1.0",
  batch_norm: "folded into convolution weight and bias",
  layout: "OIHW",
  padding: "tensorflow SAME",
  input: "x/127.5-1, RGB",
};

Deno.test("openWeights() reads a file in the format that is said", async () => {
  const opened = await openWeights("mobilenetv2", {
    weights: pathOf("torch2.pth"),
    format: "torchvision",
  });
  assert.deepEqual([...opened.tensors.keys()], Object.keys(EXPECTED));
  assert.deepEqual(opened.format, {
    names: "torchvision",
    padding: "torch",
    normalisation: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
    batchNorms: "live",
    epsilon: 1e-5,
  });
  const { encoder, file, sha256 } = opened;
  assert.deepEqual({ encoder, file, sha256 }, {
    encoder: "mobilenetv2",
    file: "torch2.pth",
    sha256: SHA256,
  });
});

Deno.test("openWeights() takes each encoder's epsilon: torchvision's MobileNetV3 has another than timm's", async () => {
  const epsilonOf = async (encoder: EncoderName, format: OpenWeightsOptions["format"]) =>
    (await openWeights(encoder, { weights: pathOf("torch2.pth"), format })).format.epsilon;
  assert.equal(await epsilonOf("mobilenetv3-large", "torchvision"), 1e-3);
  assert.equal(await epsilonOf("mobilenetv3-large", "timm"), 1e-5);
  assert.equal(await epsilonOf("mobilenetv2", "timm"), 1e-5);
});

Deno.test("openWeights() finds the format in the file's metadata, and guesses nothing that is not there", async () => {
  await withFolder(async (folder) => {
    const open = async (metadata: Record<string, string>, encoder: EncoderName = "mobilenetv2") => {
      const weights = join(folder, "my.safetensors");
      await Deno.writeFile(weights, emptyFile(metadata));
      return await openWeights(encoder, { weights });
    };
    const { format } = await open(METADATA);
    assert.deepEqual(format, {
      names: "torchvision",
      padding: "tensorflow",
      normalisation: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
      batchNorms: "folded",
    });
    const path = join(folder, "my.safetensors");
    const unknown = {
      name: "TypeError",
      message:
        `Cannot read weights from ${path}: its metadata must say what the weights are made ` +
        "for, and does not; say it with --weights-format torchvision|timm|tensorflow-folded",
    };
    await assert.rejects(open({}), unknown);
    await assert.rejects(open({ format: "pt" }), unknown);
    for (const name of Object.keys(METADATA).filter((name) => name !== "width")) {
      await assert.rejects(open({ ...METADATA, [name]: "another" }), TypeError);
    }
    await assert.rejects(open(METADATA, "mobilenetv2-0.5"), {
      message:
        `Cannot read weights from ${path}: it must contain the weights of mobilenet_v2 0.5, ` +
        "got mobilenet_v2 1.0",
    });
  });
});

Deno.test("openWeights() names the file that it can't read, and why", async () => {
  await withFolder(async (folder) => {
    const weights = join(folder, "no.safetensors");
    const refuses = (reason: string) =>
      assert.rejects(openWeights("mobilenetv2", { weights }), {
        name: "TypeError",
        message: `Cannot read weights from ${weights}: ${reason}`,
      });
    await refuses("the file must be readable");
    await assert.rejects(openWeights("mobilenetv2", { weights: folder }), {
      message: `Cannot read weights from ${folder}: it must be a file, got a folder`,
    });
    const kinds = {
      "": "an empty file",
      "<html>not found</html>": "a web page, perhaps from a failed download",
      "version https://git-lfs.github.com/spec/v1\n":
        "a pointer of Git LFS and not the file itself; get it with git lfs pull",
      "hello": "neither",
    };
    for (const [text, kind] of Object.entries(kinds)) {
      await Deno.writeTextFile(weights, text);
      await refuses(`it must be a safetensors or PyTorch file, and is ${kind}`);
    }
    await Deno.truncate(weights, 2 ** 31);
    await refuses("it must have at most 1073741824 bytes, got 2147483648");
  });
  await assert.rejects(openWeights("plain", { weights: pathOf("torch2.pth") }), {
    name: "RangeError",
    message:
      "Cannot open weights of the encoder plain: none are published, and none are read for it",
  });
  await assert.rejects(openWeights("mobilenetv2-0.5"), {
    name: "RangeError",
    message: "Cannot open weights of the encoder mobilenetv2-0.5: no published file is known; " +
      "name one with --weights FILE",
  });
});

Deno.test("openWeights() downloads the published file once, and knows its format by the SHA-256", async () => {
  await withServer(async ({ published, cache, asked }) => {
    const seen: number[] = [];
    const onProgress = (done: number) => seen.push(done);
    const options = { published, cache, onProgress };
    const { tensors, format } = await openWeights("mobilenetv2", { ...options });
    assert.deepEqual([...tensors.keys()], Object.keys(EXPECTED));
    assert.equal(format.padding, "torch");
    assert.equal(seen.at(-1), FILE.length);
    await openWeights("mobilenetv2", options);
    assert.equal(asked.length, 1);
    assert.deepEqual(await Deno.readFile(weightsPath(published, cache)), FILE);
  });
});

Deno.test("a published file of another SHA-256 is refused and not kept", async () => {
  await withServer(async ({ published, cache }) => {
    const other = { ...published, sha256: "00000000" };
    await assert.rejects(fetchWeights(other, { cache }), {
      message: `Cannot use what ${published.url} sent: its SHA-256 must begin with 00000000, ` +
        `got ${SHA256}; it was deleted, start again to download it afresh. Where its host can't ` +
        `be reached, fetch the file on another machine and put it at ${
          weightsPath(published, cache)
        }, ` +
        "or name it with --weights FILE, or start from --weights random",
    });
    // the lock of the download stays, for others may be waiting for it
    const left = [...Deno.readDirSync(join(cache, "weights"))].map(({ name }) => name);
    assert.deepEqual(left, ["net.pth.lock"]);
  });
});

Deno.test("openWeights() downloads from any address, and keeps files of the same name apart", async () => {
  await withServer(async ({ published, cache, asked }) => {
    const open = (weights: string) =>
      openWeights("mobilenetv2", { weights, format: "torchvision", cache });
    await open(published.url);
    await open(published.url);
    await open(published.url.replace("/models/", "/others/"));
    assert.deepEqual(asked, ["/models/net.pth", "/others/net.pth"]);
  });
});

Deno.test("where the host does not answer, openWeights() says where the file may be put", async () => {
  await withServer(async ({ published, cache }) => {
    const gone = { ...published, url: published.url.replace("net.pth", "gone.pth") };
    await assert.rejects(openWeights("mobilenetv2", { published: gone, cache }), {
      message: `Cannot download ${gone.url}: the server answered 404 Not Found. Where its host ` +
        `can't be reached, fetch the file on another machine and put it at ` +
        `${join(cache, "weights", "gone.pth")}, or name it with --weights FILE, or start from ` +
        "--weights random",
    });
    await Deno.writeFile(join(cache, "weights", "gone.pth"), FILE);
    await openWeights("mobilenetv2", { published: gone, cache, format: "torchvision" });
  });
});

interface Served {
  published: PublishedWeights;
  cache: string;
  /** Paths that were asked for. */
  asked: string[];
}

/** Serves the fixture under a name that torchvision might give it. */
async function withServer(use: (served: Served) => Promise<void>): Promise<void> {
  const asked: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const { pathname } = new URL(request.url);
    asked.push(pathname);
    if (!pathname.endsWith("net.pth")) return new Response("", { status: 404 });
    return new Response(FILE.slice(), { headers: { "content-length": String(FILE.length) } });
  });
  const published: PublishedWeights = {
    url: `http://127.0.0.1:${server.addr.port}/models/net.pth`,
    sha256: SHA256.slice(0, 8),
    format: "torchvision",
    description: "a fixture",
  };
  try {
    await withFolder((cache) => use({ published, cache, asked }));
  } finally {
    await server.shutdown();
  }
}

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "triptych-weights-" });
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A safetensors file without tensors. */
function emptyFile(metadata: Record<string, string>): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify({ __metadata__: metadata }));
  const bytes = new Uint8Array(8 + text.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}
