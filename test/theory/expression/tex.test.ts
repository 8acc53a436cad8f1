import fc from 'fast-check';
import Fraction from 'fraction.js';
import katex from 'katex';
import { describe, expect, test } from 'vitest';
import type { Expression } from '../../../theory/expression/ast.js';
import { evaluate } from '../../../theory/expression/evaluate.js';
import { toTex } from '../../../theory/expression/tex.js';
import { toText } from '../../../theory/expression/text.js';
import { parseExpression } from '../../../theory/language/parse-claim.js';
import { expressions } from './arbitrary.js';
import { binary, number } from './trees.js';

const span = { start: 0, end: 0 };

const names = [
  'L',
  'd',
  'l',
  'k',
  'n',
  'eps',
  'delta',
  'alpha',
  'tau',
  'beta3',
  'u_fwd',
  'slope',
  'a',
  'b',
  'c',
  'x',
];
const tex = (text: string): string => toTex(parseExpression(text, { names, quantities: true }));

describe('typesetting', () => {
  test.each([
    ['(L*d)^k', '\\left(L \\, d\\right)^{k}'],
    ['((d+2)/d)^L', '\\left(\\frac{d + 2}{d}\\right)^{L}'],
    ['-(a+b)', '-\\left(a + b\\right)'],
    ['a-(b-c)', 'a - \\left(b - c\\right)'],
    ['a/(b/c)', '\\frac{a}{\\frac{b}{c}}'],
    ['(-2)^n', '\\left(-2\\right)^{n}'],
    ['-2^n', '-2^{n}'],
    ['a--b', 'a - \\left(-b\\right)'],
    ['2*3', '2 \\cdot 3'],
    ['a*-b', 'a \\, \\left(-b\\right)'],
    ['exp(-5*L/(2*d))', 'e^{-5 \\, L / \\left(2 \\, d\\right)}'],
    ['exp(a)^2', '\\left(e^{a}\\right)^{2}'],
    ['-5*L/(2*d) - 49/(12*d^2)', '-\\frac{5 \\, L}{2 \\, d} - \\frac{49}{12 \\, d^{2}}'],
    ['eps^(-1/2)', '\\varepsilon^{-1 / 2}'],
    ['2^(a/b*c)', '2^{\\left(a / b\\right) \\, c}'],
    ['(a^b)^c', '\\left(a^{b}\\right)^{c}'],
    ['a^b^c', 'a^{b^{c}}'],
    ['delta*alpha*tau', '\\delta \\, \\alpha \\, \\tau'],
    ['beta3', '\\beta_{3}'],
    ['u_fwd', 'u_{\\mathit{fwd}}'],
    ['slope', '\\mathit{slope}'],
    ['EulerGamma + pi + e', '\\gamma_{\\mathrm{E}} + \\pi + \\mathrm{e}'],
    ['1e-6', '10^{-6}'],
    ['2.5e3*x', '2.5 \\cdot 10^{3} \\, x'],
    ['x*2.5e3', 'x \\, \\left(2.5 \\cdot 10^{3}\\right)'],
    ['log(x)^2', '\\left(\\log\\left(x\\right)\\right)^{2}'],
    ['sqrt(5*L/d)', '\\sqrt{\\frac{5 \\, L}{d}}'],
    ['abs(x)^2', '\\left|x\\right|^{2}'],
    ['binomial(d, k)', '\\binom{d}{k}'],
    ['hyp2f1(1, 2/L, 1+2/L, x)', '{}_2F_1\\left(1, \\frac{2}{L}; 1 + \\frac{2}{L}; x\\right)'],
    ['normalQuantile(1-delta)', '\\Phi^{-1}\\left(1 - \\delta\\right)'],
    ['a*sum(m, 1, d, m+1)', 'a \\, \\left(\\sum_{m=1}^{d} \\left(m + 1\\right)\\right)'],
    [
      'median(forwardNorm2 | alive)',
      '\\operatorname{median}\\left[\\|a^{L}\\|^{2}/\\|x\\|^{2} \\,\\middle|\\, \\text{alive}\\right]',
    ],
    ['P(forwardNorm2 >= eps)', '\\Pr\\left[\\|a^{L}\\|^{2}/\\|x\\|^{2} \\ge \\varepsilon\\right]'],
    ['mean(forwardNorm2^2)', '\\mathbb{E}\\left[\\left(\\|a^{L}\\|^{2}/\\|x\\|^{2}\\right)^{2}\\right]'],
    ['quantile(gradientNorm2[l], 0.1)', 'Q_{0.1}\\left[\\|\\nabla_{W^{l}} F\\|^{2}/\\|x\\|^{2}\\right]'],
  ])('%s', (text, expected) => {
    expect(tex(text)).toBe(expected);
  });

  test('numbers made by algebra', () => {
    const made = (value: string): Expression => ({
      kind: 'number',
      value: new Fraction(value),
      text: value,
      span,
    });
    expect(toTex(made('-49/12'))).toBe('-\\frac{49}{12}');
    expect(toTex(binary('^', made('5/8'), number('2')))).toBe('\\left(\\frac{5}{8}\\right)^{2}');
    expect(toTex(binary('-', number('1'), made('-3')))).toBe('1 - \\left(-3\\right)');
    expect(toText(binary('*', number('2'), made('-5/8')))).toBe('2*-(5/8)');
    expect(toText(binary('^', made('5/8'), number('2')))).toBe('(5/8)^2');
  });
});

