/** The exact law against 25-digit values by other routes (test/reference/law/law.py), extremes included. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Enclosed, type LayerGroup, ProductLaw } from '../../../numerics/law/index.js';

interface Entry {
  readonly groups: readonly LayerGroup[];
  readonly logMean: string;
  readonly logVariance: string;
  readonly thirdCumulant: string;
  readonly logAlive: string;
  readonly dead: string;
  readonly quantiles: readonly (readonly [number, string])[];
  readonly cdf: readonly (readonly [number, string])[];
  readonly logTails: readonly (readonly ['lower' | 'upper', number, string])[];
}

const entries: readonly Entry[] = JSON.parse(
  readFileSync(new URL('../../reference/law/law.json', import.meta.url), 'utf8'),
);

const named = entries.map((entry) => ({
  name: entry.groups.map((g) => `${g.activation} ${g.width} x ${g.count}, gain ${g.gain}`).join(' + '),
  entry,
}));

/** The truth lies within the error, which is at most `precision` relative to max(1, |truth|). */
function check(found: Enclosed, truth: string, precision: number): void {
  const value = Number(truth);
  expect(Math.abs(found.value - value)).toBeLessThanOrEqual(found.error + 2 ** -53 * Math.abs(value));
  expect(found.error).toBeLessThanOrEqual(precision * Math.max(1, Math.abs(value)));
}

test('covers at least 40 laws', () => {
  expect(entries.length).toBeGreaterThanOrEqual(40);
});

describe.each(named)('$name', ({ entry }) => {
  const law = new ProductLaw(entry.groups);

  test('log-mean, log-variance, third cumulant', () => {
    check(law.logMean(), entry.logMean, 1e-11);
    check(law.logVariance(), entry.logVariance, 1e-11);
    check(law.thirdCumulant(), entry.thirdCumulant, 1e-9);
  });

  test('alive and dead, relatively', () => {
    check(law.logAlive, entry.logAlive, 1e-12);
    const dead = Number(entry.dead);
    expect(Math.abs(law.deadProbability.value - dead)).toBeLessThanOrEqual(
      law.deadProbability.error + 2 ** -52 * dead,
    );
    expect(law.deadProbability.error).toBeLessThanOrEqual(1e-13 * dead + Number.MIN_VALUE * 1e5);
    expect(law.aliveProbability.value + law.deadProbability.value).toBeCloseTo(1, 15);
  });

  test('distribution function, to 1e-12 absolutely', () => {
    for (const [x, p] of entry.cdf) {
      check(law.cdf(x), p, 1e-12);
      check(law.survival(x), String(1 - Number(p)), 1e-12);
    }
  });

  test('quantiles, to 1e-10', () => {
    expect(entry.quantiles.length).toBeGreaterThanOrEqual(5);
    for (const [p, x] of entry.quantiles) check(law.quantile(p), x, 1e-10);
  });

  test('tails, to 1e-9 relatively', () => {
    for (const [side, x, log] of entry.logTails) {
      check(
        side === 'lower' ? law.logCdf(x) : law.logSurvival(x),
        log,
        1e-9 / Math.max(1, Math.abs(Number(log))),
      );
    }
  });
});
