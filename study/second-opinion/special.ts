/** Special functions, and the enclosures of closed forms, against 60 digits. */
import { enclose, NotFinite } from '../../theory/expression/enclosure.js';
import { parseExpression } from '../../theory/language/parse-claim.js';
import { binomial } from '../../theory/special/binomial.js';
import { digamma, gamma, lgamma, trigamma } from '../../theory/special/gamma.js';
import { gammaMedian } from '../../theory/special/gamma-median.js';
import { hyp2f1WithError } from '../../theory/special/hypergeometric.js';
import { erf, normalCdf, normalQuantile } from '../../theory/special/normal.js';
import { evaluate } from './evaluate.js';
import { type Comparison, compare, extremeOr, type Injection, type Opinion } from './opinion.js';
import * as precise from './precise.js';
import { exactly, type Precise } from './precise.js';
import type { Random } from './random.js';

interface Function {
  readonly name: string;
  readonly draw: (random: Random) => readonly number[];
  readonly extremes: readonly (readonly number[])[];
  readonly value: (...args: number[]) => number;
  /** As documented: relative and absolute. */
  readonly bound: (...args: number[]) => readonly [number, number];
  readonly truth: (...args: Precise[]) => Precise;
}

const sided = (random: Random, from: number, to: number) => [
  random.pick([1, 1, 1, -1]) * random.pick([random.logBetween(from, to), random.between(0.5, 30)]),
];

const functions: readonly Function[] = [
  {
    name: 'gamma',
    draw: (random) => [random.pick([random.between(-20, 170), random.logBetween(1e-10, 170)])],
    extremes: [[1e-300], [0.5], [171], [-0.5], [-100.5]],
    value: gamma,
    bound: (x) => [2 ** (x > 0 ? -50 : -47), 0],
    truth: precise.gammaOf,
  },
  {
    name: 'lgamma',
    draw: (random) => sided(random, 1e-10, 1e12),
    extremes: [[1], [2], [1 + 2 ** -30], [2 - 2 ** -30], [0.2], [1.2], [1e-300], [1e15]],
    value: lgamma,
    bound: () => [2 ** -50, 2 ** -50],
    truth: precise.logAbsGamma,
  },
  {
    name: 'digamma',
    draw: (random) => sided(random, 1e-10, 1e12),
    extremes: [[1.4616321449683622], [1e-200], [1e-300], [1e15]],
    value: digamma,
    bound: (x) => [2 ** (x > 0 ? -50 : -47), 2 ** -50],
    truth: precise.digammaOf,
  },
  {
    name: 'trigamma',
    draw: (random) => [random.pick([random.logBetween(1e-10, 1e12), random.between(0.5, 30)])],
    extremes: [[1e-100], [1e15]],
    value: trigamma,
    bound: () => [2 ** -50, 0],
    truth: precise.trigammaOf,
  },
  {
    name: 'erf',
    draw: (random) => sided(random, 1e-10, 6),
    extremes: [[0], [1e-300], [-5.9], [30]],
    value: erf,
    bound: () => [2 ** -51, 0],
    truth: precise.erfOf,
  },
  {
    name: 'normalCdf',
    draw: (random) => [random.between(-37.5, 9)],
    extremes: [[0], [-37.4], [38]],
    value: normalCdf,
    bound: () => [2 ** -50, 0],
    truth: precise.normalCdfOf,
  },
  {
    name: 'normalQuantile',
    draw: (random) => [
      random.pick([random.uniform(), random.logBetween(1e-300, 0.5), 1 - random.logBetween(1e-15, 0.5)]),
    ],
    extremes: [[0.5], [1e-150], [0.99e-150], [1e-307], [1 - 2 ** -53], [0.25], [0.75]],
    value: normalQuantile,
    bound: () => [2 ** -49, 0],
    truth: precise.normalQuantileOf,
  },
  {
    name: 'gammaMedian',
    draw: (random) => [random.pick([random.integer(1, 400), random.logBetween(0.01, 2000)])],
    extremes: [[1], [0.6], [200], [199.99], [20], [1000]],
    value: gammaMedian,
    bound: (a) => [2 ** -49 * (1 + 1 / a), 0],
    truth: precise.gammaMedianOf,
  },
  {
    name: 'binomial',
    draw: (random) => {
      const n = random.pick([random.integer(0, 1000), random.between(0, 100)]);
      return [n, random.pick([random.integer(0, Math.floor(n)), random.between(0, n)])];
    },
    extremes: [
      [0, 0],
      [1000, 500],
      [53, 26],
      [0.5, 0.25],
    ],
    value: binomial,
    bound: () => [2 ** -47, 0],
    truth: precise.binomialOf,
  },
  {
    name: 'hyp2f1',
    draw: (random) => {
      const x = random.pick([random.uniform(), random.between(0, 0.995), -random.logBetween(1e-3, 50)]);
      if (random.uniform() < 0.5) {
        const L = random.integer(3, 200);
        return [1, 2 / L, 1 + 2 / L, Math.min(0.995, Math.abs(x))];
      }
      return [random.between(-3, 5), random.between(-3, 5), random.between(0.1, 6), Math.min(x, 0.995)];
    },
    extremes: [
      [1, 1, 2, 0],
      [1, 0.5, 1.5, 0.75],
      [1, 0.002, 1.002, 0.99],
      [1, 1, 2, -1],
      [-2, 3, 0.5, 0.9],
    ],
    value: (a, b, c, x) => hyp2f1WithError(a, b, c, x).value,
    bound: (a, b, c, x) => [0, hyp2f1WithError(a, b, c, x).error],
    truth: precise.hypergeometricOf,
  },
];

