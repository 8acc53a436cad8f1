/** Minibatches: which inputs each step of SGD sees, and the gradient of the loss on them. */
import { depthOf, type Network } from '../network/network.js';
import { weightSource } from '../random/source.js';
import { type Batch, batchNet, type SquaredLoss } from './batch-net.js';

/**
 * A function that names the inputs of one minibatch after the other. Every epoch goes through all inputs 0..inputs-1 once, in a random order of its
 * own: that of the uniform numbers of stream (seed, net, layer, epoch), epoch = 0, 1, ... The last batch of an epoch may be smaller than
 * batchSize, and a batchSize above the number of inputs takes them all.
 */
export function minibatches(
  inputs: number,
  batchSize: number,
  seed: number,
  net: number,
  layer: number,
): () => readonly number[] {
  const source = weightSource(seed, 'uniform');
  const keys = new Float64Array(inputs);
  let order: number[] = [];
  let epoch = 0;
  return () => {
    if (order.length === 0) {
      source.column(net, layer, epoch, keys, inputs);
      epoch += 1;
      order = [...keys.keys()].sort((p, q) => keys[p]! - keys[q]! || p - q);
    }
    return order.splice(0, batchSize);
  };
}

/** A function that writes the gradient of the loss on the next minibatch; their order is drawn from layer L + 4. */
export function minibatchGradient(
  network: Network,
  loss: SquaredLoss,
  { inputs, targets }: Batch,
  batchSize: number,
  seed: number,
  net: number,
): (parameters: Float64Array, gradient: Float64Array) => void {
  const width = network.widths[0]!;
  const next = minibatches(targets.length, batchSize, seed, net, depthOf(network) + 4);
  return (parameters, gradient) => {
    const chosen = next();
    const batch: Batch = {
      inputs: Float64Array.from(chosen.flatMap((s) => [...inputs.subarray(s * width, (s + 1) * width)])),
      targets: Float64Array.from(chosen, (s) => targets[s]!),
    };
    batchNet(network, batch, loss).lossAndGradient(parameters, gradient);
  };
}
