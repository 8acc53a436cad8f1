/** Chains: outputs, inertia, determinants, norms and spectra from the Hessian itself, entry by entry, in hundreds of digits or whole numbers. */
import { Decimal } from 'decimal.js';
import { chainDeterminant, chainHessianNorm2, chainInertia } from '../../numerics/chain/hessian.js';
import { type Chain, chainOutput } from '../../numerics/chain/output.js';
import { chainEigenvalues } from '../../numerics/chain/spectrum.js';
import { type Comparison, compare, compareExactly, type Injection, type Opinion } from './opinion.js';
import { exactly } from './precise.js';
import type { Random } from './random.js';

const Wide = Decimal.clone({ precision: 600, defaults: true, minE: -9e15, maxE: 9e15 });
const wide = (x: number) => new Wide(exactlyWide(x));

/** Doubles have up to 1074 digits; those of 1e-150..1e150 are exact in 600. */
function exactlyWide(x: number): Decimal {
  const [sign, size] = [Math.sign(x), Math.abs(x)];
  if (size === 0) return new Wide(0);
  const exponent = Math.floor(Math.log2(size)) - 60;
  const scaled = size * 2 ** -Math.floor(exponent / 2) * 2 ** -Math.ceil(exponent / 2);
  return new Wide(BigInt(scaled).toString()).times(new Wide(2).pow(exponent)).times(sign);
}

/** d^2/dw_k dw_l of (F - y)^2/2: products of all weights but one, and but two; nothing is divided. */
function hessian({ weights, x }: Chain, y: number): Decimal[][] {
  const w = Array.from(weights, wide);
  const without = (...left: number[]) =>
    w.reduce((product, each, i) => (left.includes(i) ? product : product.times(each)), wide(x));
  const residual = without().minus(wide(y));
  return w.map((_, k) =>
    w.map((__, l) => {
      const outer = without(k).times(without(l));
      return k === l ? outer : outer.plus(residual.times(without(k, l)));
    }),
  );
}

/** How many eigenvalues lie below t: negative pivots of H - t (Sylvester); t is no eigenvalue of a leading block, or the count fails. */
function countBelow(matrix: readonly (readonly Decimal[])[], t: Decimal): number {
  const a = matrix.map((row, i) => row.map((x, j) => (i === j ? x.minus(t) : x)));
  let count = 0;
  for (let k = 0; k < a.length; k++) {
    const pivot = a[k]![k]!;
    if (pivot.isZero()) return Number.NaN;
    if (pivot.lt(0)) count += 1;
    for (let i = k + 1; i < a.length; i++) {
      const factor = a[i]![k]!.div(pivot);
      for (let j = k + 1; j <= i; j++) {
        a[i]![j] = a[i]![j]!.minus(factor.times(a[j]![k]!));
        a[j]![i] = a[i]![j]!;
      }
    }
  }
  return count;
}

function randomChain(random: Random, depth: number): Chain {
  const size = random.pick([
    () => random.between(0.1, 2),
    () => random.logBetween(1e-4, 1e4),
    () => random.pick([0.5, 1, 2]),
    () => random.logBetween(1e-60, 1e60),
    () => random.pick([1e-60, 1, 1e60]),
  ]);
  const sign = () => random.pick([1, -1]);
  return {
    weights: Float64Array.from({ length: depth }, () => sign() * size()),
    x: sign() * random.pick([1, random.logBetween(1e-3, 1e3), random.logBetween(1e-150, 1e150)]),
  };
}

/** Targets around the chain's output, near and far, where it is in range. */
function randomTarget(random: Random, chain: Chain): number {
  const { high, bits } = chainOutput(chain);
  const inRange = Math.abs(bits) < 480;
  const f = inRange ? high * 2 ** bits : 1;
  return random.pick([
    1,
    0,
    f * random.between(-3, 3),
    f * (1 + random.between(-1e-6, 1e-6)),
    2 * f,
    f / random.logBetween(1e-6, 1e6),
  ]);
}

const name = ({ weights, x }: Chain, y: number) =>
  `weights ${[...weights].map((w) => w.toPrecision(4)).join(' ')}, x = ${x.toPrecision(4)}, y = ${y}`;

