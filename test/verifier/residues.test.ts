/**
 * The residues against the truth at single widths (mpmath, test/reference/verifier/layer.py). A residue that is linear in its bound B implies the
 * best B at each width; it must be a bound, and as near to the truth as the first term that Taylor's formula leaves out says.
 */
import { describe, expect, test } from 'vitest';
import { type Activation, momentsOfU } from '../../verifier/moments.js';
import { atWidth, polynomial, polynomialText } from '../../verifier/polynomial.js';
import {
  add,
  divide,
  multiply,
  negate,
  parseRational,
  type Rational,
  rational,
  rationalText,
  subtract,
} from '../../verifier/rational.js';
import {
  logMeanResidues,
  logVarianceResidues,
  momentResidues,
  type Relation,
  type Residue,
} from '../../verifier/residues.js';
import { approximate, decimal, layerOf, reference } from './reference.js';

const no = polynomial([]);
const widths = [1, 2, 3, 5, 8, 16, 32, 33, 48, 64, 150, 400];
const activations: readonly Activation[] = ['relu', 'linear'];
const half = parseRational('1/2')!;

/** P + 2^-d Q at d, for relu; P for linear nets, whose Q is 0. */
const at = ({ plain, dead }: Residue, d: number) =>
  add(atWidth(plain, BigInt(d)), multiply(atWidth(dead, BigInt(d)), rational(1n, 1n << BigInt(d))));

const alive = (activation: Activation, d: number) =>
  activation === 'linear' ? rational(1) : rational((1n << BigInt(d)) - 1n, 1n << BigInt(d));

/** E u^2n at d, as a double. */
const spread = (activation: Activation, n: number, d: number) =>
  approximate(atWidth(momentsOfU(activation, 2 * n)[2 * n]!, BigInt(d)));

/** truth - implied for a lower bound, the opposite for an upper one: never negative. */
function room(relation: Relation, truth: string, implied: Rational): number {
  const difference = approximate(subtract(decimal(truth), implied));
  const value = relation === '>=' ? difference : -difference;
  expect(value).toBeGreaterThan(0);
  return value;
}

describe('1. and 3.: upper bounds by an odd Taylor polynomial', () => {
  for (const activation of activations) {
    test(`m, ${activation}`, () => {
      for (const n of [1, 2, 3, 5, 8, 12]) {
        const [residue] = logMeanResidues(activation, '<=', no, n);
        for (const d of widths) {
          const gap = room('<=', layerOf(activation, d).m, divide(at(residue!, d), alive(activation, d)));
          // log X leaves -u^2n/(2n) first.
          if (d === 400 && n <= 3) expect(gap / (spread(activation, n, d) / (2 * n))).toBeCloseTo(1, 0.3);
        }
      }
    });

    test(`E X^s, ${activation}`, () => {
      reference.powers.forEach((text, i) => {
        const s = parseRational(text)!;
        for (const n of [1, 2, 3, 7, 12]) {
          // With B = 0 the exponential series is 1.
          const [residue] = momentResidues(activation, '<=', no, s, n);
          for (const d of widths) {
            const gap =
              approximate(add(at(residue!, d), rational(1))) -
              Math.exp(Number(layerOf(activation, d).logMoments[i]));
            expect(gap).toBeGreaterThan(-1e-13);
            let c = 1;
            for (let k = 0; k < 2 * n; k++) c *= (approximate(s) - k) / (k + 1);
            // At s = 1/100000 the gap is smaller than the rounding of these doubles.
            if (d === 400 && n <= 2 && i < 3)
              expect(gap / (-c * spread(activation, n, d))).toBeCloseTo(1, 0.3);
          }
        }
      });
    });
  }

  test('the bound enters 3. and 4. by the exponential series', () => {
    const bound = polynomial([rational(0), rational(-5, 8), rational(1, 3)]);
    for (const [relation, sign, k] of [
      ['<=', -1, 0],
      ['>=', 1, 1],
    ] as const) {
      const [withBound, without] = [bound, no].map((b) => momentResidues('relu', relation, b, half, 9)[k]!);
      for (const d of [1, 2, 7]) {
        const b = approximate(atWidth(bound, BigInt(d)));
        const moved = approximate(subtract(at(withBound!, d), at(without!, d)));
        expect(moved).toBeCloseTo(sign * Math.expm1(b), 14);
      }
    }
    // Up to an odd power the series is below e^b, up to an even one above it for b < 0: seen where the series is short.
    const short = (relation: Relation, k: number) =>
      approximate(
        subtract(
          at(momentResidues('relu', relation, bound, half, 1)[k]!, 1),
          at(momentResidues('relu', relation, no, half, 1)[k]!, 1),
        ),
      );
    const b = approximate(atWidth(bound, 1n));
    expect(-short('<=', 0)).toBeCloseTo(b, 14);
    expect(short('>=', 1)).toBeCloseTo(b + b ** 2 / 2, 14);
  });
});

