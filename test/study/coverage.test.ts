import { describe, expect, test } from 'vitest';
import { bernoulliAcceptedCounts } from '../../numerics/inference/bernoulli.js';
import { quantileInterval } from '../../numerics/inference/quantile.js';
import type { Case } from '../../study/coverage/case.js';
import { bernoulliKept, counting, everRejected, type KeptCounts } from '../../study/coverage/counting.js';
import { atomAtMedian, coin, dead, rare, uniform } from '../../study/coverage/laws.js';
import { distance, type Enclosing, looking, quantile } from '../../study/coverage/looking.js';
import { judge, study } from '../../study/coverage.js';
import { drawsOf } from '../../study/draws.js';
import { runSmall } from './run-small.js';

/** False alarm 1e-9 over all cases (study/coverage.ts); a sequence that misses with probability .25 in place of .05 is found in all but 1 of 100 runs. */
test('every sequence holds the truth at all looks', async () => {
  expect((await runSmall(study)).broken).toEqual([]);
});

/** Each of these misses so often that the limit is exceeded in all but one of a million choices of the paths. */
describe('what is broken is reported', () => {
  const reported = (each: Case, paths: number, longest: number): string[] => {
    const { misses } = each.follow(0, paths, longest);
    return judge([{ case: each, group: '', paths, misses, price: undefined }]);
  };
  const textbookCounts =
    (p: number): KeptCounts =>
    (longest, alpha) => {
      const z = alpha === 0.05 ? 1.96 : 2.576;
      const half = (i: number) => z * Math.sqrt((i + 1) * p * (1 - p));
      return {
        lowest: new Float64Array(longest).map((_, i) => (i + 1) * p - half(i)),
        highest: new Float64Array(longest).map((_, i) => (i + 1) * p + half(i)),
      };
    };

  test('the normal approximation for one look, looked at after every sample', () => {
    const success = (x: number) => x === 1;
    const each = counting({
      sequence: 'textbook',
      law: coin(0.3),
      p: 0.3,
      sure: success,
      possible: success,
      kept: textbookCounts(0.3),
    });
    // Drawn, and exactly: half of the paths leave it.
    expect(reported(each, 200, 1000)).toHaveLength(2);
    expect(everRejected(0.3, textbookCounts(0.3)(1000, 0.05))).toBeGreaterThan(0.4);
  });

  test('the mean and its sample deviation, where a rare value carries the mean', () => {
    const textbook: Enclosing = {
      name: 'textbook',
      anytime: false,
      interval(samples) {
        const mean = samples.reduce((a, b) => a + b) / samples.length;
        const variance = samples.reduce((a, b) => a + (b - mean) ** 2, 0) / (samples.length - 1);
        const half = 3 * Math.sqrt(variance / samples.length);
        return { lower: mean - half, upper: mean + half };
      },
    };
    expect(reported(looking(textbook, rare(0.001), 1), 200, 676)).toHaveLength(2);
  });

  test('looks that do not share alpha', () => {
    const greedy = { ...distance('itself', (x) => x), anytime: true };
    expect(reported(looking(greedy, uniform, 0), 1000, 1486)).not.toEqual([]);
  });

  test('a median that leaves out the dead', () => {
    const alive: Enclosing = {
      ...quantile(1 / 2),
      interval: (sorted, alpha) => quantileInterval(sorted.filter(Number.isFinite), 1 / 2, alpha),
    };
    expect(reported(looking(alive, dead(0.5), -Infinity), 200, 676)).toHaveLength(2);
  });

  test('an exact probability above alpha', () => {
    const cells = study.cells('small');
    const result = (missing: readonly number[]) =>
      cells.map((cell) =>
        (cell as { kind: string }).kind === 'exact' ? { missing } : { misses: [0, 0], price: 1 },
      );
    expect(study.report(result([0.05, 0.01]), cells, 'small').broken).toEqual([]);
    expect(study.report(result([0.05, 0.0101]), cells, 'small').broken).toHaveLength(6);
  });
});

test('counts below and up to the median are all that its interval sees', () => {
  for (const law of [uniform, atomAtMedian, dead(0.499), dead(0.501)]) {
    const samples = new Float64Array(400);
    let outside = 0;
    for (let path = 0; path < 200; path++) {
      law.fill(drawsOf('counts'), path, samples);
      const sorted = samples.slice().sort();
      // At an alpha of 1/2 either happens often.
      const { lower, upper } = quantileInterval(sorted, 1 / 2, 0.999);
      const { lowest, highest } = bernoulliAcceptedCounts(400, 1 / 2, 0.999);
      const below = samples.filter((x) => x < law.median).length;
      const upTo = samples.filter((x) => x <= law.median).length;
      const missed = upTo < lowest || below > highest;
      expect(!(lower <= law.median && law.median <= upper)).toBe(missed);
      if (missed) outside += 1;
    }
    if (law === uniform) expect(outside).toBeGreaterThan(0);
  }
});

test('the exact probability is that of drawn paths', () => {
  // P(Bin(4000, q) differs from its mean by more than 6.5 deviations) < 1e-9.
  const success = (x: number) => x === 1;
  const each = counting({ sequence: '', law: coin(0.5), p: 0.5, sure: success, possible: success });
  const { misses } = each.follow(0, 4000, 300);
  [0.05, 0.01].forEach((alpha, which) => {
    const q = everRejected(0.5, bernoulliKept(0.5)(300, alpha));
    expect(q).toBeGreaterThan(alpha / 10);
    expect(Math.abs(misses[which]! - 4000 * q)).toBeLessThan(6.5 * Math.sqrt(4000 * q) + 7);
  });
});
