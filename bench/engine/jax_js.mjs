// A contestant that is jax-js, compiled by its jit: the convnets as its documentation writes such, with Adam.
import {
  blockUntilReady,
  defaultDevice,
  init,
  jit,
  lax,
  nn,
  numpy as np,
  tree,
  valueAndGrad,
  // @ts-ignore: installed apart, by bench/engine.ts
} from "@jax-js/jax";
import { ADAM, batchOf, CLASSES, CONVNETS, startOf } from "./problems.mjs";

/** Starts it; gives what it runs on, and what it can be asked. */
export async function start() {
  await init("wasm");
  defaultDevice("wasm");
  return {
    version: "WebAssembly, threads as it chooses",
    /** A step of training, which gives the loss. */
    train({ convnet }) {
      const problem = CONVNETS[convnet], { batch, side, channels } = problem;
      const { images, oneHot } = batchOf(problem);
      const x = np.transpose(np.array(images).reshape([batch, side, side, channels]), [0, 3, 1, 2]);
      const y = np.array(oneHot).reshape([batch, CLASSES]);
      let weights = weightsOf(problem), count = 0;
      let moments = ["m", "v"].map(() => tree.map((w) => np.zeros(w.shape), tree.ref(weights)));
      const step = jit((weights, moments, rate, x, y) => {
        const [loss, gradients] = valueAndGrad((w, x, y) => lossOf(problem, w, x, y))(
          tree.ref(weights),
          x,
          y,
        );
        return [loss, ...adam(weights, gradients, moments, rate)];
      });
      return {
        async run() {
          count++;
          const { rate, beta1, beta2 } = ADAM;
          const scale = np.array([rate * Math.sqrt(1 - beta2 ** count) / (1 - beta1 ** count)]);
          const [loss, next, later] = step(weights, moments, scale, x.ref, y.ref);
          [weights, moments] = [next, later];
          await blockUntilReady([weights, moments]);
          return (await loss.data())[0];
        },
        end() {},
      };
    },
  };
}

function weightsOf(problem) {
  const { convolutions, dense } = startOf(problem);
  return {
    kernels: convolutions.map(({ shape, values }) =>
      np.transpose(np.array(values).reshape(shape), [3, 2, 0, 1])
    ),
    biases: convolutions.map(({ shape }) => np.zeros([shape[3]])),
    dense: np.array(dense.values).reshape(dense.shape),
    last: np.zeros([CLASSES]),
  };
}

function lossOf({ batch, blocks }, { kernels, biases, dense, last }, x, y) {
  let at = 0;
  for (const block of blocks) {
    for (const outputs of block) {
      const map = lax.conv(x, kernels[at], [1, 1], "SAME");
      x = nn.relu(map.add(biases[at].reshape([1, outputs, 1, 1])));
      at++;
    }
    const [n, c, height, width] = x.shape;
    x = np.max(x.reshape([n, c, height / 2, 2, width / 2, 2]), [3, 5]);
  }
  const features = np.transpose(x, [0, 2, 3, 1]).reshape([batch, -1]);
  const logits = np.matmul(features, dense).add(last);
  return nn.logSoftmax(logits, -1).mul(y).sum().mul(-1 / batch);
}

/** New weights and moments; the step's size has the corrections of both moments in it. */
function adam(weights, gradients, [m, v], rate) {
  const { beta1, beta2, epsilon } = ADAM;
  const nextM = tree.map(
    (m, g) => m.mul(beta1).add(g.mul(1 - beta1)),
    m,
    tree.ref(gradients),
  );
  const nextV = tree.map((v, g) => v.mul(beta2).add(np.square(g).mul(1 - beta2)), v, gradients);
  const next = tree.map(
    (w, m, v) => w.sub(m.mul(rate.ref).div(np.sqrt(v).add(epsilon))),
    weights,
    tree.ref(nextM),
    tree.ref(nextV),
  );
  rate.dispose();
  return [next, [nextM, nextV]];
}
