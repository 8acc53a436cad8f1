/** Closed forms as text, well formed and ill meant: towers, poles, cancellation, sums without end. */
import fc from 'fast-check';
import { functions } from '../../theory/expression/functions.js';

const numbers = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('0', '1', '2', '1/2', '1/3', '0.1', '10', '-1', '1e-6', '1e6', '3/2', '-1/2'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...[
        '1e-400',
        '1e400',
        '5e-324',
        '1.7976931348623157e308',
        '2.2250738585072014e-308',
        '1e-16',
        '1 - 1e-16',
      ],
      ...[
        '10^9',
        '10^12',
        '10^15',
        '2^53',
        '2^53 + 1',
        '2^-1074',
        '2^(10^9)',
        '9007199254740993',
        '10^300',
        '-10^15 - 1/2',
      ],
      ...[
        '0.1 + 0.2 - 0.3',
        '1e-200 * 1e-200',
        '9'.repeat(400),
        `0.${'3'.repeat(399)}`,
        '99999.5',
        '-10000',
        '-0.5',
      ],
    ),
  },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }).map(decimal) },
  { weight: 1, arbitrary: fc.nat(2000).map(String) },
);

/** Shorter than String(x) makes it where the exponent is large. */
function decimal(x: number): string {
  return String(x).replace('e+', 'e');
}

const bounds = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('0', '1', '5', '40', '64', '65', '-3', 'L', 'd', '1/2') },
  { weight: 3, arbitrary: fc.constantFrom('400', '2000', '10^12', '10^6 + 1', '10^300') },
  { weight: 1, arbitrary: fc.constantFrom('10^4', '10^5', '10^6') },
);

/** Names that stand for numbers wherever a formula of this kind is put. */
export const formulaNames = ['L', 'd', 'x', 'y'] as const;

/** @param cheap without sums of more than 40 terms. */
export function formulas(cheap = false): fc.Arbitrary<string> {
  const { formula } = fc.letrec<{ formula: string; term: string }>((tie) => ({
    formula: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 3, arbitrary: fc.constantFrom(...formulaNames, 'pi', 'e', 'EulerGamma') },
      { weight: 3, arbitrary: numbers.map(inBrackets) },
      {
        weight: 5,
        arbitrary: fc
          .tuple(tie('formula'), fc.constantFrom('+', '-', '*', '/', '^'), tie('formula'))
          .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
      },
      { weight: 1, arbitrary: tie('formula').map((a) => `(-${a})`) },
      {
        weight: 4,
        arbitrary: fc
          .constantFrom(...functions)
          .chain(([name, { minArguments }]) =>
            fc
              .array(tie('formula'), { minLength: minArguments, maxLength: minArguments })
              .map((args) => `${name}(${args.join(', ')})`),
          ),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(
            cheap ? fc.constantFrom('1', '0') : bounds,
            cheap ? fc.constantFrom('5', '40') : bounds,
            tie('formula'),
            tie('term'),
          )
          .chain(([from, to, body, term]) => sumsOf(from, to, body, term)),
      },
    ),
    term: fc.constantFrom(
      'INDEX',
      'INDEX + L',
      '1/INDEX',
      'x^INDEX',
      'INDEX^INDEX',
      'gamma(INDEX + 1)',
      'exp(INDEX/7)',
      'hyp2f1(1/2, 1/3, 2/3, -1 - INDEX/9)',
    ),
  }));
  return formula.map((text) => named(text));
}

const inBrackets = (text: string) => (/^[\d.]+$/.test(text) ? text : `(${text})`);

function sumsOf(from: string, to: string, body: string, term: string): fc.Arbitrary<string> {
  return fc
    .constantFrom('+', '*', '^')
    .map((operator) => `sum(INDEX, ${from}, ${to}, ${body} ${operator} (${term}))`);
}

/** Each sum takes an index of its own: those inside another one may not have its name. */
function named(text: string): string {
  let open = text;
  for (let which = 1; ; which++) {
    const at = open.lastIndexOf('sum(INDEX');
    if (at < 0) return open;
    let end = at + 4;
    for (let depth = 1; depth > 0; end++) depth += open[end] === '(' ? 1 : open[end] === ')' ? -1 : 0;
    open = open.slice(0, at) + open.slice(at, end).replaceAll('INDEX', `n${which}`) + open.slice(end);
  }
}

/** Values that doubles have, the ends and edges of their range first. */
export const values: fc.Arbitrary<Readonly<Record<string, number>>> = fc.record({
  L: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(1, 2 ** 20, 2 ** 53)),
  d: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(1, 1e5, 2 ** 53)),
  x: fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, -0, 0.5, 5e-324, -1, 1e308),
  ),
  y: fc.oneof(fc.double({ min: -10, max: 10, noNaN: true }), fc.constantFrom(0.1, 1 / 3, 1e-300)),
});
