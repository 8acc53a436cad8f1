import { describe, expect, test } from 'vitest';
import { claimTree, conditionTree, tree } from '../../../study/hostile/claim-tree.js';
import { catalogue } from '../../../theory/catalogue/index.js';
import { InputError } from '../../../theory/errors.js';
import { parseClaim, parseExpression } from '../../../theory/language/parse-claim.js';

/** What a claim without a `with` part means. */
const standard = {
  tolerance: undefined,
  condition: undefined,
  activation: 'relu',
  init: 'he-normal',
  readoutGain: '1',
  readout: 'random',
  target: '1',
  input: 'dense',
};
const names = ['L', 'd', 'k', 'x', 'y'];
const treeOf = (text: string): string => tree(parseExpression(text, { names }));
const statementOf = (text: string): string =>
  (claimTree(parseClaim(`${text} for L in 1..20, d in 1..64`)) as { statement: string }).statement;

describe('the example claims of the design', () => {
  const examples: readonly (readonly [text: string, meaning: object])[] = [
    [
      'median(forwardNorm2) <= exp(-5*L/(2*d)) for L in 1..200, d in 2..256 where L >= d',
      {
        statement: '(<= (median forwardNorm2) (exp (/ (* (neg 5) L) (* 2 d))))',
        ranges: ['L 1 200 integer', 'd 2 256 integer'],
        condition: '(>= L d)',
      },
    ],
    [
      'P(forwardNorm2 >= eps) <= eps^(-1/2)*exp(-5*L/(8*d)) for L in 1..500, d in 2..128, eps in 1e-6..1',
      {
        statement: '(<= (P forwardNorm2 >= eps) (* (^ eps (/ (neg 1) 2)) (exp (/ (* (neg 5) L) (* 8 d)))))',
        ranges: ['L 1 500 integer', 'd 2 128 integer', 'eps 0.000001 1 real'],
      },
    ],
    [
      'logMean(forwardNorm2) = -5*L/(2*d) - 49*L/(12*d^2) within abs 18*L/d^3 for L in 1..60, d in 16..512',
      {
        statement:
          '(= (logMean forwardNorm2 alive) (- (/ (* (neg 5) L) (* 2 d)) (/ (* 49 L) (* 12 (^ d 2)))))',
        tolerance: 'absolute (/ (* 18 L) (^ d 3))',
        ranges: ['L 1 60 integer', 'd 16 512 integer'],
      },
    ],
    [
      'mean(gradientNorm2[1]) = 1/2 for L in 2..20, d in 4..64',
      {
        statement: '(= (mean gradientNorm2[1] 1) (/ 1 2))',
        ranges: ['L 2 20 integer', 'd 4 64 integer'],
      },
    ],
    [
      'quantile(forwardNorm2, 0.01) >= exp(-5*L/(2*d) - 3*sqrt(5*L/d)) for L in 1..50, d in 64..256',
      {
        statement:
          '(>= (quantile forwardNorm2 1/100) (exp (- (/ (* (neg 5) L) (* 2 d)) (* 3 (sqrt (/ (* 5 L) d))))))',
        ranges: ['L 1 50 integer', 'd 64 256 integer'],
      },
    ],
    [
      'P(forwardNorm2 <= 0) = 1-(1-2^(-d))^L for L in 1..50, d in 1..20',
      {
        statement: '(= (P forwardNorm2 <= 0) (- 1 (^ (- 1 (^ 2 (neg d))) L)))',
        ranges: ['L 1 50 integer', 'd 1 20 integer'],
      },
    ],
    [
      'mean(hessianNorm2) = L*(L-1)*d/4 for L in 2..6, d in 2..8 with init he-uniform',
      {
        statement: '(= (mean hessianNorm2 1) (/ (* (* L (- L 1)) d) 4))',
        ranges: ['L 2 6 integer', 'd 2 8 integer'],
        init: 'he-uniform',
      },
    ],
    [
      'mean(forwardNorm2^2) = (1+2/d)^L for L in 1..9, d in 1..99 with activation linear, init lecun-normal',
      {
        statement: '(= (mean forwardNorm2 2) (^ (+ 1 (/ 2 d)) L))',
        ranges: ['L 1 9 integer', 'd 1 99 integer'],
        activation: 'linear',
        init: 'lecun-normal',
      },
    ],
  ];
  test.each(examples)('%s', (text, meaning) => {
    expect(claimTree(parseClaim(text))).toEqual({ ...standard, ...meaning });
  });
});

