/** `--widths` of law, simulate, spectrum and race: by hand, against the same nets by --depth and --width, and refused. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli } from './run-cli.js';

const json = async (line: string) => {
  const { code, out, err } = await cli(...line.split(' '), '--json');
  expect({ line, code, err }).toEqual({ line, code: 0, err: '' });
  return JSON.parse(out);
};

describe('law', () => {
  test('linear, widths 2 and 4 behind an input of width 2, by hand', async () => {
    const law = await json(
      'law --widths 2,4 --activation linear --init lecun-normal --quantile 0.5 --cdf 0.25',
    );
    expect(law).toMatchObject({ depth: 2, widths: [2, 4], inputWidth: 2, sumInverseWidths: 0.75, alive: 1 });
    expect(law).not.toHaveProperty('width');
    // chi^2_2/2 * chi^2_4/2: log-mean psi(1) + psi(2), log-variance psi_1(1) + psi_1(2), mean 1 * 2.
    expect(law.logMean).toBeCloseTo(1 - 2 * 0.577_215_664_901_532_9, 12);
    expect(law.logVariance).toBeCloseTo(Math.PI ** 2 / 3 - 1, 12);
    expect(law.mean).toBeCloseTo(2, 12);
    // Exp(1) times Gamma(2): P(X > x) = int_0^inf e^(-x/y) y e^-y dy = 2 x K_2(2 sqrt x), K_2 by its integral.
    const survival = (x: number) => {
      const [z, h] = [2 * Math.sqrt(x), 1e-3];
      let sum = Math.exp(-z) / 2;
      for (let t = h; t < 6; t += h) sum += Math.exp(-z * Math.cosh(t)) * Math.cosh(2 * t);
      return 2 * x * h * sum;
    };
    expect(law.cdf['0.25']).toBeCloseTo(1 - survival(Math.exp(0.25)), 11);
    expect(survival(Math.exp(law.quantiles['0.5']))).toBeCloseTo(0.5, 10);
  });

  test('the mean goes with d_L/d_0 (he), and dead nets are counted layer by layer', async () => {
    const law = await json('law --widths 6,3,5 --input-width 4');
    expect(law).toMatchObject({ depth: 3, widths: [6, 3, 5], inputWidth: 4 });
    expect(law.mean).toBeCloseTo(5 / 4, 12);
    expect(law.alive).toBeCloseTo((1 - 2 ** -6) * (1 - 2 ** -3) * (1 - 2 ** -5), 14);
    const { out } = await cli('law', '--widths', '6,3,5', '--input-width', '4');
    expect(out).toContain('log forwardNorm2 for L=3, widths 6, 3, 5 behind an input of width 4, relu');
    expect(out).toMatch(/sum of 1\/d +0\.7\d*\n/);
  });
});

/** What is drawn and found does not depend on how the shape was given. */
test.each([
  ['law', ''],
  ['simulate', '--nets 300'],
  ['spectrum', '--nets 4'],
  ['race', '--nets 4 --cap 20'],
])('%s: widths that are equal are those of --depth and --width', async (command, rest) => {
  const words = (shape: string) => `${command} ${shape} ${rest}`.trim();
  const { width, ...square } = await json(words('--depth 3 --width 5'));
  const { widths, inputWidth, sumInverseWidths, ...list } = await json(words('--widths 5,5,5'));
  expect({ width, widths, inputWidth }).toEqual({ width: 5, widths: [5, 5, 5], inputWidth: 5 });
  expect(sumInverseWidths).toBeCloseTo(3 / 5, 15);
  expect(list).toEqual(square);
});

