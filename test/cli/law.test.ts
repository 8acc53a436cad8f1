/** `law`, `threshold`, `simulate`, `explain` as a person runs them, against numbers found elsewhere. */
import { readFileSync } from 'node:fs';
import erf from '@stdlib/math-base-special-erf';
import { describe, expect, test } from 'vitest';
import { cli } from './run-cli.js';

const json = async (...args: string[]) => {
  const { code, out, err } = await cli(...args, '--json');
  expect({ args, code, err }).toEqual({ args, code: 0, err: '' });
  return JSON.parse(out);
};

describe('law', () => {
  test('d = 1, L = 1: chi^2_1 by hand', async () => {
    const law = await json('law', '--depth', '1', '--width', '1', '--quantile', '0.5', '--cdf', '0');
    expect(law).toMatchObject({
      depth: 1,
      width: 1,
      activation: 'relu',
      init: 'he-normal',
      alive: 0.5,
      logMedian: null,
    });
    // log(2 * 2) + psi(1/2) = -EulerGamma, and psi_1(1/2) = pi^2/2.
    expect(law.logMean).toBeCloseTo(-0.577_215_664_901_532_9, 12);
    expect(law.logVariance).toBeCloseTo(Math.PI ** 2 / 2, 11);
    // The median of chi^2_1 is 0.454936423119572...
    expect(law.quantiles['0.5']).toBeCloseTo(Math.log(2 * 0.454_936_423_119_572_7), 11);
    // P(2 chi^2_1 <= 1) = erf(1/2).
    expect(law.cdf['0']).toBeCloseTo(0.520_499_877_813_046_5, 11);
    expect(law.errorBound).toBeLessThan(1e-10);
  });

  test('linear, d = 2: chi^2_2 is exponential', async () => {
    const law = await json(
      'law',
      '--depth',
      '1',
      '--width',
      '2',
      '--activation',
      'linear',
      '--init',
      'normal(3)',
    );
    // X = 3/2 chi^2_2: quantile p is -3 log(1-p).
    for (const [p, x] of Object.entries(law.quantiles)) {
      expect(x).toBeCloseTo(Math.log(-3 * Math.log1p(-Number(p))), 11);
    }
    expect(law.mean).toBeCloseTo(3, 11);
  });

  test('the example in docs/json.md is what the command prints', async () => {
    const docs = readFileSync(new URL('../../docs/json.md', import.meta.url), 'utf8');
    const [, block, command] = /## `law --json`\n\n```json\n(.*?)```\n\nThis is `law (.*?)`/s.exec(docs)!;
    const { errorBound, ...printed } = await json(
      'law',
      ...command!.split(' ').filter((word) => word !== '--json'),
    );
    const { errorBound: _bound, ...example } = JSON.parse(block!);
    expect(errorBound).toBeLessThan(1e-11);
    const numbers = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value), (_key, each) => (typeof each === 'number' ? each.toFixed(10) : each));
    expect(numbers(printed)).toEqual(numbers(example));
  });

  test('a mean beyond the doubles is null, and no error is lost over it', async () => {
    // E forwardNorm2 = (4/2)^L = 2^1100.
    const args = ['law', '--depth', '1100', '--width', '4', '--init', 'normal(4)'];
    const law = await json(...args);
    expect(law.mean).toBeNull();
    expect(law.errorBound).toBeGreaterThan(0);
    expect(law.errorBound).toBeLessThan(1e-9);
    const { out } = await cli(...args);
    expect(out).not.toMatch(/Infinity|NaN|null/);
  });

  test('names and numbers stay apart', async () => {
    const { out } = await cli('law', '--depth', '2', '--width', '2', '--quantile', '0.9999999999999999');
    expect(out).toMatch(/quantile 0\.9999999999999999 \| alive {2}\d/);
  });

  test('what is out of reach is named, and the rest given, with exit code 3', async () => {
    const args = ['law', '--depth', '1', '--width', '1', '--activation', 'leaky-relu(1/8)'];
    const asked = ['--quantile', '0.01', '--quantile', '0.05', '--cdf', '-20', '--cdf', '0'];
    const { code, out, err } = await cli(...args, ...asked, '--json');
    expect({ code, err }).toEqual({ code: 3, err: '' });
    const law = JSON.parse(out);
    // A unit of either sign: X = 2 z^2 or 2 z^2/64 with normal z.
    const cdf = (x: number) => (erf(Math.exp(x / 2) / 2) + erf(4 * Math.exp(x / 2))) / 2;
    expect(Object.keys(law.quantiles)).toEqual(['0.05']);
    expect(cdf(law.quantiles['0.05'])).toBeCloseTo(0.05, 11);
    expect(Object.keys(law.cdf)).toEqual(['0']);
    expect(law.cdf['0']).toBeCloseTo(cdf(0), 11);
    expect(law.errorBound).toBeLessThan(1e-9);
    expect(law.outOfReach.quantiles['0.01']).toMatch(/^The quantile at level 0\.01 is out of reach: .*\.$/);
    const bounds = /only known to lie between (\S+) and (\S+)\.$/.exec(law.outOfReach.cdf['-20'])!;
    expect(Number(bounds[1])).toBeLessThanOrEqual(cdf(-20));
    expect(Number(bounds[2])).toBeGreaterThanOrEqual(cdf(-20));

    const text = await cli(...args, ...asked);
    expect(text.code).toBe(3);
    expect(text.out).toMatch(/^ {2}quantile 0\.01 \| alive .* is out of reach: /m);
    expect(text.out).toMatch(/^ {2}quantile 0\.05 \| alive +-7\.85/m);
    expect(text.out).toMatch(/^ {2}P\(log <= -20 \| alive\) +The probability is out of reach/m);
  });

  test('prints text', async () => {
    const { code, out } = await cli('law', '--depth', '3', '--width', '4');
    expect(code).toBe(0);
    expect(out).toMatch(/log-median/);
  });
});

