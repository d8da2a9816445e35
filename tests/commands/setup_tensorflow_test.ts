// deno task setup:tensorflow, with a server and an archive of our own in place of PyPI's.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { fetchPackage } from "../../commands/setup_tensorflow/fetch_package.ts";
import { fetchWheel } from "../../commands/setup_tensorflow/fetch_wheel.ts";
import { indexUrl } from "../../commands/setup_tensorflow/index_url.ts";
import { install } from "../../commands/setup_tensorflow/install.ts";
import { checkMachine, type Machine } from "../../commands/setup_tensorflow/machine.ts";
import { CPU_WHEELS, fileOf, GPU_WHEELS, KEPT } from "../../commands/setup_tensorflow/wheels.ts";
import { withEnvironment } from "../environment.ts";

const [wheel] = CPU_WHEELS;
const content = new TextEncoder().encode("a wheel, in truth a zip archive");

Deno.test("a machine that can't run TensorFlow is refused before anything is downloaded", () => {
  const machine: Machine = { platform: "linux x86_64", glibc: "2.36", libstdcxx: true, free: 9e9 };
  const driver = { cuda: 12_040, cards: 1 };
  checkMachine(machine, { bytes: 2e9, gpu: false });
  checkMachine({ ...machine, driver }, { bytes: 2e9, gpu: true });
  const refuses = (change: Partial<Machine>, message: string, gpu = false) =>
    assert.throws(() => checkMachine({ ...machine, ...change }, { bytes: 2e9, gpu }), {
      name: "Error",
      message: `Cannot set up TensorFlow: ${message}`,
    });
  refuses(
    { platform: "darwin aarch64" },
    "the system must be linux x86_64 (WSL is), got darwin aarch64",
  );
  const glibc = "the system's C library must be glibc 2.27 or newer";
  refuses({ glibc: "2.17" }, `${glibc}, got 2.17`);
  refuses({ glibc: undefined }, `${glibc}, got another one`);
  refuses({ libstdcxx: false }, "libstdc++.so.6 must be installed (package libstdc++6), got none");
  refuses({ free: 1.5e9 }, "the disk must have 2.0 GB free, got 1.5 GB");
  refuses({}, "--gpu needs NVIDIA's driver (libcuda.so.1), got none", true);
  refuses(
    { driver: { ...driver, cuda: 11_080 } },
    "--gpu needs an NVIDIA driver for CUDA 12, version 525 or newer, got one for CUDA 11.8",
    true,
  );
  refuses(
    { driver: { ...driver, cards: 0 } },
    "--gpu needs a card that the driver sees, got none",
    true,
  );
});

Deno.test("of the wheels only libraries are kept, where TensorFlow looks for them", () => {
  const kept = [
    "tensorflow/libtensorflow_cc.so.2",
    "tensorflow/libtensorflow_framework.so.2",
    "nvidia/cublas/lib/libcublas.so.12",
    "nvidia/cudnn/lib/libcudnn_engines_precompiled.so.9",
    "nvidia/cuda_nvrtc/lib/libnvrtc-builtins.so.12.9",
  ];
  for (const name of kept) assert.match(name, KEPT);
  const others = [
    "tensorflow/python/_pywrap_tensorflow_internal.so",
    "tensorflow/include/libtensorflow_cc.so.2",
    "nvidia/cublas/include/cublas.h",
    "tensorflow/libtensorflow_cc.so.2/../x",
  ];
  for (const name of others) assert.doesNotMatch(name, KEPT);
  const names = [...CPU_WHEELS, ...GPU_WHEELS].map(fileOf);
  assert.equal(new Set(names).size, names.length);
  assert.equal(names[0], "tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl");
});