test('KaTeX renders every expression', () => {
  fc.assert(
    fc.property(expressions({ quantities: true }), (expression) => {
      katex.renderToString(toTex(expression), { throwOnError: true, strict: 'error' });
    }),
    { numRuns: 1000, seed: 4 },
  );
});

test('read by the usual rules of notation, TeX means the same number', () => {
  const values: Record<string, number> = {
    L: 3,
    d: 1.25,
    eps: 0.5,
    delta: 0.75,
    beta3: 2,
    u_fwd: 0.625,
    slope: 1.5,
  };
  let compared = 0;
  fc.assert(
    fc.property(expressions({ calls: false }), (expression) => {
      const value = evaluate(expression, values);
      if (!Number.isFinite(value)) return;
      const read = readTex(toTex(expression), values);
      // Signs and products may be regrouped, so only rounding may differ; huge towers of powers amplify it.
      if (Math.abs(value) < 1e-12 || Math.abs(value) > 1e12) return;
      compared++;
      expect(Math.abs(read / value - 1)).toBeLessThan(1e-6);
    }),
    { numRuns: 3000, seed: 5 },
  );
  expect(compared).toBeGreaterThan(1000);
});

/** A reader of the TeX of arithmetic: sums of products (left to right, with slashes) of powers of atoms. */
function readTex(source: string, values: Record<string, number>): number {
  const atoms: Record<string, number> = {
    '\\varepsilon': values.eps!,
    '\\delta': values.delta!,
    '\\beta_{3}': values.beta3!,
    'u_{\\mathit{fwd}}': values.u_fwd!,
    '\\mathit{slope}': values.slope!,
    '\\gamma_{\\mathrm{E}}': 0.5772156649015329,
    '\\pi': Math.PI,
    '\\mathrm{e}': Math.E,
    L: values.L!,
    d: values.d!,
  };
  let rest = source;
  const skip = (): void => {
    rest = rest.replace(/^ +/, '');
  };
  const take = (token: string): boolean => {
    skip();
    if (!rest.startsWith(token)) return false;
    rest = rest.slice(token.length);
    return true;
  };
  const need = (token: string): void => {
    if (!take(token)) throw new Error(`expected ${token} before ${rest} in ${source}`);
  };
  const group = (): number => {
    need('{');
    const value = sum();
    need('}');
    return value;
  };
  const sum = (): number => {
    let total = take('-') ? -product() : product();
    for (;;) {
      if (take('+')) total += product();
      else if (take('-')) total -= product();
      else return total;
    }
  };
  const product = (): number => {
    let total = power();
    for (;;) {
      if (take('\\,') || take('\\cdot')) total *= power();
      else if (take('/')) total /= power();
      else return total;
    }
  };
  const power = (): number => {
    const base = atom();
    return take('^') ? base ** group() : base;
  };
  const atom = (): number => {
    skip();
    if (take('\\left(')) {
      const value = sum();
      need('\\right)');
      return value;
    }
    if (take('\\frac')) {
      const top = group();
      return top / group();
    }
    const digits = /^\d+(\.\d+)?/.exec(rest);
    if (digits) {
      rest = rest.slice(digits[0].length);
      return Number(digits[0]);
    }
    for (const [word, value] of Object.entries(atoms)) if (take(word)) return value;
    throw new Error(`cannot read ${rest} in ${source}`);
  };
  const value = sum();
  skip();
  if (rest !== '') throw new Error(`left over: ${rest} in ${source}`);
  return value;
}
