/** Whole checks of claims that are well formed and ill meant: a verdict or bad input, the same each time, for what it may cost. */
import fc from 'fast-check';
import { type ClaimVerdict, checkClaim } from '../../properties/check-claim.js';
import { InputError } from '../../theory/errors.js';
import { formatClaim } from '../../theory/language/format-claim.js';
import { formulas } from './formulas.js';
import { claims, goodTexts } from './random-claim.js';
import { expectSentence, type Surface } from './surface.js';

/** Nominal seconds of one check. */
const budget = 0.1;

const quantities = fc.constantFrom(
  ...[
    'mean(forwardNorm2)',
    'mean(forwardNorm2^(1/2))',
    'mean(forwardNorm2^x)',
    'mean(forwardNorm2^(10^9))',
    'mean(forwardNorm2^-1)',
  ],
  ...[
    'median(forwardNorm2)',
    'median(forwardNorm2 | alive)',
    'quantile(forwardNorm2, x)',
    'quantile(forwardNorm2 | alive, 1e-300)',
  ],
  ...[
    'logMean(forwardNorm2)',
    'logVariance(forwardNorm2)',
    'beta3(forwardNorm2)',
    'P(forwardNorm2 >= y)',
    'P(forwardNorm2 <= 0)',
  ],
  ...['P(forwardNorm2 >= exp(exp(L)) | alive)', 'lawDistance(log(forwardNorm2) | alive, normal(x, y))'],
  ...[
    'lawDistance(log(forwardNorm2) | alive, exactLaw)',
    'mean(gradientNorm2[L])',
    'median(gradientNorm2[d])',
    'P(gradientNorm2[1] >= x)',
  ],
  ...[
    'median(hessianNorm2)',
    'mean(hessianNorm2)',
    'mean(hessianBlockNorm2[1, L])',
    'median(lambdaMin)',
    'P(lambdaMax >= x)',
    'median(trace)',
  ],
  ...[
    'median(escapeTime)',
    'log(median(forwardNorm2))',
    '1/mean(forwardNorm2)',
    'gamma(-mean(forwardNorm2))',
  ],
);

const pairsOfEnds = (least: string, ...ends: readonly string[]) =>
  fc.oneof(
    fc.constantFrom(least, ...ends).map((end) => `= ${end}`),
    fc.constantFrom(...ends).map((end) => `in ${least}..${end}`),
  );
const sizes = pairsOfEnds(
  '1',
  '2',
  '3',
  '20',
  '2000',
  '10^4',
  '10^5',
  '2^20',
  '2^20 + 1',
  '10^9',
  '2^53 - 1',
);
const reals = fc.constantFrom(
  ...[
    'in 0..1',
    'in -1..1',
    '= 0',
    '= 1/2',
    'in 1e-300..1e300',
    'in -1.7e308..1.7e308',
    'in 5e-324..1e-310',
    'in 0.1..0.1000001',
    '= 10^15',
  ],
);
const more = fc
  .oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 30 }) })
  .map((count) => Array.from({ length: count }, (_, i) => `, r${i} in -${i}..1e${i}`).join(''));

const conditions = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  { weight: 2, arbitrary: fc.tuple(formulas(true), formulas(true)).map(([a, b]) => ` where ${a} <= ${b}`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...[
        ' where L < 0',
        ' where L = d and x = y',
        ' where L*d = 999999000001',
        ' where not (L > 0 or d > 0)',
        ' where x != x',
      ],
      ...[
        ' where 0/(L - 1) <= 1',
        ' where log(x) <= 1',
        ' where sum(n, 1, 10^6, 1/n) > L',
        ' where 2^(10^9) > exp(exp(L))',
      ],
      ' where sum(n, 1, 1000, sum(m, n, 9999, 1/n/m)) < 0',
    ),
  },
);

const settings = fc.oneof(
  { weight: 5, arbitrary: fc.constant('') },
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          'relu',
          'linear',
          'leaky-relu(x)',
          'leaky-relu(-1/3)',
          'leaky-relu(1e-300)',
          'leaky-relu(1/0)',
        ),
        fc.constantFrom(
          ...[
            'he-normal',
            'he-uniform',
            'pytorch',
            'rademacher',
            'rademacher(x)',
            'orthogonal',
            'orthogonal(1e300)',
          ],
          ...['normal(1e-300)', 'normal(x)', 'uniform(y)', 'normal(2^(10^9))', 'uniform(0)', 'normal(1e300)'],
        ),
        fc.constantFrom(
          '',
          ', readoutGain x',
          ', readoutGain 1e-300',
          ', readout none',
          ', readout fixed',
          ', target y',
          ', target 1e308',
          ', input sparse',
        ),
      )
      .map(([activation, init, rest]) => ` with activation ${activation}, init ${init}${rest}`),
  },
);