test('every claim and mutant of the catalogue is a claim', () => {
  for (const theorem of catalogue) {
    for (const claim of theorem.claims) {
      if (claim.kind === 'series' || claim.kind === 'experiment') continue;
      const options = { requireQuantity: claim.kind !== 'closed-form' };
      expect(() => parseClaim(claim.claim, options)).not.toThrow();
      expect(() => parseClaim(claim.mutant.claim, options)).not.toThrow();
    }
  }
});

describe('precedence and associativity', () => {
  test.each([
    ['-2^2', '(neg (^ 2 2))'],
    ['2^-d', '(^ 2 (neg d))'],
    ['2^--d', '(^ 2 (neg (neg d)))'],
    ['2^3^2', '(^ 2 (^ 3 2))'],
    ['2^-3^2', '(^ 2 (neg (^ 3 2)))'],
    ['-2^-3^-2', '(neg (^ 2 (neg (^ 3 (neg 2)))))'],
    ['(-2)^2', '(^ (neg 2) 2)'],
    ['1-2-3', '(- (- 1 2) 3)'],
    ['1-(2-3)', '(- 1 (- 2 3))'],
    ['8/4/2', '(/ (/ 8 4) 2)'],
    ['8/4*2', '(* (/ 8 4) 2)'],
    ['1+2*3', '(+ 1 (* 2 3))'],
    ['2*-3', '(* 2 (neg 3))'],
    ['2--3', '(- 2 (neg 3))'],
    ['-L*d', '(* (neg L) d)'],
    ['1/2^d', '(/ 1 (^ 2 d))'],
    ['x^1/2', '(/ (^ x 1) 2)'],
    ['exp(-L)^2', '(^ (exp (neg L)) 2)'],
    ['min(L, d, 1)', '(min L d 1)'],
    ['sum(n, 1, d, 1/n)', '(sum n 1 d (/ 1 n))'],
    ['sum(i, 1, L, sum(j, i, d, i*j))', '(sum i 1 L (sum j i d (* i j)))'],
    ['pi*e*EulerGamma', '(* (* pi e) EulerGamma)'],
    [' ( ( L ) )\t+\r\n1 ', '(+ L 1)'],
  ])('%s', (text, expected) => {
    expect(treeOf(text)).toBe(expected);
  });
});

describe('numbers are exact', () => {
  test.each([
    ['0.1', '1/10'],
    ['1e-17', `1/1${'0'.repeat(17)}`],
    ['1.50E+2', '150'],
    ['007', '7'],
    ['0.4690', '469/1000'],
    ['0e5', '0'],
    ['1e400', `1${'0'.repeat(400)}`],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
  ])('%s', (text, expected) => {
    expect(treeOf(text)).toBe(expected);
  });
});

