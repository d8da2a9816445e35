/** @module The Python wheels that contain TensorFlow's C library, and NVIDIA's libraries for it. */
import { TENSORFLOW } from "@triptych/engine";

/** A wheel on PyPI. */
export interface Wheel {
  /** The package's name. */
  name: string;
  version: string;
  /** What follows name and version in the file's name. */
  tags: string;
  /** Its length. */
  bytes: number;
}

/** The files that are kept, where TensorFlow's library looks for them. */
export const KEPT =
  /^(tensorflow\/libtensorflow_(cc|framework)|nvidia\/\w+\/lib\/[^/]+)\.so[.\d]*$/;

/** The bytes that are kept of TensorFlow and of NVIDIA's libraries, rounded up. */
export const KEPT_BYTES = { cpu: 0.9e9, gpu: 6.5e9 };

const TENSORFLOW_TAGS = "cp311-cp311-manylinux_2_27_x86_64";
const GLIBC_25 = "py3-none-manylinux_2_25_x86_64";
const GLIBC_27 = "py3-none-manylinux_2_27_x86_64";
const OLD_12 = "py3-none-manylinux2010_x86_64.manylinux_2_12_x86_64";
const OLD_17 = "py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64";

/** For a CPU. */
export const CPU_WHEELS: readonly Wheel[] = [
  {
    name: "tensorflow-cpu",
    version: TENSORFLOW.version,
    tags: TENSORFLOW_TAGS,
    bytes: 273_829_956,
  },
];

/**
 * For an NVIDIA card: TensorFlow, and what its extra `and-cuda` asks for, in versions of CUDA 12.9 and
 * cuDNN 9, which know the cards up to those of 2025. Its compiler (nvcc) is for XLA, which isn't used.
 */
export const GPU_WHEELS: readonly Wheel[] = [
  { name: "tensorflow", version: TENSORFLOW.version, tags: TENSORFLOW_TAGS, bytes: 572_440_367 },
  nvidia("cuda-runtime", "12.9.79", OLD_17, 3_493_179),
  nvidia("cuda-cupti", "12.9.79", GLIBC_25, 10_814_997),
  nvidia("cuda-nvrtc", "12.9.86", OLD_12, 89_568_129),
  nvidia("nvjitlink", "12.9.86", OLD_12, 39_748_338),
  nvidia("cublas", "12.9.1.4", GLIBC_27, 581_242_350),
  nvidia("cudnn", "9.10.2.21", GLIBC_27, 706_758_467),
  nvidia("cufft", "11.4.1.4", OLD_17, 200_877_592),
  nvidia("curand", "10.3.10.19", GLIBC_27, 68_295_626),
  nvidia("cusolver", "11.7.5.82", GLIBC_27, 338_117_415),
  nvidia("cusparse", "12.5.10.65", OLD_17, 366_465_088),
  nvidia("nccl", "2.27.7", OLD_17, 322_546_339),
];

/** @returns The wheel's file name. */
export function fileOf({ name, version, tags }: Wheel): string {
  return `${name.replaceAll("-", "_")}-${version}-${tags}.whl`;
}

function nvidia(part: string, version: string, tags: string, bytes: number): Wheel {
  return { name: `nvidia-${part}-cu12`, version, tags, bytes };
}
