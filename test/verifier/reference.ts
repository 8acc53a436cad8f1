/** Reference values of test/reference/verifier/layer.py: decimals of 70 digits, read exactly. */
import { readFileSync } from 'node:fs';
import { type Rational, rational } from '../../verifier/rational.js';

interface Layer {
  readonly activation: 'relu' | 'linear';
  readonly d: number;
  readonly m: string;
  readonly v: string;
  readonly logMoments: readonly string[];
}

export const reference: {
  readonly log: readonly { readonly x: string; readonly value: string }[];
  readonly exp: readonly { readonly x: string; readonly value: string }[];
  readonly gamma: readonly {
    readonly n: number;
    readonly digamma: string;
    readonly trigamma: string;
    readonly ratios: readonly string[];
  }[];
  readonly powers: readonly string[];
  readonly layers: readonly Layer[];
  /** [P, Q] at d for B = 0, by number of the statement. */
  readonly residues: readonly {
    readonly d: number;
    readonly n: number;
    readonly [statement: string]: unknown;
  }[];
  readonly moments: readonly {
    readonly d: number;
    readonly rows: readonly { readonly relu: string; readonly linear: string; readonly share: string }[];
  }[];
} = JSON.parse(readFileSync(new URL('../reference/verifier/layer.json', import.meta.url), 'utf8'));

export const layerOf = (activation: 'relu' | 'linear', d: number): Layer =>
  reference.layers.find((layer) => layer.activation === activation && layer.d === d)!;

/** A decimal such as "-1.25e-7", exactly. */
export function decimal(text: string): Rational {
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d*))?(?:e([+-]?\d+))?$/.exec(
    text,
  )!;
  const power = Number(exponent) - fraction.length;
  const digits = BigInt(`${sign}${whole}${fraction}`);
  return power >= 0 ? rational(digits * 10n ** BigInt(power)) : rational(digits, 10n ** BigInt(-power));
}

/** The nearest double, up to an ulp or two. */
export function approximate({ num, den }: Rational): number {
  const scaled = (num << 1100n) / den;
  const excess = BigInt(Math.max(0, scaled.toString(2).length - 60));
  return Number(scaled >> excess) * 2 ** (Number(excess) - 1100);
}