describe('quantities', () => {
  test.each([
    ['median(forwardNorm2 | alive) <= 1', '(<= (median forwardNorm2 alive) 1)'],
    ['mean(forwardNorm2 | alive) <= 1', '(<= (mean forwardNorm2 1 alive) 1)'],
    ['mean(forwardNorm2^(1/2) | alive) <= 1', '(<= (mean forwardNorm2 (/ 1 2) alive) 1)'],
    ['mean(forwardNorm2^-1) <= 1', '(<= (mean forwardNorm2 (neg 1)) 1)'],
    ['quantile(forwardNorm2 | alive, 1/L) <= 1', '(<= (quantile forwardNorm2 (/ 1 L) alive) 1)'],
    ['P(forwardNorm2 >= 2^-L | alive) <= 1', '(<= (P forwardNorm2 >= (^ 2 (neg L)) alive) 1)'],
    ['logVariance(forwardNorm2 | alive) <= 1', '(<= (logVariance forwardNorm2 alive) 1)'],
    ['median(gradientNorm2[L]) <= 1', '(<= (median gradientNorm2[L]) 1)'],
    ['median(hessianBlockNorm2[1, L-1]) <= 1', '(<= (median hessianBlockNorm2[1][(- L 1)]) 1)'],
    [
      'lawDistance(log(forwardNorm2) | alive, exactLaw) <= 1',
      '(<= (lawDistance forwardNorm2 exactLaw alive) 1)',
    ],
    [
      'lawDistance(log(forwardNorm2) | alive, normal(logMean(forwardNorm2), 5*L/d)) <= beta3(forwardNorm2)/sqrt(L)',
      '(<= (lawDistance forwardNorm2 (normal (logMean forwardNorm2 alive) (/ (* 5 L) d)) alive) (/ (beta3 forwardNorm2 alive) (sqrt L)))',
    ],
    [
      'abs(log(median(forwardNorm2 | alive)) - L) <= sqrt(mean(trace))',
      '(<= (abs (- (log (median forwardNorm2 alive)) L)) (sqrt (mean trace 1)))',
    ],
  ])('%s', (text, expected) => {
    expect(statementOf(text)).toBe(expected);
  });

  test('a power without brackets around its fraction is refused, not read as (X^-1)/3', () => {
    expect(() => statementOf('mean(forwardNorm2^-1/3) <= 1')).toThrow('mean takes an observable itself');
  });
});

describe('ranges', () => {
  const rangesOf = (text: string): unknown =>
    parseClaim(`median(forwardNorm2) <= 1 for ${text}`).ranges.map(({ name, from, to }) => [name, from, to]);
  test.each([
    [
      'L in 1..200, d = 1',
      [
        ['L', 1, 200],
        ['d', 1, 1],
      ],
    ],
    [
      'L in 3..3, d in 2^3..10^2',
      [
        ['L', 3, 3],
        ['d', 8, 100],
      ],
    ],
    [
      'L = 1, d = 1, y in 1/2..30',
      [
        ['L', 1, 1],
        ['d', 1, 1],
        ['y', 0.5, 30],
      ],
    ],
    [
      'L = 1, d = 1, y in -pi..exp(-3)',
      [
        ['L', 1, 1],
        ['d', 1, 1],
        ['y', -Math.PI, Math.exp(-3)],
      ],
    ],
    [
      'L = 1, d = 1, y in 2^-20..1e-1',
      [
        ['L', 1, 1],
        ['d', 1, 1],
        ['y', 2 ** -20, 0.1],
      ],
    ],
    [
      'L = 1, d = 1, k in -2..2',
      [
        ['L', 1, 1],
        ['d', 1, 1],
        ['k', -2, 2],
      ],
    ],
    [
      'L = 1, d = 1, y in 1.5..2.5',
      [
        ['L', 1, 1],
        ['d', 1, 1],
        ['y', 1.5, 2.5],
      ],
    ],
  ])('%s', (text, expected) => {
    expect(rangesOf(text)).toEqual(expected);
  });
});

describe('conditions', () => {
  const conditionOf = (text: string): string =>
    conditionTree(parseClaim(`median(forwardNorm2) <= 1 for L in 1..9, d in 1..9 where ${text}`).condition!);
  test.each([
    ['L >= d', '(>= L d)'],
    ['2 <= d <= L', '(and (<= 2 d) (<= d L))'],
    ['1 < 2 <= d < L', '(and (and (< 1 2) (<= 2 d)) (< d L))'],
    ['L = d or L != 2 and d > 1', '(or (= L d) (and (!= L 2) (> d 1)))'],
    ['(L = d or L != 2) and d > 1', '(and (or (= L d) (!= L 2)) (> d 1))'],
    ['not L = d and d > 1', '(and (not (= L d)) (> d 1))'],
    ['not (L = d and d > 1)', '(not (and (= L d) (> d 1)))'],
    ['not not L = d', '(not (not (= L d)))'],
    ['(L+1)*2 >= (d)', '(>= (* (+ L 1) 2) d)'],
    ['((L >= d))', '(>= L d)'],
  ])('%s', (text, expected) => {
    expect(conditionOf(text)).toBe(expected);
  });
});

