/** The distribution function between two that need no analysis: every layer's logarithm rounded down, and up, to a grid. */
import gammainc from '@stdlib/math-base-special-gammainc';
import { transform } from './convolution.js';
import { lawOf } from './law-convolution.js';
import { type Comparison, compare, extremeOr, type Injection, type Opinion } from './opinion.js';
import type { Random } from './random.js';

interface Case {
  readonly activation: 'relu' | 'linear';
  readonly width: number;
  readonly depth: number;
}

const extremes: readonly Case[] = (['relu', 'linear'] as const).flatMap((activation) => [
  { activation, width: 1, depth: 1 },
  { activation, width: 1, depth: 16 },
  { activation, width: 40, depth: 16 },
]);

/** Points at which each law is asked. */
const points = 20;
/** Of the library's incomplete gamma function. */
const massError = 1e-12;

/** P(Y <= y), Y the logarithm of one layer's factor given N > 0. */
function oneLayer(activation: Case['activation'], width: number): (y: number) => number {
  if (activation === 'linear') return (y) => gammainc((width * Math.exp(y)) / 2, width / 2);
  const weights: number[] = [];
  for (let [n, w] = [1, width]; n <= width; n++) {
    weights.push(w / (2 ** width - 1));
    w = (w * (width - n)) / (n + 1);
  }
  return (y) => weights.reduce((sum, w, i) => sum + w * gammainc((width * Math.exp(y)) / 4, (i + 1) / 2), 0);
}

function* examine(random: Random, from: number, count: number, { oracle }: Injection): Iterable<Comparison> {
  for (let i = from; i < from + count; i++) {
    const { activation, width, depth } = extremeOr(i, extremes, () => ({
      activation: random.pick(['relu', 'linear'] as const),
      width: random.logInteger(1, 40),
      depth: random.integer(1, 16),
    }));
    const law = lawOf({ activation, width }, depth);
    const cdf = oneLayer(activation, width);
    const step = law.logSpread / Math.sqrt(depth) / 200;
    let [low, high] = [0, 1];
    while (cdf(low * step) > 1e-13) low -= 200;
    while (cdf(high * step) < 1 - 1e-14) high += 50;
    const cells = high - low;
    const length = 2 ** Math.ceil(Math.log2(cells * depth + 2));
    const [re, im] = [new Float64Array(length), new Float64Array(length)];
    for (let k = 0, before = cdf(low * step); k < cells; k++) {
      const at = cdf((low + k + 1) * step);
      re[k] = at - before;
      before = at;
    }
    transform(re, im);
    for (let k = 0; k < length; k++) {
      let [a, b] = [1, 0];
      for (let n = 0; n < depth; n++) [a, b] = [a * re[k]! - b * im[k]!, a * im[k]! + b * re[k]!];
      [re[k], im[k]] = [a / length, -b / length];
    }
    transform(re, im);
    // re[m] is the probability that the lower ends add up to (depth * low + m) step.
    const sums = new Float64Array(length + 1);
    for (let m = 0; m < length; m++) sums[m + 1] = sums[m]! + re[m]!;
    for (let p = 0; p < points; p++) {
      const x = law.logMean().value + random.between(-3, 2.5) * law.logSpread;
      // Rounded down a sum is at most S and above S - depth * step.
      const index = Math.floor(x / step) - depth * low;
      const upper = sums[Math.max(0, Math.min(length, index + 2))]! + depth * massError;
      const lower = sums[Math.max(0, Math.min(length, index - depth))]! - depth * massError;
      const other = { value: (lower + upper) / 2, error: (upper - lower) / 2 };
      yield compare(`${activation}, d = ${width}, L = ${depth}, x = ${x}`, oracle(law.cdf(x)), other, 1);
    }
  }
}

export const bracketByRounding: Opinion = {
  id: 'cdf-bracket',
  oracle: 'the distribution function given alive',
  route: 'every layer rounded down and up to a grid: bounds on both sides, whatever the law',
  domain: 'relu and linear, d to 40, L to 16, from -3 to 2.5 standard deviations',
  full: 60,
  small: 2,
  perCell: 10,
  sees: [],
  examine,
};