describe('threshold', () => {
  test.each([
    [20, 0.1, 0.1, 71, 67.41],
    [100, 0.1, 0.1, 341, 337.06],
    [50, 0.01, 0.05, 80, 76.56],
    [200, 1e-6, 0.5, 38, 36.19],
    [1, 0.1, 0.1, 7, 3.37],
    [5, 0.01, 1e-6, 47, 31.8],
    [2, 0.9, 0.3, 326, 335.9],
    [3, 0.99, 0.5, 645, 746.2],
  ])('L = %d, floor %d, risk %d', async (depth, floor, risk, width, closedForm) => {
    const found = await json('threshold', '--depth', `${depth}`, '--floor', `${floor}`, '--risk', `${risk}`);
    expect(found).toMatchObject({ depth, floor, risk, width });
    expect(Math.abs(found.closedForm - closedForm)).toBeLessThan(0.1);
  });

  test('as text: the risk is written as it was given, not rounded into a probability of 1', async () => {
    const { out } = await cli('threshold', '--depth', '5', '--floor', '0.01', '--risk', '1e-17');
    expect(out).toMatch(/^P\(forwardNorm2 >= 0\.01\) >= 1 - 1e-17 at depth 5 from width \d+ on /);
  });
});

describe('simulate', () => {
  const args = ['simulate', '--depth', '6', '--width', '4', '--nets', '20000', '--seed', '9'];

  test('counts dead nets like F10', async () => {
    const { nets, dead, histogram, quantiles } = await json(...args);
    const p = 1 - (1 - 2 ** -4) ** 6;
    // Six standard deviations and a half: false alarm below 1e-10; sees a change of p by 0.023.
    expect(Math.abs(dead / nets - p)).toBeLessThan(6.5 * Math.sqrt((p * (1 - p)) / nets));
    expect(histogram.counts.reduce((a: number, b: number) => a + b, 0)).toBe(nets - dead);
    expect(histogram.edges).toHaveLength(histogram.counts.length + 1);
    expect(quantiles['0.5']).toBeGreaterThan(quantiles['0.25']);
  });

  test('the same seed gives the same numbers', async () => {
    expect(await json(...args)).toEqual(await json(...args));
  });

  test('all nets dead: null for what does not exist', async () => {
    const found = await json('simulate', '--depth', '60', '--width', '1', '--nets', '10');
    expect(found).toMatchObject({ dead: 10, logMean: null, logStandardDeviation: null, quantiles: {} });
    const { out } = await cli('simulate', '--depth', '60', '--width', '1', '--nets', '10');
    expect(out).toContain('dead');
    expect(out).not.toContain('NaN');
  });
});

describe('explain', () => {
  test.each(['forward-tail', 'forward-log-expansion/series-mean', 'chain-uniform'])('%s', async (id) => {
    const { code, out } = await cli('explain', id);
    expect(code).toBe(0);
    for (const word of ['Statement', 'Conditions', 'Source', 'Derivation', 'Evidence'])
      expect(out).toContain(word);
  });
});

test.each(['check', 'explain', 'law', 'threshold', 'simulate'])(
  '%s --help has an example',
  async (command) => {
    const { code, out } = await cli(command, '--help');
    expect(code).toBe(0);
    expect(out).toContain(`vanishing-curvature ${command}`);
  },
);
