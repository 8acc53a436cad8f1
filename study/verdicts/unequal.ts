/** Nets whose layers have widths of their own: their variances worked out here anew, and how claims name them. */
import { type Activation, type Net, slopes } from './truths.js';

/** sigma^2 of a layer with so many inputs and outputs. */
const variances = {
  'he-normal': (fanIn: number) => 2 / fanIn,
  'he-uniform': (fanIn: number) => 2 / fanIn,
  'xavier-normal': (fanIn: number, fanOut: number) => 2 / (fanIn + fanOut),
  'xavier-uniform': (fanIn: number, fanOut: number) => 2 / (fanIn + fanOut),
  'lecun-normal': (fanIn: number) => 1 / fanIn,
  pytorch: (fanIn: number) => 1 / (3 * fanIn),
  rademacher: (fanIn: number) => 2 / fanIn,
  'normal(3/2)': (fanIn: number) => 3 / 2 / fanIn,
  'uniform(5/2)': (fanIn: number) => 5 / 2 / fanIn,
  // Orthonormal rows or columns, whichever are fewer.
  orthogonal: (fanIn: number, fanOut: number) => 2 / Math.max(fanIn, fanOut),
} as const;
export type UnequalInit = keyof typeof variances;

/** @param widths d_0, d_1, ..., d_L. */
export function unequalNet<A extends Activation>(
  widths: readonly number[],
  init: UnequalInit,
  activation: A,
): Net<A> {
  const [inputWidth, ...hidden] = widths as readonly [number, ...number[]];
  const layers = hidden.map((width, l) => {
    return { width, variance: variances[init](widths[l]!, width), count: 1 };
  });
  return { inputWidth, layers, activation };
}

/** `with widths [3, 1, 2], inputWidth 7, ...`. */
export function unequalScope([input, ...hidden]: readonly number[], settings: string): string {
  return `with widths [${hidden.join(', ')}]${input === hidden[0] ? '' : `, inputWidth ${input}`}, ${settings}`;
}

/** Variances and widths of single layers, l = 1, ..., L. */
export function layersOf({ layers }: Net): { readonly width: number; readonly variance: number }[] {
  return layers.flatMap(({ width, variance, count }) =>
    Array.from({ length: count }, () => ({ width, variance })),
  );
}

/** G1: log E gradientNorm2[l] behind a readout of variance readoutGain/d_L: the forward pass up to the layer, the backward pass down to it. */
export function logGradientMean(net: Net, layer: number, readoutGain: number): number {
  const { p } = slopes(net.activation);
  return forward(net, 1, layer) + Math.log(p * readoutGain) + backward(net, layer, p);
}

/** H3: log E hessianBlockNorm2[k,l], k < l, readout gain 1: forward to k, from k to l, backward to l. */
export function logBlockMean(net: Net, k: number, l: number): number {
  const { p } = slopes(net.activation);
  const between = Math.log(p * layersOf(net)[k - 1]!.width) + forward(net, k + 1, l);
  return forward(net, 1, k) + between + Math.log(p) + backward(net, l, p);
}

/** Layers from..to-1, each times p d_l sigma_l^2. */
function forward(net: Net, from: number, to: number): number {
  const { p } = slopes(net.activation);
  return layersOf(net)
    .slice(from - 1, to - 1)
    .reduce((sum, { width, variance }) => sum + Math.log(p * width * variance), 0);
}

/** Backward through W^L, ..., W^(layer+1), each times p d_(l-1) sigma_l^2. */
function backward(net: Net, layer: number, p: number): number {
  const all = layersOf(net);
  return all
    .slice(layer)
    .reduce((sum, { variance }, i) => sum + Math.log(p * all[layer + i - 1]!.width * variance), 0);
}
