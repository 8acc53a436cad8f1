/** Claims about nets whose layers have widths of their own: what they mean, how they are written, what d[l] is. */
import { describe, expect, test } from 'vitest';
import { claimTree } from '../../../study/hostile/claim-tree.js';
import { enclose, isDefinedOn, NotFinite } from '../../../theory/expression/enclosure.js';
import { ExtendedInterval } from '../../../theory/expression/enclosure-interval.js';
import { evaluate } from '../../../theory/expression/evaluate.js';
import { toTex } from '../../../theory/expression/tex.js';
import { toText } from '../../../theory/expression/text.js';
import { formatClaim } from '../../../theory/language/format-claim.js';
import { parseClaim } from '../../../theory/language/parse-claim.js';

const rangesOf = (text: string) =>
  parseClaim(text).ranges.map(({ name, from, to, integer }) => `${name} ${from} ${to} ${integer}`);

describe('widths', () => {
  test('fix the depth; d_0 is d_1 unless inputWidth says otherwise', () => {
    const claim = parseClaim('mean(forwardNorm2) = 1/4 with widths [64, 32, 16]');
    expect(claim.settings.widths!.map(toText)).toEqual(['64', '64', '32', '16']);
    const other = parseClaim(
      'mean(forwardNorm2) = 1 with inputWidth 16, init lecun-normal, widths [64, 32, 16]',
    );
    expect(other.settings.widths!.map(toText)).toEqual(['16', '64', '32', '16']);
    expect(rangesOf(claim.text)).toEqual(['L 3 3 true']);
    expect(rangesOf('mean(forwardNorm2) = L for L = 2 with widths [3, 4]')).toEqual(['L 2 2 true']);
  });

  test('names in them take whole values, others do not', () => {
    const text =
      'P(forwardNorm2 >= eps) <= 1 for a in 1..4, n in 2..3, eps in 0.5..1, m in 1..2 with widths [a, 2*n], inputWidth m';
    expect(rangesOf(text)).toEqual([
      'L 2 2 true',
      'a 1 4 true',
      'n 2 3 true',
      'eps 0.5 1 false',
      'm 1 2 true',
    ]);
    expect(rangesOf('mean(forwardNorm2) = 1 for L = 1, d = 1, a in 1..4')).toContain('a 1 4 false');
  });

  test.each([
    'mean(forwardNorm2) = d[L]/d[0] for L = 3, a in 1..9 with widths [a, 2*a, a + 1], inputWidth 7',
    'mean(gradientNorm2[l]) = d[l - 1]/(2*d[0]) for L = 2, l in 1..2 where d[l] >= 3 with widths [6, 3]',
    'logMean(forwardNorm2) <= -5*sum(l, 1, L, 1/d[l])/2 for L = 2 with widths [3, 4], init lecun-normal',
  ])('%s is written as it was read', (text) => {
    const claim = parseClaim(text);
    expect(formatClaim(claim)).toBe(text);
    expect(claimTree(parseClaim(formatClaim(claim)))).toEqual(claimTree(claim));
  });

  test('the depth that they fix is written out', () => {
    expect(formatClaim(parseClaim('mean(forwardNorm2) = 1 with widths [3, 4]'))).toBe(
      'mean(forwardNorm2) = 1 for L = 2 with widths [3, 4]',
    );
  });
});

describe('d[l]', () => {
  const right = (side: string, rest = '') =>
    parseClaim(
      `mean(forwardNorm2) = ${side} for a in 1..9, l in 0..5${rest} with widths [a, 2*a, 5], inputWidth 7`,
    ).right;

  test.each([
    ['d[0]', 7],
    ['d[1]', 3],
    ['d[L - 1]', 6],
    ['d[L]', 5],
    ['d[l]', 6],
    ['d[l + 1] - d[floor(l/2)]', 2],
    ['sum(k, 0, L, d[k])', 21],
    ['sum(k, 1, L, 1/d[k])', 1 / 3 + 1 / 6 + 1 / 5],
  ])('%s', (side, value) => {
    const point = { a: 3, l: 2, L: 3 };
    expect(evaluate(right(side), point)).toBeCloseTo(value, 14);
    const { lower, upper } = enclose(right(side), point);
    expect(lower).toBeLessThanOrEqual(value * (1 + 2 ** -52));
    expect(upper).toBeGreaterThanOrEqual(value * (1 - 2 ** -52));
    expect(upper - lower).toBeLessThan(1e-14);
  });

  test('is not a number where there is no such layer', () => {
    for (const l of [4, 5]) {
      expect(evaluate(right('d[l]'), { a: 3, l, L: 3 })).toBeNaN();
      expect(() => enclose(right('d[l]'), { a: 3, l, L: 3 })).toThrow(NotFinite);
    }
    expect(() => enclose(right('d[l - 1]'), { a: 3, l: 0, L: 3 })).toThrow(NotFinite);
  });

  test('over many layers at once, holds all their widths, and is undefined if one of the layers is', () => {
    const box = (from: number, to: number) =>
      new Map([
        ['a', ExtendedInterval.of(2, 3)],
        ['l', ExtendedInterval.of(from, to)],
        ['L', ExtendedInterval.point(3)],
      ]);
    const { lower, upper } = enclose(right('d[l]'), box(0, 3));
    expect([lower, upper]).toEqual([2, 7]);
    expect(enclose(right('d[l]'), box(1, 1)).upper).toBe(3);
    expect(isDefinedOn(right('d[l]'), box(0, 3))).toBe(true);
    expect(isDefinedOn(right('d[l]'), box(0, 4))).toBe(false);
    expect(isDefinedOn(right('d[l]'), box(4, 5))).toBe(false);
  });

  test('as TeX', () => {
    expect(toTex(right('sum(k, 1, L, 1/d[k])'))).toBe('\\sum_{k=1}^{L} \\frac{1}{d_{k}}');
    expect(toTex(right('d[l + 1]^2'))).toBe('d_{l + 1}^{2}');
  });
});