function* values(random: Random, from: number, count: number, { oracle }: Injection): Iterable<Comparison> {
  for (let i = from; i < from + count; i++) {
    const each = functions[i % functions.length]!;
    const args = extremeOr(Math.floor(i / functions.length), each.extremes, () => each.draw(random));
    const value = each.value(...args);
    const truth = each.truth(...args.map(exactly));
    // Results beyond the range of doubles are none of these functions' business.
    if (!(truth.isZero() || (truth.abs().gt(2 ** -1000) && truth.abs().lt(2 ** 1000)))) continue;
    const [relative, absolute] = each.bound(...args);
    const error = Math.abs(value) * relative * (1 + 2 ** -40) + absolute;
    const size = Math.max(Math.abs(value), absolute > 0 && each.name !== 'hyp2f1' ? 1 : 0) || 1;
    yield compare(
      `${each.name}(${args.join(', ')})`,
      oracle({ value, error }),
      { value: truth, error: 1e-25 * size },
      size,
    );
  }
}

/** A random expression of the claim language in L, d and x. */
function expressionText(random: Random, depth: number): string {
  if (depth === 0) {
    return random.pick(['L', 'd', 'x', 'pi', 'e', 'EulerGamma', '1/3', '2', '5/2', '0.1', '1e-17', '7']);
  }
  const part = () => expressionText(random, random.integer(0, depth - 1));
  return random.pick([
    () => `(${part()}+${part()})`,
    () => `(${part()}-${part()})`,
    () => `${part()}*${part()}`,
    () => `(${part()})/(${part()})`,
    () => `(1+(${part()})^2)^(${part()})`,
    () => `(${part()})^${random.integer(2, 5)}`,
    () => `exp(-abs(${part()}))`,
    () => `log(1+abs(${part()}))`,
    () => `sqrt(abs(${part()}))`,
    () => `min(${part()},${part()})`,
    () => `max(${part()},${part()})`,
    () => `floor(${part()})`,
    () => `ceil(${part()})`,
    () => `${random.pick(['gamma', 'lgamma', 'digamma', 'trigamma'])}(1/7+min(50,abs(${part()})))`,
    () => `${random.pick(['erf', 'normalCdf'])}(max(-6,min(6,${part()})))`,
    () => `normalQuantile(1/(2+abs(${part()})))`,
    () => `gammaMedian(1/2+min(90,abs(${part()})))`,
    () => `binomial(d,min(d,L))`,
    () => `hyp2f1(1,2/(L+2),1+2/(L+2),1/(2+abs(${part()})))`,
    () => `sum(i${depth},1,6,(${part()})/i${depth})`,
    () => `sum(i${depth},0,5,x^i${depth}/gamma(i${depth}+1))`,
  ])();
}

function* enclosures(
  random: Random,
  _from: number,
  count: number,
  { oracle }: Injection,
): Iterable<Comparison> {
  for (let found = 0; found < count; ) {
    const text = expressionText(random, random.integer(1, 4));
    const point = {
      L: random.logInteger(1, 10_000),
      d: random.logInteger(1, 2000),
      x: random.pick([random.uniform(), random.logBetween(1e-10, 1e10), -random.between(0, 10)]),
    };
    if (text.includes('binomial') && point.d > 300) continue;
    const expression = parseExpression(text, { names: ['L', 'd', 'x'] });
    const names = new Map(Object.entries(point).map(([name, x]) => [name, exactly(x)]));
    let truth: Precise | undefined;
    try {
      truth = evaluate(expression, names);
      if (truth === undefined || truth.abs().gt('1e280') || (truth.abs().lt('1e-280') && !truth.isZero()))
        continue;
      const interval = enclose(expression, point);
      found += 1;
      const value = interval.lower / 2 + interval.upper / 2;
      const error = (interval.upper / 2 - interval.lower / 2) * (1 + 2 ** -40) + Math.abs(value) * 2 ** -53;
      // A difference that cancels leaves no relative digits of the 60.
      const size = Math.max(Math.abs(value), 1e-280);
      yield compare(
        `${text} at L = ${point.L}, d = ${point.d}, x = ${point.x}`,
        oracle({ value, error }),
        { value: truth, error: 1e-24 * Math.max(size, error) },
        size,
      );
    } catch (error) {
      if (!(error instanceof NotFinite || error instanceof RangeError)) throw error;
    }
  }
}

export const specialByDecimals: Opinion = {
  id: 'special-decimals',
  oracle: 'gamma, lgamma, digamma, trigamma, erf, normalCdf, normalQuantile, gammaMedian, binomial, hyp2f1',
  route: 'textbook series, 60 digits, against the documented accuracy',
  domain: 'their ranges in claims, next to zeros and poles included',
  full: 3000,
  small: 60,
  perCell: 250,
  sees: ['shift', 'bound'],
  examine: values,
};

export const enclosuresByDecimals: Opinion = {
  id: 'enclosures-decimals',
  oracle: 'enclosures of closed forms',
  route: "random closed forms, evaluated in 60 digits by the study's own evaluator",
  domain:
    'all operations and functions of the claim language, nested up to four deep; L to 10,000, d to 2000',
  full: 2000,
  small: 60,
  perCell: 250,
  sees: ['shift', 'bound'],
  examine: enclosures,
};
