import Fraction from 'fraction.js';
import { describe, expect, test } from 'vitest';
import {
  isNegativeFrom,
  leadingTerm,
  negativeFrom,
  type Residue,
} from '../../../theory/bounds/inequality.js';
import {
  type LayerQuantity,
  type LayerStatement,
  leastHalfDegree,
  mostHalfDegree,
  sufficientFor,
} from '../../../theory/bounds/statement.js';
import { valueOfPolynomial } from '../../../theory/series/ring.js';
import { layerTruth } from './layer-truth.js';

const half: LayerQuantity = { kind: 'moment', power: new Fraction('1/2') };
const kinds: readonly (readonly [string, LayerQuantity])[] = [
  ['logMean', { kind: 'logMean' }],
  ['logVariance', { kind: 'logVariance' }],
  ['moment 1/2', half],
  ['moment 9/10', { kind: 'moment', power: new Fraction('9/10') }],
];
const cases = (['relu', 'linear'] as const).flatMap((activation) =>
  (['<=', '>='] as const).flatMap((relation) =>
    kinds.map(([name, quantity]) => ({ activation, relation, name, quantity })),
  ),
);

const degrees = Array.from({ length: mostHalfDegree - leastHalfDegree + 1 }, (_, i) => leastHalfDegree + i);
const widths = [1, 2, 3, 4, 5, 7, 10, 16, 31, 32, 33, 50, 64, 100, 200];

function valueAt({ plain, dead }: Residue, d: number): number {
  const x = new Fraction(1, d);
  const atom = valueOfPolynomial(dead, x).div(new Fraction(2n ** BigInt(d), 1n));
  return valueOfPolynomial(plain, x).add(atom).compare(0);
}

/** A constant bound, true (false) at this width by the distance given. */
function statementAt(
  d: number,
  { activation, relation, quantity }: (typeof cases)[number],
  distance: number,
) {
  const truth = layerTruth(activation, d);
  const value = quantity.kind === 'moment' ? truth.logMoment(quantity.power.valueOf()) : truth[quantity.kind];
  const bound = value + (relation === '<=' ? distance : -distance);
  return { quantity, activation, relation, bound: [new Fraction(bound)] } satisfies LayerStatement;
}

describe.each(cases)('$activation $name $relation', (each) => {
  test('a false statement has a residue that is not negative, at every width and degree', () => {
    for (const d of widths) {
      const statement = statementAt(d, each, -1e-11);
      for (const n of degrees) {
        const { residues, from } = sufficientFor(statement, n);
        if (d >= from) expect(Math.max(...residues.map((one) => valueAt(one, d)))).toBeGreaterThanOrEqual(0);
      }
    }
  });

  test('a statement true by 1/d^2 (15/d^2 for the variance) at d = 200 and 800 has negative residues at some degree', () => {
    // Cauchy and Schwarz lose (37/2 - 6)/d^2.
    const margin = each.name === 'logVariance' ? 15 : 1;
    for (const d of [200, 800]) {
      const statement = statementAt(d, each, margin / d ** 2);
      const shown = degrees.filter((n) =>
        sufficientFor(statement, n).residues.every((one) => valueAt(one, d) < 0),
      );
      expect(shown).not.toEqual([]);
    }
  });
});

/** E u^2 = 5x and E u^3 = 44 x^2 (raw moments of y: 1, 6, 60), log(1+u) = u - u^2/2 + u^3/3 up to u^3: all by hand. */
describe('residues by hand, relu, n = 2', () => {
  const text = ({ plain, dead }: Residue) =>
    [plain, dead].map((polynomial) => polynomial.map((c) => c.toFraction()).join(' '));
  const relu = (kind: 'logMean' | 'logVariance', relation: '<=' | '>=', bound: (number | string)[]) =>
    sufficientFor(
      { quantity: { kind }, activation: 'relu', relation, bound: bound.map((c) => new Fraction(c)) },
      2,
    ).residues.map(text);

  test('m < -x: E T + x, and with 2^-d the 11/6 of T(-1), less x', () => {
    expect(relu('logMean', '<=', [0, -1])).toEqual([['0 -3/2 44/3', '11/6 -1']]);
  });

  test('v > 5x: C = 5x - 22x^2 - 5/2 2^-d; C > 0, and C^2 > 25 x^2', () => {
    expect(relu('logVariance', '>=', [0, 5])).toEqual([
      ['0 -5 22', '5/2'],
      ['0 0 0 220 -484', '0 25 -110'],
    ]);
  });
});

describe('the criterion', () => {
  const residue = (plain: (number | string)[], dead: (number | string)[] = []): Residue => ({
    plain: plain.map((c) => new Fraction(c)),
    dead: dead.map((c) => new Fraction(c)),
  });

  test('finds the width from which on a polynomial in 1/d is negative', () => {
    // -x^2 + 10 x^3 < 0 from d = 11 on.
    expect(isNegativeFrom(residue([0, 0, -1, 10]), 11)).toBe(true);
    expect(isNegativeFrom(residue([0, 0, -1, 10]), 10)).toBe(false);
    expect(negativeFrom(residue([0, 0, -1, 10]), 1000)).toBe(16);
  });

  test('counts dead layers', () => {
    // -x + 2^-d < 0 from d = 1 on (1/2 < 1), -x + 4 2^-d from d = 5 on (at d = 4, 1/4 = 4/16).
    expect(isNegativeFrom(residue([0, -1], [4]), 4)).toBe(false);
    expect(isNegativeFrom(residue([0, -1], [4]), 5)).toBe(true);
  });

  test('needs widths where 2^-d d^k falls already', () => {
    // 2^-d d^3 / 100 rises up to d = 4: it must not be judged at d = 1.
    expect(isNegativeFrom(residue([0, 0, 0, -1], ['6/10']), 1)).toBe(false);
    expect(isNegativeFrom(residue([0, 0, 0, -1], ['6/10']), 6)).toBe(false);
    expect(isNegativeFrom(residue([0, 0, 0, -1], ['6/100']), 6)).toBe(true);
  });

  test.each([
    ['a positive leading term', residue([0, 1, -1000])],
    ['nothing', residue([])],
    ['dead layers alone', residue([], [-1])],
  ])('%s is never shown negative', (_, one) => {
    expect(negativeFrom(one, 4096)).toBeUndefined();
  });

  test('the leading term', () => {
    expect(leadingTerm(residue([0, 0, '-3/2', 7]))).toEqual({ order: 2, coefficient: new Fraction('-3/2') });
  });
});
