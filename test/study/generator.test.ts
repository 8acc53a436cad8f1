import { expect, test } from 'vitest';
import { linearComplexity, matrixRanks } from '../../study/generator/bit-tests.js';
import { orders, own, Sequence } from '../../study/generator/orders.js';
import { bernstein, cells, chiSquare, kolmogorov, poisson } from '../../study/generator/p-values.js';
import { study } from '../../study/generator.js';
import { runSmall } from './run-small.js';

/**
 * False alarm 1e-9 for all tests together (each is judged at 1e-9 over their number). The faulty generators beside them show the power: their
 * p-values are below 1e-14. About 10 s, a third of it for 2e7 normal draws.
 */
test('the generator passes its battery, faulty ones do not', async () => {
  expect((await runSmall(study)).broken).toEqual([]);
}, 300_000);

test('a p-value too small, one that is no number, and a fault unseen are reported', () => {
  const cells = study.cells('small') as { readonly fault?: string }[];
  const right = cells.map((cell) => [{ test: 'a test', p: cell.fault === undefined ? 0.5 : 0 }]);
  const broken = (at: number, p: number) =>
    study.report(right.with(at, [{ test: 'a test', p }]), cells, 'small').broken;
  expect(broken(0, 0.5)).toEqual([]);
  expect(broken(0, 1e-12)).toEqual(['words, one column after another: a test has p = 1e-12.']);
  expect(broken(0, Number.NaN)).toHaveLength(1);
  const last = cells.length - 1;
  const unseen = [`No test of normal draws, one column after another sees the fault: ${cells[last]!.fault}.`];
  expect(broken(last, 0.5)).toEqual(unseen);
  // A statistic that breaks down does not count as seeing.
  expect(broken(last, Number.NaN)).toEqual(unseen);
});

test('p-values are those of the laws', () => {
  // P(chi^2_2 >= x) = exp(-x/2); both sides double the smaller one.
  expect(chiSquare('', 50, 2).p / (2 * Math.exp(-25))).toBeCloseTo(1, 10);
  expect(chiSquare('', 0.01, 2).p).toBeCloseTo(2 * (1 - Math.exp(-0.005)), 12);
  expect(chiSquare('', 1e7, 16).p).toBe(0);
  // Four cells of 25 expected: chi^2 = 4 of 3 degrees, P = erfc(sqrt 2) + sqrt(8/pi) exp(-2).
  expect(cells('', [30, 20, 30, 20], () => 1 / 4).p).toBeCloseTo(2 * 0.26146412994911, 10);
  // P(X >= 3) = 1 - exp(-1) (1 + 1 + 1/2), P(X = 0) = exp(-1).
  expect(poisson('', 3, 1).p).toBeCloseTo(2 * (1 - 2.5 / Math.E), 12);
  expect(poisson('', 0, 1).p).toBeCloseTo(2 / Math.E, 12);
  // 60 of 100 in the lower half: a distance of 0.1.
  expect(kolmogorov('', [60, 40], () => 1 / 2).p).toBeCloseTo(2 * Math.exp(-2), 12);
  // 100 terms +-1 with a mean of 1/2: 2 exp(-12.5/(1 + 1/6)).
  expect(bernstein('', 100, 0.5, 1, 1).p).toBeCloseTo(2 * Math.exp(-12.5 / (1 + 1 / 6)), 12);
});

test('linear sequences are told from others by rank and complexity', () => {
  // x^31 + x^3 + 1 is primitive: the sequence has complexity 31.
  const bits = new Int32Array(16_384).fill(1);
  for (let i = 31; i < bits.length; i++) bits[i] = bits[i - 3]! ^ bits[i - 31]!;
  expect(linearComplexity(bits, 0).p).toBeLessThan(1e-200);
  // Every matrix has rank 32.
  expect(matrixRanks(bits.map((_, i) => 1 << (i & 31))).p).toBeLessThan(1e-200);
});

test('an order reads the rows that its addresses name', () => {
  const sequence = new Sequence(own('uniform'), 'one net, layers of 2048 columns', 5);
  const read = new Float64Array(7);
  sequence.fill(read.subarray(0, 3));
  sequence.fill(read.subarray(3));
  const expected: number[] = [];
  const out = new Float64Array(2);
  for (let k = 0; k < 4; k++) {
    const { seed, net, layer, column } = orders['one net, layers of 2048 columns'].at(k, 5);
    own('uniform')(seed).column(net, layer, column, out, 2);
    expected.push(...out);
  }
  expect([...read]).toEqual(expected.slice(0, 7));
});
