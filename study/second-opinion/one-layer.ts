/**
 * The law of one layer's logarithm Y = log(sigma^2 chi^2_N), given N > 0, as a density on a grid. No gamma function enters: the density of
 * log chi^2_n is t(y) = exp(a (x - e^x + 1)), a = n/2, x = y - log(n sigma^2), up to a factor that the trapezoidal rule finds from t itself;
 * binomial weights are quotients of whole numbers.
 */

export interface Shape {
  readonly activation: 'relu' | 'linear';
  readonly width: number;
}

export interface Component {
  readonly n: number;
  /** P(N = n | N > 0). */
  readonly weight: number;
}

/** Numbers of active units and their weights; what is left out has a weight of at most `omitted`. */
export interface Units {
  readonly components: readonly Component[];
  readonly omitted: number;
}

/** @param wrongWeight a fault: the weight of the most likely number is too large by a thousandth. */
export function unitsOf({ activation, width }: Shape, negligible: number, wrongWeight: boolean): Units {
  if (activation === 'linear') return { components: [{ n: width, weight: 1 }], omitted: 0 };
  const centre = Math.max(1, Math.floor(width / 2));
  const scale = 2n ** BigInt(width) - 1n;
  const weightOf = (choose: bigint) => quotient(choose, scale);
  const middle = binomial(width, centre);
  const components: Component[] = [];
  let omitted = 0;
  const walk = (from: number, to: number, step: 1 | -1, first: bigint) => {
    let choose = first;
    for (let n = from; n !== to + step; n += step) {
      const weight = weightOf(choose);
      if (weight < negligible) {
        // From here on each is at most the one before.
        omitted += weight * (Math.abs(to - n) + 1);
        return;
      }
      components.push({ n, weight });
      choose =
        step === 1
          ? (choose * BigInt(width - n)) / BigInt(n + 1)
          : (choose * BigInt(n)) / BigInt(width - n + 1);
    }
  };
  walk(centre, width, 1, middle);
  if (centre > 1) walk(centre - 1, 1, -1, (middle * BigInt(centre)) / BigInt(width - centre + 1));
  components.sort((a, b) => a.n - b.n);
  if (wrongWeight) {
    const top = components.reduce((best, each) => (each.weight > best.weight ? each : best));
    return {
      components: components.map((each) => (each === top ? { ...each, weight: each.weight * 1.001 } : each)),
      omitted,
    };
  }
  return { components, omitted };
}

const chosen = new Map<string, bigint>();

function binomial(n: number, k: number): bigint {
  const key = `${n} ${k}`;
  let value = chosen.get(key);
  if (value === undefined) {
    const rising = (from: number, to: number): bigint => {
      if (to - from < 20) {
        let product = 1n;
        for (let i = from; i <= to; i++) product *= BigInt(i);
        return product;
      }
      const middle = Math.floor((from + to) / 2);
      return rising(from, middle) * rising(middle + 1, to);
    };
    value = rising(n - k + 1, n) / rising(1, k);
    if (chosen.size > 50) chosen.clear();
    chosen.set(key, value);
  }
  return value;
}

/** a/b for b much larger than 2^60 or not, to 1e-16; 0 below the range of doubles. */
function quotient(a: bigint, b: bigint): number {
  const [aBits, bBits] = [a, b].map((x) => x.toString(16).length * 4) as [number, number];
  const [aShift, bShift] = [Math.max(0, aBits - 120), Math.max(0, bBits - 120)];
  const ratio = Number(a >> BigInt(aShift)) / Number(b >> BigInt(bShift));
  const bits = aShift - bShift;
  return ratio * 2 ** Math.ceil(bits / 2) * 2 ** Math.floor(bits / 2);
}

/** x - e^x + 1 to full relative precision. */
function dip(x: number): number {
  if (Math.abs(x) > 0.4) return x - Math.expm1(x);
  let sum = 1;
  for (let k = 16; k >= 3; k--) sum = 1 + (x / k) * sum;
  return (-x * x * sum) / 2;
}

export class OneLayer {
  /** Y is measured from the logarithm of this many units' share: y = log(chi^2_N / centre). */
  readonly centre: number;
  private readonly offsets: Float64Array;
  private readonly shapes: Float64Array;
  private readonly factors: Float64Array;

  /** @param lowest the density leaves out what is below the exponential of this. */
  constructor(
    readonly units: Units,
    private readonly lowest: number,
  ) {
    const { components } = units;
    this.centre = components.reduce((best, each) => (each.weight > best.weight ? each : best)).n;
    this.offsets = Float64Array.from(components, ({ n }) => Math.log1p((n - this.centre) / this.centre));
    this.shapes = Float64Array.from(components, ({ n }) => n / 2);
    this.factors = Float64Array.from(components, ({ n, weight }) => weight / totalOf(n / 2));
  }

  get least(): number {
    return this.units.components[0]!.n;
  }

  get most(): number {
    return this.units.components.at(-1)!.n;
  }

  /** The density of Y at y. */
  density(y: number): number {
    let sum = 0;
    for (let i = 0; i < this.factors.length; i++) {
      const exponent = this.shapes[i]! * dip(y - this.offsets[i]!);
      if (exponent > this.lowest) sum += this.factors[i]! * Math.exp(exponent);
    }
    return sum;
  }
}

/** The integral of exp(a (x - e^x + 1)) by the trapezoidal rule: e^-44 or better at this step. */
function totalOf(a: number): number {
  const step = stepFor(a, 46);
  let sum = 1;
  for (const direction of [1, -1]) {
    for (let k = 1; ; k++) {
      const exponent = a * dip(direction * k * step);
      if (exponent < -46) break;
      sum += Math.exp(exponent);
    }
  }
  return sum * step;
}

/**
 * The largest step h at which the grid loses at most e^-exponent: |Gamma(a + it)/Gamma(a)| = exp(-t atan(t/a) + (a/2) log(1 + t^2/a^2)) or less,
 * and an alias costs one of these at t = 2 pi/h, or two at half of it.
 */
export function stepFor(a: number, exponent: number): number {
  const loss = (t: number) => 2 * (t * Math.atan(t / a) - (a / 2) * Math.log1p((t / a) ** 2));
  let [low, high] = [0, 1];
  while (loss(high) < exponent) high *= 2;
  for (let round = 0; round < 40; round++) {
    const middle = (low + high) / 2;
    if (loss(middle) < exponent) low = middle;
    else high = middle;
  }
  return Math.PI / high;
}

/** Nodes and weights of Gauss's rule of n points on (0, 1). */
export function gaussRule(n: number): readonly (readonly [number, number])[] {
  return Array.from({ length: n }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 0;
    for (let round = 0; round < 100; round++) {
      let [before, at] = [1, x];
      for (let k = 2; k <= n; k++) [before, at] = [at, ((2 * k - 1) * x * at - (k - 1) * before) / k];
      slope = (n * (x * at - before)) / (x * x - 1);
      const next = x - at / slope;
      if (next === x) break;
      x = next;
    }
    return [(1 - x) / 2, 1 / ((1 - x * x) * slope * slope)] as const;
  });
}