const relations = fc.oneof(
  fc.constantFrom('<=', '>=', '=').map((relation) => [relation, ''] as const),
  fc
    .constantFrom('1/10', 'x', '1e-300', 'abs 1e-400', 'abs x', '1e400')
    .map((margin) => ['=', ` within ${margin}`] as const),
);

const built = fc
  .record({
    quantity: quantities,
    formula: formulas(),
    relation: relations,
    L: sizes,
    d: sizes,
    x: reals,
    y: reals,
    more,
    where: conditions,
    settings,
  })
  .map(
    ({ quantity, formula, relation: [relation, within], L, d, x, y, more: others, where, settings: how }) =>
      `${quantity} ${relation} ${formula}${within} for L ${L}, d ${d}, x ${x}, y ${y}${others}${where}${how}`,
  );

/** Claims of the catalogue and their mutants, numbers replaced. */
const moved = fc
  .tuple(
    fc.constantFrom(...goodTexts),
    fc.nat(20),
    fc.constantFrom('0', '1', '2^20', '1e-300', '10^15', '1e300', '1/2'),
  )
  .map(([text, which, value]) => {
    const places = [...text.matchAll(/(?<![\w.])\d+(\.\d+)?(?![\w.])/g)];
    if (places.length === 0) return text;
    const place = places[which % places.length]!;
    return text.slice(0, place.index) + value + text.slice(place.index + place[0].length);
  });

export type Check = (
  text: string,
  options: { readonly budget: number; readonly oracle?: 'exact' | 'simulated' },
) => Promise<ClaimVerdict>;

/** A claim, and by which oracle it is to be decided. */
export interface Question {
  readonly text: string;
  readonly oracle?: 'exact' | 'simulated';
}

/** @param check the checker, or one broken on purpose. */
export async function examineClaim({ text, oracle }: Question, check: Check = checkClaim): Promise<string> {
  const answer = async () => {
    try {
      return JSON.stringify(await check(text, { budget, ...(oracle === undefined ? {} : { oracle }) }));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      // A closed form may be quoted whole.
      expectSentence(error.message, 25_000);
      return 'bad input';
    }
  };
  const first = await answer();
  const second = await answer();
  if (first !== second)
    throw new Error(`Two checks differ: ${first.slice(0, 250)} and ${second.slice(0, 250)}`);
  if (first === 'bad input') return first;
  const verdict = JSON.parse(first) as ClaimVerdict;
  if (verdict.reason !== undefined && !/^[^\n]+$/.test(verdict.reason))
    throw new Error(`This is no line: ${verdict.reason}`);
  expectFinite(verdict);
  return verdict.verdict;
}

/** JSON writes null for what is not finite: no number of a verdict may be so. */
function expectFinite(verdict: ClaimVerdict): void {
  const { resolution, tightest, counterexample, alpha, points } = verdict;
  const { point, lhsIs: _left, rhsIs: _right, ...sides } = counterexample ?? { point: {} };
  const numbers = [
    points,
    alpha,
    resolution ?? 0,
    tightest?.slack ?? 0,
    ...Object.values(point),
    ...Object.values(sides),
  ];
  if (!numbers.every((each) => Number.isFinite(each)))
    throw new Error(`A number of the verdict is not finite: ${JSON.stringify(verdict).slice(0, 400)}`);
}

export const wholeCheck: Surface<Question> = {
  name: 'check',
  cases: fc.record(
    {
      text: fc.oneof(
        { weight: 8, arbitrary: built },
        { weight: 1, arbitrary: moved },
        { weight: 1, arbitrary: claims.map(formatClaim) },
      ),
      oracle: fc.constantFrom('exact', 'simulated'),
    },
    { requiredKeys: ['text'] },
  ),
  examine: (question) => examineClaim(question),
  // Two checks, each of ten times its budget and five seconds.
  secondsAtMost: 2 * (10 * budget + 5),
};
