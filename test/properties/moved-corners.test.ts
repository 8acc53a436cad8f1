/** False claims that hold but near a corner of what `where` leaves of the ranges. Nothing is drawn but the points. */
import { expect, test } from 'vitest';
import { movedCorners } from '../../properties/moved-corners.js';
import { parseClaim } from '../../theory/language/parse-claim.js';
import { decideText } from './run.js';

interface Region {
  readonly ranges: readonly [number, number, number, number];
  readonly where: string;
  /** The same condition in other words. */
  inside(L: number, d: number): boolean;
}

const regions: Region[] = [
  { ranges: [1, 30, 2, 600], where: 'd >= 12*L', inside: (L, d) => d / 12 >= L },
  { ranges: [1, 400, 2, 128], where: 'L >= d', inside: (L, d) => d <= L },
  { ranges: [1, 200, 2, 250], where: 'L*d <= 500', inside: (L, d) => L <= 500 / d },
  { ranges: [1, 200, 2, 250], where: 'L + d <= 220 and d > 98', inside: (L, d) => d < 221 - L && d >= 99 },
  {
    ranges: [1, 200, 2, 250],
    where: 'not (L < 5 or L > 30 or d < 30 or d > 230)',
    inside: (L, d) => L >= 5 && L <= 30 && d >= 30 && d <= 230,
  },
  { ranges: [1, 400, 2, 200], where: 'L <= 2^(d-7)', inside: (L, d) => Math.log2(L) <= d - 7 },
  { ranges: [1, 200, 2, 250], where: 'L > 20 and d <= 2*L', inside: (L, d) => L >= 21 && L >= d / 2 },
  { ranges: [1, 200, 2, 200], where: 'd >= L/2 and d <= 3*L', inside: (L, d) => 2 * d >= L && d / 3 <= L },
  { ranges: [1, 40, 2, 600], where: 'd >= L^2 or L = 40', inside: (L, d) => Math.sqrt(d) >= L || L === 40 },
];

/** Logarithms of P(X = 0) (F10) and E X^2 (F2), and how a claim about them begins. */
const quantities = [
  {
    text: 'P(forwardNorm2 <= 0)',
    log: (L: number, d: number) => Math.log(-Math.expm1(L * Math.log1p(-(2 ** -d)))),
  },
  { text: 'mean(forwardNorm2^2)', log: (L: number, d: number) => L * Math.log1p(5 / d) },
] as const;

interface FalseClaim {
  readonly text: string;
  readonly failing: ReadonlySet<string>;
}

/** Bounds of which all seeds and budgets below are too small to see the whole domain, and that hold but at the few points of a region where a quantity is largest, or smallest; none where those are corners of the ranges. */
function falseClaims({ ranges: [fromL, toL, fromD, toD], where, inside }: Region): FalseClaim[] {
  const points: { L: number; d: number }[] = [];
  for (let L = fromL; L <= toL; L++)
    for (let d = fromD; d <= toD; d++) if (inside(L, d)) points.push({ L, d });
  return quantities.flatMap(({ text, log }) =>
    ([1, -1] as const).flatMap((sign) => {
      const ranked = points
        .map(({ L, d }) => ({ key: `${L},${d}`, value: sign * log(L, d), L, d }))
        .sort((a, b) => b.value - a.value);
      const worst = ranked[0]!;
      if ((worst.L === fromL || worst.L === toL) && (worst.d === fromD || worst.d === toD)) return [];
      // Between values that differ by far more than either formula's rounding.
      const next = ranked.findIndex(({ value }, i) => i > 0 && ranked[i - 1]!.value - value > 1e-9);
      const bound = (sign * (ranked[next - 1]!.value + ranked[next]!.value)) / 2;
      const relation = sign === 1 ? '<=' : '>=';
      return {
        text: `${text} ${relation} exp(${bound}) for L in ${fromL}..${toL}, d in ${fromD}..${toD} where ${where}`,
        failing: new Set(ranked.slice(0, next).map(({ key }) => key)),
      };
    }),
  );
}

const claims = regions.flatMap(falseClaims).filter(({ failing }) => failing.size < 5);

test('there are enough of them', () => {
  expect(claims.length).toBeGreaterThanOrEqual(20);
});

test.each(claims)('$text', { timeout: 60_000 }, async ({ text, failing }) => {
  for (const [index, budget] of [0.5, 3, 1, 2].entries()) {
    const seed = index + 1;
    const { verdict, counterexample } = await decideText(text, { budget, seed });
    expect({ budget, seed, verdict }).toEqual({ budget, seed, verdict: 'refuted' });
    expect(failing).toContain(Object.values(counterexample!.point).join());
  }
});

test('no line is gone along once no more may be asked, however many ranges there are', () => {
  const names = Array.from(
    { length: 40 },
    (_, i) => `x${String.fromCharCode(97 + (i % 26))}${i < 26 ? 'a' : 'b'}`,
  );
  const claim = parseClaim(
    `median(forwardNorm2) <= 1 for L in 1..3, d in 2..5, ${names.map((name) => `${name} in 0..1`).join(', ')}`,
  );
  const cornerAt = (end: 'from' | 'to') =>
    Object.fromEntries(claim.ranges.map((range) => [range.name, range[end]]));
  const most = 1000;
  let asked = 0;
  const condition = { holds: () => asked++ < 0, isSpent: () => asked >= most };
  movedCorners(claim, { ruledOut: [cornerAt('from'), cornerAt('to')], inside: [] }, condition, () => ({
    ...cornerAt('from'),
    L: 2,
  }));
  // The line under way is gone to its end: 16 parts, and 17 doublings from either end of a range of reals.
  expect(asked).toBeGreaterThanOrEqual(most);
  expect(asked).toBeLessThan(most + 60);
});