function* eigenvalues(
  random: Random,
  from: number,
  count: number,
  { oracle }: Injection,
): Iterable<Comparison> {
  for (let i = from; i < from + count; i++) {
    const chain = randomChain(random, random.integer(1, 7));
    const y = randomTarget(random, chain);
    if (!(y === 0 || (Math.abs(y) > 1e-150 && Math.abs(y) < 1e150))) continue;
    let found: ReturnType<typeof chainEigenvalues>;
    try {
      found = chainEigenvalues(chain, y);
    } catch (error) {
      // F so near y or y/2 that it says so.
      if (error instanceof RangeError) continue;
      throw error;
    }
    const matrix = hessian(chain, y);
    const scale = new Wide(2).pow(found.bits);
    for (let k = 0; k < found.values.length; k++) {
      const answer = oracle({ value: found.values[k]!, error: found.errors[k]! });
      const at = `${name(chain, y)}, eigenvalue ${k + 1}`;
      const end = (factor: number) =>
        exactlyWide(answer.value).plus(exactlyWide(answer.error).times(factor)).times(scale);
      const holds = (low: Decimal, high: Decimal) =>
        countBelow(matrix, low) <= k && countBelow(matrix, high) > k;
      // Where the error is 0 (deflated or zero eigenvalues of multiplicity), its neighbourhood of 1e-300 must hold it.
      const slack = matrix
        .flat()
        .reduce((most, x) => Decimal.max(most, x.abs()), new Wide(0))
        .times('1e-450');
      const size = Math.abs(answer.value) || 1;
      let ratio = Infinity;
      for (const part of [0.01, 0.1, 0.3, 1]) {
        if (!holds(end(-part).minus(slack), end(part).plus(slack))) continue;
        ratio = part;
        break;
      }
      yield {
        at,
        ratio,
        oracleError: answer.error / size,
        otherError: 1e-300,
        ...(ratio <= 1
          ? {}
          : { found: `${answer.value} +- ${answer.error} times 2^${found.bits} does not hold it` }),
      };
    }
  }
}

/** Coefficients of det(t - A), t^0 first, by Faddeev and LeVerrier in whole numbers. */
function characteristic(a: readonly (readonly bigint[])[]): bigint[] {
  const n = a.length;
  const coefficients = new Array<bigint>(n + 1).fill(0n);
  coefficients[n] = 1n;
  let m: bigint[][] = a.map((row) => row.map(() => 0n));
  for (let k = 1; k <= n; k++) {
    // M_k = A M_(k-1) + c_(n-k+1) I, c_(n-k) = -tr(A M_k)/k.
    const product = multiply(a, m);
    m = product.map((row, i) => row.map((x, j) => (i === j ? x + coefficients[n - k + 1]! : x)));
    const trace = multiply(a, m).reduce((sum, row, i) => sum + row[i]!, 0n);
    coefficients[n - k] = -trace / BigInt(k);
  }
  return coefficients;
}

const multiply = (a: readonly (readonly bigint[])[], b: readonly (readonly bigint[])[]): bigint[][] =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0n)));