test('simulate, spectrum and race draw nets of unequal widths', async () => {
  const drawn = await json('simulate --widths 3,1,2 --input-width 7 --nets 4000');
  expect(drawn).toMatchObject({ depth: 3, widths: [3, 1, 2], inputWidth: 7, nets: 4000 });
  // Dead with probability 1 - 7/8 * 1/2 * 3/4; 6 standard deviations of 0.0075, a false alarm below 1e-8.
  expect(Math.abs(drawn.dead / 4000 - (1 - 21 / 64))).toBeLessThan(0.045);
  const spectrum = await json('spectrum --widths 3,2 --activation linear --init lecun-normal --nets 3');
  expect(spectrum.depths).toHaveLength(1);
  const [{ depth, nets, hessianNorm2, histogram }] = spectrum.depths;
  // H3 with M = 1: two blocks of mean E|delta^2|^2 |M|_F^2 = 1 * 3.
  expect({ depth, nets }).toEqual({ depth: 2, nets: 3 });
  expect(hessianNorm2.log10Mean).toBeCloseTo(Math.log10(2 * 3), 12);
  // Reduced order sum of d_l + d_(l-1) - 1 = 5 + 4 of the 3 * 3 + 2 * 3 weights.
  const { negative, positive, zeros, unresolved } = histogram;
  const total = [...negative, ...positive].reduce((sum, n) => sum + n, zeros + unresolved);
  expect(total).toBe(3 * 15);
  const race = await json('race --widths 3,2 --input-width 4 --nets 5 --cap 10');
  expect(race).toMatchObject({ widths: [3, 2], inputWidth: 4, depths: [{ depth: 2, nets: 5 }] });
});

test('claims with widths: tightness says that there is no map, and writes none', async () => {
  const claim =
    'median(forwardNorm2) <= 2*exp(-2*sum(l, 1, L, 1/d[l])) for n in 4..9 with widths [n, 2*n, n]';
  const { code, out } = await cli('tightness', '--claim', claim, '--workers', '1');
  expect(code).toBe(0);
  expect(out).toContain('at 6 points');
  expect(out).toContain('There is no map over depth and width');
  const refused = await cli('tightness', '--claim', claim, '--svg', '/nowhere/map.svg');
  expect(refused).toMatchObject({ code: 2, out: '' });
});

test('a report names the widths, and shows the law where nets decided', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'widths-'));
  const page = join(folder, 'report.html');
  const claim = 'mean(forwardNorm2) = d[L]/d[0] within 1/4 with widths [8, 9], inputWidth 12';
  const { code } = await cli(
    'check',
    '--claim',
    claim,
    '--oracle',
    'simulated',
    '--html',
    page,
    '--workers',
    '1',
  );
  expect(code).toBe(0);
  const html = readFileSync(page, 'utf8');
  expect(html).toContain('layers of widths 8, 9 behind an input of width 12');
  expect(html).toContain('The law: drawn, exact, log-normal');
});

describe('refused in one sentence', () => {
  test.each([
    ['law --widths 64,32,16 --depth 3', 'leave out --depth'],
    ['law --widths 64,32,16 --width 64', 'leave out --width'],
    ['spectrum --widths 4,3 --depth 2..3', 'leave out --depth'],
    ['race --widths 4,3 --step 2', 'leave out --step'],
    ['law --depth 3 --width 4 --input-width 5', '--input-width goes with --widths'],
    ['law --depth 3', '--depth and --width, or --widths'],
    ['simulate', '--depth and --width, or --widths'],
    ['spectrum', '--depth, or --widths'],
    ['law --widths 64;32', "'64;32'"],
    ['law --widths 64,', "Each of --widths must be a whole number from 1 to 100000, not ''"],
    ['law --widths 64,0', "not '0'"],
    ['law --widths 64,2.5,3', "not '2.5'"],
    ['simulate --widths 64,4096', 'from 1 to 2048'],
    ['law --widths 4,5 --input-width 0', '--input-width must be a whole number from 1 to 100000'],
    [`law --widths ${Array(10_001).fill('2').join(',')}`, 'at most 10000 widths, not 10001'],
    [`spectrum --widths ${Array(20).fill('2048').join(',')}`, 'these widths has 83886080 weights'],
    ['race --widths 2048,2048,2048,2048', 'these widths has 16777216 weights'],
  ])('%s', async (line, word) => {
    const { code, out, err } = await cli(...line.split(' '));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(err).toContain(word);
  });
});
