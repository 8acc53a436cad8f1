import { describe, expect, test } from 'vitest';
import { enclose } from '../../../theory/expression/enclosure.js';
import { toText } from '../../../theory/expression/text.js';
import { parseClaim } from '../../../theory/language/parse-claim.js';
import { substituteQuantities } from '../../../theory/law/symbolic.js';

describe('quantities as expressions', () => {
  const left = (text: string) => {
    const claim = parseClaim(`${text} = 1 for L in 1..9, d in 1..9 with init normal(3)`);
    return substituteQuantities(claim.left, claim.settings);
  };
  const value = (text: string, L: number, d: number) => {
    const expression = left(text);
    return expression && (enclose(expression, { L, d }).lower + enclose(expression, { L, d }).upper) / 2;
  };

  test('widths of layers that are there are put for d[l], of none of those that are not', () => {
    const text = (index: string) => {
      const claim = parseClaim(`mean(forwardNorm2) = sum(l, 1, 1, d[${index}]) with widths [3, 5]`);
      return toText(substituteQuantities(claim.right, claim.settings)!);
    };
    expect(['l-1', 'l', 'l+1'].map(text)).toEqual(['0 + 3', '0 + 3', '0 + 5']);
    // Layers -1 and -2, and one beyond the last.
    for (const index of ['l-2', 'l-3', 'l+2']) expect(text(index)).toContain('d[');
  });

  test('moments scale with the gain', () => {
    expect(value('mean(forwardNorm2)', 2, 5)).toBeCloseTo(1.5 ** 2, 12);
    // One layer, d = 1: E (3 w^2)^2 / 2 = 27/2 for a standard normal w.
    expect(value('mean(forwardNorm2^2)', 1, 1)).toBeCloseTo(13.5, 12);
    expect(value('mean(forwardNorm2 | alive)', 1, 1)).toBeCloseTo(3, 12);
  });

  test('gradients: one layer of the gain is the readout, of gain 1', () => {
    // p g_b (p g)^(L-1) with p = 1/2, g = 3; its square for one layer of width 1: E w^4 / 2.
    expect(value('mean(gradientNorm2[1])', 3, 5)).toBeCloseTo(0.5 * 1.5 ** 2, 12);
    expect(value('mean(gradientNorm2[1]^2)', 1, 1)).toBeCloseTo(1.5, 12);
  });

  test('dead nets', () => {
    expect(value('P(forwardNorm2 <= 0)', 2, 1)).toBe(0.75);
  });

  test.each([
    'median(forwardNorm2)',
    'mean(forwardNorm2^(1/2))',
    'P(forwardNorm2 <= 1)',
    'P(forwardNorm2 >= 0)',
    'logMean(forwardNorm2)',
    'mean(hessianNorm2)',
  ])('%s has no elementary form here', (text) => {
    expect(left(text)).toBeUndefined();
  });
});