describe('2. and 9.: v from below', () => {
  for (const activation of ['relu'] as const) {
    test(activation, () => {
      for (const n of [2, 3, 5, 8, 12]) {
        const [positive, main] = logVarianceResidues(activation, '>=', no, n);
        for (const d of widths) {
          // The bound follows only if C > 0.
          if (approximate(at(positive!, d)) >= 0) continue;
          const variance = atWidth(momentsOfU(activation, 2)[2]!, BigInt(d));
          const gap = room('>=', layerOf(activation, d).v, divide(negate(at(main!, d)), variance));
          // Cauchy and Schwarz lose the variance of what log X has besides its linear part: v - C^2/E u^2 = O(x^2).
          if (d === 400 && n >= 3) expect(gap * d * d).toBeLessThan(25);
        }
      }
    });
  }

  test('linear', () => {
    const bound = polynomial([rational(0), rational(3)]);
    const [{ plain, dead }] = logVarianceResidues('linear', '>=', bound, 3) as [Residue];
    expect([polynomialText(plain), polynomialText(dead)]).toEqual(['x - 2 x^2', '0']);
    for (const d of widths)
      room('>=', layerOf('linear', d).v, negate(at(logVarianceResidues('linear', '>=', no, 3)[0]!, d)));
  });
});

test('4.: E X^s from below', () => {
  for (const activation of activations) {
    for (const n of [1, 2, 3, 7, 12]) {
      const [, main] = momentResidues(activation, '>=', no, half, n);
      for (const d of widths) {
        const truth = Math.exp(Number(layerOf(activation, d).logMoments[0]));
        const gap = truth - approximate(subtract(rational(1), at(main!, d)));
        expect(gap).toBeGreaterThan(-1e-13);
        // All of u^2n is charged with T(-1) = prod (1 - s/j), where -C(s, 2n) would do for u near 0.
        let [most, c] = [1, 1];
        for (let j = 1; j < 2 * n; j++) most *= 1 - 0.5 / j;
        for (let k = 0; k < 2 * n; k++) c *= (0.5 - k) / (k + 1);
        if (d === 400 && n <= 2) expect(gap / ((most + c) * spread(activation, n, d))).toBeCloseTo(1, 0.3);
      }
    }
  }
});

describe('5. and 6.: linear nets, by the asymptotic series of psi and psi_1', () => {
  // The next terms: 1/(120 y^4) and -1/(30 y^5) at y = d/2.
  test.each([1, 2, 5, 16, 64, 400])('d = %i', (d) => {
    const { m, v } = layerOf('linear', d);
    const mean = room('>=', m, negate(at(logMeanResidues('linear', '>=', no, 1)[0]!, d)));
    const variance = room('<=', v, at(logVarianceResidues('linear', '<=', no, 1)[0]!, d));
    expect(mean).toBeLessThan(((2 / 15) * 1) / d ** 4);
    expect(variance).toBeLessThan(((16 / 15) * 1) / d ** 5);
    if (d >= 16)
      expect([mean * d ** 4 * 7.5, (variance * d ** 5 * 15) / 16]).toEqual([
        expect.closeTo(1, 1),
        expect.closeTo(1, 1),
      ]);
  });
});

describe('7. and 8.: relu, from the other side', () => {
  const from = widths.filter((d) => d >= 32);
  test.each([4, 6, 8, 12])('n = %i', (n) => {
    const mean7 = logMeanResidues('relu', '>=', no, n)[0]!;
    const variance8 = logVarianceResidues('relu', '<=', no, n)[0]!;
    for (const d of from) {
      const { m, v } = layerOf('relu', d);
      const mean = room('>=', m, divide(negate(at(mean7, d)), alive('relu', d)));
      const variance = room('<=', v, divide(at(variance8, d), alive('relu', d)));
      if (d !== 400) continue;
      // m loses at N = 1: 37/100 (d/2) (32/30)^2n E w^2n, about 32.5/d^3 for n = 4 (E w^8 = 105/d^4), next to nothing from n = 6 on.
      expect(mean * d ** 3).toBeGreaterThan(n === 4 ? 30 : 0);
      expect(mean * d ** 3).toBeLessThan(n === 4 ? 36 : 1);
      // v loses some 2/3 x^2, half of it to the constant 1/4 in the bound of max(-log(1 + w), 0), whatever n.
      expect(variance * d ** 2).toBeGreaterThan(0.3);
      expect(variance * d ** 2).toBeLessThan(0.7);
    }
  });
});

test('residues by hand: n = 2, from E u^2 = 5 x, E u^3 = 44 x^2', () => {
  const bound = polynomial([rational(0), rational(-1)]);
  const [residue] = logMeanResidues('relu', '<=', bound, 2);
  expect(polynomialText(residue!.plain)).toBe('-3/2 x + 44/3 x^2');
  expect(polynomialText(residue!.dead)).toBe('11/6 - x');
});

test('2., 7. and 8. to the last digit: sums over N by the formulas, in fractions', () => {
  for (const { d, n, ...pairs } of reference.residues) {
    const mine = {
      2: logVarianceResidues('relu', '>=', no, n)[1]!,
      7: logMeanResidues('relu', '>=', no, n)[0]!,
      8: logVarianceResidues('relu', '<=', no, n)[0]!,
    };
    for (const [number, { plain, dead }] of Object.entries(mine)) {
      const values = [plain, dead].map((p) => rationalText(atWidth(p, BigInt(d))));
      expect({ d, n, number, values }).toEqual({ d, n, number, values: pairs[number] });
    }
  }
});