Deno.test("without pip a wheel comes from the index that pip would take, and is checked", () =>
  withServer(async (url, files) => {
    const folder = await Deno.makeTempDir({ prefix: "triptych-wheel-" });
    const path = join(folder, fileOf(wheel));
    const bring = () => fetchWheel(wheel, folder, { pip: false, onProgress: (n) => seen.push(n) });
    const seen: number[] = [];
    const refuses = (message: string) => assert.rejects(bring(), { name: "Error", message });
    const from = `Cannot find ${fileOf(wheel)} in the index ${url}/simple/tensorflow-cpu/: `;
    try {
      await withEnvironment({ PIP_INDEX_URL: `${url}/simple/` }, async () => {
        await refuses(`${from}it answered 404 Not Found`);
        files["/simple/tensorflow-cpu/"] = "<html></html>";
        await refuses(`${from}it must offer the JSON form of PEP 691, and doesn't`);
        files["/simple/tensorflow-cpu/"] = index([]);
        await refuses(`${from}it must be listed with its SHA-256, and isn't`);
        const entry = { filename: fileOf(wheel), url: "../../packages/wheel" };
        files["/packages/wheel"] = content;
        files["/simple/tensorflow-cpu/"] = index([{
          ...entry,
          hashes: { sha256: "0".repeat(64) },
        }]);
        await refuses(
          `Cannot use what ${url}/packages/wheel sent: its SHA-256 must be ${
            "0".repeat(64)
          }, got ` +
            `${sha256(content)}; it was deleted, start again to download it afresh`,
        );
        assert.deepEqual([...Deno.readDirSync(folder)], []);

        files["/simple/tensorflow-cpu/"] = index([{
          ...entry,
          hashes: { sha256: sha256(content) },
        }]);
        assert.equal(await bring(), path);
        assert.deepEqual(await Deno.readFile(path), content);
        assert.equal(seen.at(-1), content.length);
      });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  }));

Deno.test("the index is what the environment, then pip's configuration says, else PyPI", async () => {
  const home = await Deno.makeTempDir({ prefix: "triptych-pip-" });
  try {
    const nothing = { PIP_INDEX_URL: "", PIP_CONFIG_FILE: join(home, "none") };
    await withEnvironment(nothing, async () => {
      assert.equal(await indexUrl(), "https://pypi.org/simple");
    });
    const file = join(home, "pip.conf");
    await Deno.writeTextFile(
      file,
      "[global]\ntimeout = 60\nindex-url = https://mirror.example/pypi/\n",
    );
    await withEnvironment({ ...nothing, PIP_CONFIG_FILE: file }, async () => {
      assert.equal(await indexUrl(), "https://mirror.example/pypi");
    });
    const both = { PIP_INDEX_URL: "https://other.example/simple", PIP_CONFIG_FILE: file };
    await withEnvironment(both, async () => {
      assert.equal(await indexUrl(), "https://other.example/simple");
    });
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});

Deno.test("a package that isn't the one that was tried is refused", () =>
  withServer(async (url, files) => {
    const folder = await Deno.makeTempDir({ prefix: "triptych-package-" });
    files["/@tensorflow/tfjs-node-gpu/-/tfjs-node-gpu-4.22.0.tgz"] = content;
    try {
      await withEnvironment({ NPM_CONFIG_REGISTRY: `${url}/` }, () =>
        assert.rejects(
          fetchPackage(folder),
          /^Error: Cannot use what .*tfjs-node-gpu-4.22.0.tgz sent: its SHA-256 must be afd5599e/,
        ));
      assert.deepEqual([...Deno.readDirSync(folder)], []);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  }));

Deno.test("an installation is whole and tried out, or leaves nothing, and the old one stays", async () => {
  const cache = await Deno.makeTempDir({ prefix: "triptych-install-" });
  const folder = join(cache, "tensorflow");
  const library = "tensorflow/libtensorflow_cc.so.2";
  const names = () => [...Deno.readDirSync(cache)].map(({ name }) => name);
  const options = {
    wheels: [wheel],
    gpu: false,
    async fetchWheel(_: unknown, to: string) {
      await Deno.writeFile(join(to, "wheel.whl"), storedZip(library, content));
      return join(to, "wheel.whl");
    },
    fetchPackage: (to: string) => Deno.mkdir(join(to, "package")),
    log: () => {},
    tryOut: async (to: string) => assert.equal((await Deno.stat(join(to, library))).size, 31),
  };
  try {
    const broken = (error: string) => () => Promise.reject(new Error(error));
    for (
      const [step, message] of Object.entries({
        fetchWheel: "no network",
        fetchPackage: "no registry",
        tryOut: "no GPU",
      })
    ) {
      await assert.rejects(install(folder, { ...options, [step]: broken(message) }), { message });
      assert.deepEqual(names(), []);
    }
    // what a killed start has left is no hindrance
    await Deno.mkdir(`${folder}.part/tensorflow`, { recursive: true });
    await install(folder, options);
    assert.deepEqual(names(), ["tensorflow"]);
    assert.deepEqual(JSON.parse(await Deno.readTextFile(join(folder, "installed.json"))), {
      tensorflow: "2.21.0",
      gpu: false,
      files: { [library]: content.length },
    });
    assert.deepEqual(await Deno.readFile(join(folder, library)), content);

    await assert.rejects(install(folder, { ...options, tryOut: broken("no GPU") }));
    assert.deepEqual(names(), ["tensorflow"]);
    const stopped = new AbortController();
    stopped.abort(new Error("Stopped"));
    await assert.rejects(install(folder, { ...options, signal: stopped.signal }), {
      message: "Stopped",
    });
    await install(folder, options);
    assert.deepEqual(names(), ["tensorflow"]);
  } finally {
    await Deno.remove(cache, { recursive: true });
  }
});

type Files = Record<string, string | Uint8Array<ArrayBuffer>>;

/** A server of a few files, which a test changes as it goes. */
async function withServer(test: (url: string, files: Files) => Promise<void>): Promise<void> {
  const files: Files = {};
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const file = files[decodeURIComponent(new URL(request.url).pathname)];
    return file === undefined
      ? new Response("none", { status: 404, statusText: "Not Found" })
      : new Response(file);
  });
  await test(`http://127.0.0.1:${server.addr.port}`, files);
}

function index(files: unknown[]): string {
  return JSON.stringify({ meta: { "api-version": "1.1" }, files });
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A zip archive of one file, not compressed. */
function storedZip(name: string, body: Uint8Array): Uint8Array {
  const title = new TextEncoder().encode(name);
  const head = new DataView(new ArrayBuffer(30)), entry = new DataView(new ArrayBuffer(46));
  const end = new DataView(new ArrayBuffer(22));
  head.setUint32(0, 0x04034b50, true);
  head.setUint16(26, title.length, true);
  entry.setUint32(0, 0x02014b50, true);
  entry.setUint32(16, crc32(body), true);
  for (const at of [20, 24]) entry.setUint32(at, body.length, true);
  entry.setUint16(28, title.length, true);
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(10, 1, true);
  end.setUint32(12, 46 + title.length, true);
  end.setUint32(16, 30 + title.length + body.length, true);
  const parts = [head, title, body, entry, title, end];
  return Uint8Array.from(parts.flatMap((part) => [...new Uint8Array(part.buffer)]));
}