function* inertias(
  random: Random,
  from: number,
  count: number,
  { oracle, fault }: Injection,
): Iterable<Comparison> {
  for (let i = from; i < from + count; i++) {
    const depth = random.integer(1, 7);
    const sign = () => random.pick([1, -1]);
    // Whole numbers, and outputs that are doubles.
    const w = Array.from({ length: depth }, () => sign() * random.integer(1, random.pick([3, 60])));
    const x = sign() * random.integer(1, 9) * Math.max(1, depth - 1);
    const f = w.reduce((product, each) => product * each, x);
    const y = random.pick([
      f,
      f + 1,
      f - 1,
      2 * f,
      (f / Math.max(1, depth - 1)) * (2 * depth - 1),
      0,
      -f,
      random.integer(-1000, 1000),
      Math.round(f * random.between(-3, 3)),
    ]);
    if (!Number.isSafeInteger(y) || !Number.isSafeInteger(f)) continue;
    const chain: Chain = { weights: Float64Array.from(w), x };
    const [big, F] = [w.map(BigInt), BigInt(f)];
    const matrix = big.map((a, k) =>
      big.map((b, l) => {
        const outer = (F / a) * (F / b);
        return k === l ? outer : outer + (F - BigInt(y)) * (F / (a * b));
      }),
    );
    const polynomial = characteristic(matrix);
    const zero = polynomial.findIndex((c) => c !== 0n);
    const signs = polynomial.filter((c) => c !== 0n).map((c) => (c > 0n ? 1 : -1));
    // All roots are real, so Descartes' rule counts the positive ones exactly.
    const positive = signs.slice(1).filter((s, k) => s !== signs[k]).length;
    const truth = { negative: depth - zero - positive, zero, positive };
    const found = chainInertia(chain, y);
    const shown = fault === 'shift' ? { ...found, negative: found.negative + 1 } : found;
    const at = name(chain, y);
    yield compareExactly(`inertia, ${at}`, JSON.stringify(shown), JSON.stringify(truth));
    const determinant = chainDeterminant(chain, y);
    const constant = depth % 2 === 0 ? polynomial[0]! : -polynomial[0]!;
    yield compareExactly(`sign of det, ${at}`, determinant.sign, constant > 0n ? 1 : constant < 0n ? -1 : 0);
    if (constant !== 0n) {
      const log = new Wide((constant < 0n ? -constant : constant).toString()).ln();
      const last =
        Math.abs((2 * depth - 1) * f - (depth - 1) * y) /
        (Math.abs((2 * depth - 1) * f) + Math.abs((depth - 1) * y));
      const terms = [
        Math.log(Math.abs(f)),
        Math.log(Math.abs(f * (f - y)) + 1) * (depth - 1),
        Math.log(Math.abs((2 * depth - 1) * f - (depth - 1) * y)),
        ...w.map((each) => 2 * Math.log(Math.abs(each))),
      ];
      const size = terms.reduce((sum, t) => sum + Math.abs(t), 0);
      const error = (1e-15 * size + 1e-15) / last;
      yield compare(
        `log |det|, ${at}`,
        oracle({ value: determinant.log, error }),
        { value: log, error: 1e-40 },
        1,
      );
    }
    if (depth > 1) {
      let norm2 = new Wide(0);
      for (let k = 0; k < depth; k++)
        for (let l = 0; l < depth; l++)
          if (k !== l) norm2 = norm2.plus(new Wide(((F / (big[k]! * big[l]!)) ** 2n).toString()));
      const value = chainHessianNorm2(chain);
      yield compare(
        `log of the norm, ${at}`,
        oracle({ value, error: 1e-15 + 4e-16 * (depth + Math.abs(value)) }),
        { value: norm2.ln(), error: 1e-40 },
        1,
      );
    }
  }
}

function* outputs(random: Random, from: number, count: number, { oracle }: Injection): Iterable<Comparison> {
  const Long = Decimal.clone({ precision: 90, defaults: true, minE: -9e15, maxE: 9e15 });
  for (let i = from; i < from + count; i++) {
    const depth = i % 100 === 0 ? 10_000 : random.logInteger(1, 2000);
    const chain = randomChain(random, depth);
    const { high, low, bits } = chainOutput(chain);
    let truth = new Long(exactly(chain.x).toString());
    for (const w of chain.weights) truth = truth.times(new Long(exactly(w).toString()));
    truth = truth.times(new Long(2).pow(-bits));
    // The oracle's number has two parts: the small one moves to the other side.
    const other = truth.minus(new Long(exactly(low).toString()));
    const error = (4 * depth + 8) * 2 ** -104 * Math.abs(high);
    yield compare(`L = ${depth}, chain ${i}`, oracle({ value: high, error }), { value: other, error: 1e-52 });
  }
}

