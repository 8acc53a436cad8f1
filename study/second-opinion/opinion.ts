/** Two routes to one number, and what their comparison says. */
import type { Decimal } from 'decimal.js';
import type { Enclosed } from '../../numerics/law/index.js';
import { exactly } from './precise.js';
import type { Random } from './random.js';

/** What the other route finds: |truth - value| <= error. */
export interface Known {
  readonly value: Decimal | number;
  readonly error: number;
}

export interface Comparison {
  /** The point, for the page. */
  readonly at: string;
  /** |difference| over the sum of both error bounds: above 1 the routes contradict each other. */
  readonly ratio: number;
  /** Error bounds, relative to the number's size (or absolute, where the opinion says so). */
  readonly oracleError: number;
  readonly otherError: number;
  /** Both numbers, for the page. */
  readonly found?: string;
}

/** An answer shifted by 1e-9 of itself (a count by 1), an error bound 10,000 times too small, one binomial weight wrong by a thousandth. */
export type Fault = 'shift' | 'bound' | 'weight';

/** What is done to the oracle's answers before they are compared, so that the study can be seen to fail. */
export interface Injection {
  readonly fault: Fault | undefined;
  readonly oracle: (answer: Enclosed) => Enclosed;
}

export interface Opinion {
  readonly id: string;
  readonly oracle: string;
  readonly route: string;
  readonly domain: string;
  /** Points of the full study, and of the tests; a point may have several numbers. */
  readonly full: number;
  readonly small: number;
  /** How many points one cell looks at. */
  readonly perCell: number;
  /** The injected faults that it must see. */
  readonly sees: readonly Fault[];
  /** Comparisons at the points with numbers from..from+count-1; the first ones are the extremes of the domain. */
  examine(random: Random, from: number, count: number, injection: Injection): Iterable<Comparison>;
}

export function injectionOf(fault?: Fault): Injection {
  return {
    fault,
    oracle: ({ value, error }) => {
      if (fault === 'shift') return { value: value * (1 + 1e-9), error };
      if (fault === 'bound') return { value, error: error / 1e4 };
      return { value, error };
    },
  };
}

/** @param scale what the errors are relative to; the size of the number itself unless given. */
export function compare(at: string, oracle: Enclosed, other: Known, scale?: number): Comparison {
  const difference =
    typeof other.value === 'number'
      ? Math.abs(oracle.value - other.value)
      : exactly(oracle.value).minus(other.value).abs().toNumber();
  const sum = oracle.error + other.error;
  const size = scale ?? (Math.abs(Number(other.value)) || 1);
  const ratio = difference === 0 ? 0 : difference / sum;
  return {
    at,
    // A value that is no number agrees with nothing.
    ratio: Number.isNaN(ratio) ? Infinity : ratio,
    oracleError: oracle.error / size,
    otherError: other.error / size,
    ...(ratio <= 1
      ? {}
      : {
          found: `${oracle.value} +- ${oracle.error} against ${
            typeof other.value === 'number' ? other.value : other.value.toSignificantDigits(25)
          } +- ${other.error}`,
        }),
  };
}

/** For answers that are right or wrong: counts, signs, decisions. */
export function compareExactly(at: string, oracle: unknown, other: unknown): Comparison {
  const [a, b] = [String(oracle), String(other)];
  const base = { at, oracleError: 0, otherError: 0 };
  return a === b ? { ...base, ratio: 0 } : { ...base, ratio: Infinity, found: `${a} against ${b}` };
}

/** The i-th of the extremes, and random ones after the last. */
export function extremeOr<T>(index: number, extremes: readonly T[], random: () => T): T {
  return index < extremes.length ? extremes[index]! : random();
}