describe('settings', () => {
  test('all of them, in any order, with range names as arguments', () => {
    const claim = parseClaim(
      'median(trace) <= 1 for L = 2, d = 3, g in 1/4..4 with input sparse, target -g, readout none, readoutGain 2*g, init uniform(g/3), activation leaky-relu(1/10)',
    );
    expect(claimTree(claim)).toMatchObject({
      activation: 'leaky-relu (/ 1 10)',
      init: 'uniform (/ g 3)',
      readoutGain: '(* 2 g)',
      readout: 'none',
      target: '(neg g)',
      input: 'sparse',
    });
  });

  test.each(['rademacher', 'orthogonal'])('the gain of %s may be left out', (name) => {
    const initOf = (text: string) =>
      parseClaim(`median(trace) <= 1 for L = 2, d = 3 with init ${text}`).settings.init;
    expect(initOf(name)).toEqual({ name });
    expect(tree(initOf(`${name}(1)`).gain!)).toBe('1');
  });
});

test('a tolerance may be relative or absolute, and brackets tell abs the keyword from abs the function', () => {
  const toleranceOf = (text: string) =>
    (claimTree(parseClaim(`mean(trace) = 1 within ${text} for L = 2, d = 3`)) as { tolerance: string })
      .tolerance;
  expect(toleranceOf('1/10')).toBe('relative (/ 1 10)');
  expect(toleranceOf('abs 1/10')).toBe('absolute (/ 1 10)');
  expect(toleranceOf('abs (L)/10')).toBe('absolute (/ L 10)');
  expect(toleranceOf('(abs(L))')).toBe('relative (abs L)');
  expect(toleranceOf('abs abs(L)')).toBe('absolute (abs L)');
});

test('closed forms alone are claims where that is asked for, even without a range', () => {
  const options = { requireQuantity: false };
  expect(parseClaim('gammaMedian(L) >= L - 1/3 for L in 1..1000', options).ranges).toHaveLength(1);
  expect(parseClaim('gammaMedian(1) = log(2)', options).ranges).toEqual([]);
});

test('the text is kept, trimmed', () => {
  expect(parseClaim('  median(trace) <= 1 for L = 2, d = 3\n').text).toBe(
    'median(trace) <= 1 for L = 2, d = 3',
  );
});

describe('expressions', () => {
  test('unknown words are named with their column', () => {
    expect(() => parseExpression('2*L', { names: ['d'] })).toThrow(
      "Column 3: unknown word 'L': the names here are d.",
    );
    expect(() => parseExpression('L')).toThrow("Column 1: unknown word 'L': no names are known here.");
    expect(() => parseExpression('1 + alpa', { names: ['alpha'] })).toThrow('did you mean alpha?');
  });

  test('quantities need to be asked for', () => {
    expect(() => parseExpression('1+mean(trace)')).toThrow('Column 3: a quantity cannot stand here.');
    expect(tree(parseExpression('1+mean(trace)', { quantities: true }))).toBe('(+ 1 (mean trace 1))');
  });

  test('a claim is no expression', () => {
    expect(() => parseExpression('1 <= 2')).toThrow(InputError);
    expect(() => parseExpression('1 for L in 1..2')).toThrow(InputError);
  });
});

test('spans are half-open ranges of characters of the text', () => {
  const text = ' 1 + exp( -d ) * sum(n, 1, d, n)';
  const node = parseExpression(text, { names });
  const cut = ({ span }: { span: { start: number; end: number } }) => text.slice(span.start, span.end);
  if (node.kind !== 'binary' || node.right.kind !== 'binary')
    throw new Error('a sum of a product was expected');
  expect(cut(node)).toBe('1 + exp( -d ) * sum(n, 1, d, n)');
  expect(cut(node.left)).toBe('1');
  expect(cut(node.right.left)).toBe('exp( -d )');
  expect(cut(node.right.right)).toBe('sum(n, 1, d, n)');
});