function* sums(random: Random, from: number, count: number, { oracle }: Injection): Iterable<Comparison> {
  for (let i = from; i < from + count; i++) {
    const depth = i % 100 === 0 ? 3000 : random.logInteger(2, 1000);
    const half = random.pick([0.2, 1, 3]);
    const weights = Float64Array.from(
      { length: depth },
      () => random.pick([1, -1]) * Math.exp(random.between(-half, half)),
    );
    const chain: Chain = { weights, x: 1 };
    const { high, bits } = chainOutput(chain);
    if (Math.abs(bits) > 400) continue;
    const f = high * 2 ** bits;
    const y = random.pick([1, f * random.between(-2, 3)]);
    if (!(Math.abs(y) > 1e-140)) continue;
    const found = chainEigenvalues(chain, y);
    const scale = 2 ** found.bits;
    // tr H = sum (F/w_k)^2, |H|^2 = sum of all entries' squares, by power sums of u_k = 1/w_k.
    let F = exactly(chain.x);
    for (const w of weights) F = F.times(exactly(w));
    const target = exactly(y);
    let [second, fourth] = [F.minus(F), F.minus(F)];
    for (const w of weights) {
      const u2 = exactly(w).pow(-2);
      second = second.plus(u2);
      fourth = fourth.plus(u2.times(u2));
    }
    const trace = F.pow(2).times(second);
    // sum over k != l of (F (2F - y))^2 u_k^2 u_l^2, and F^4 u_k^4 on the diagonal.
    const off = F.times(F.times(2).minus(target)).pow(2);
    const norm2 = off.times(second.pow(2).minus(fourth)).plus(F.pow(4).times(fourth));
    const sum = (value: (k: number) => number) => found.values.reduce((total, _, k) => total + value(k), 0);
    const size = sum((k) => Math.abs(found.values[k]!));
    const rounding = depth * 2 ** -52;
    yield compare(
      `trace, L = ${depth}, y = ${y}`,
      oracle({
        value: sum((k) => found.values[k]!) * scale,
        error: (sum((k) => found.errors[k]!) + rounding * size) * scale,
      }),
      { value: trace, error: 1e-40 * trace.toNumber() },
    );
    const squares = sum((k) => found.values[k]! ** 2);
    yield compare(
      `sum of squares, L = ${depth}, y = ${y}`,
      oracle({
        value: squares * scale * scale,
        error:
          (sum((k) => 2 * Math.abs(found.values[k]!) * found.errors[k]! + found.errors[k]! ** 2) +
            rounding * squares) *
          scale *
          scale,
      }),
      { value: norm2, error: 1e-35 * norm2.toNumber() },
    );
  }
}

export const chainSpectra: Opinion = {
  id: 'chain-spectrum',
  oracle: "eigenvalues of a chain's Hessian",
  route:
    'the Hessian from products of weights, eigenvalues counted by signs of pivots in 600 digits; the ratio is known as 0.01, 0.1, 0.3 or 1',
  domain: 'L to 7, weights 1e-60 to 1e60, equal ones too, targets near and far from F',
  full: 400,
  small: 16,
  perCell: 40,
  sees: ['shift', 'bound'],
  examine: eigenvalues,
};

export const chainInertias: Opinion = {
  id: 'chain-inertia',
  oracle: "inertia, determinant and norm of a chain's Hessian",
  route: "characteristic polynomial in whole numbers, Descartes' rule",
  domain: 'L to 7, whole weights, targets on and next to F = y and F/y = (L-1)/(2L-1)',
  full: 400,
  small: 40,
  perCell: 200,
  sees: ['shift'],
  examine: inertias,
};

export const chainOutputs: Opinion = {
  id: 'chain-output',
  oracle: 'output of a chain, to twice the digits of a double',
  route: 'product in 90 digits',
  domain: 'L to 10,000, weights 1e-60 to 1e60',
  full: 1000,
  small: 8,
  perCell: 200,
  sees: ['shift', 'bound'],
  examine: outputs,
};

export const chainSums: Opinion = {
  id: 'chain-sums',
  oracle: 'all eigenvalues of long chains together',
  route: 'trace and norm of the matrix, 60 digits',
  domain: 'L to 3000',
  full: 1000,
  small: 4,
  perCell: 100,
  sees: ['shift'],
  examine: sums,
};
