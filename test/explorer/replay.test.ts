/** What the page offers to copy: commands that the command line takes, tests that pass. */
import { expect, test } from 'vitest';
import { powerText, probabilityText } from '../../explorer/numbers.js';
import { gradientClaim } from '../../explorer/panels/copies.js';
import { initText, lawClaim, lawCommand, testOf } from '../../explorer/replay.js';
import { defaultState, type ExplorerState, networkOf, pytorchGain } from '../../explorer/state.js';
import { forwardSamples } from '../../numerics/network/forward.js';
import { summarise } from '../../numerics/statistics/summary.js';
import { checkClaim } from '../../properties/check-claim.js';
import { cli } from '../cli/run-cli.js';

const states: readonly Partial<ExplorerState>[] = [
  {},
  { depth: 1, width: 1 },
  { depth: 1000, width: 512, gain: 10 },
  { gain: pytorchGain, init: 'uniform', depth: 20, width: 8 },
  { gain: 0.123456789, activation: 'linear' },
  { init: 'uniform', depth: 24, width: 8 },
  { init: 'rademacher', depth: 24, width: 8 },
  { init: 'orthogonal', depth: 24, width: 8 },
  { init: 'orthogonal', activation: 'linear', gain: 1.5, depth: 12, width: 6 },
  { activation: 'leaky-relu', slope: 0.3, depth: 24, width: 8 },
  { widths: [24, 12, 6] },
  { widths: [12, 3, 12, 6], inputWidth: 2, gain: 1.5, activation: 'linear' },
  { widths: [9, 16, 5], inputWidth: 30, init: 'uniform', activation: 'leaky-relu', slope: 0.3 },
  { widths: [9, 16, 5], inputWidth: 30, init: 'orthogonal' },
  { widths: [9, 16, 16], inputWidth: 6, init: 'orthogonal', activation: 'linear', gain: 1.5 },
  { widths: [9, 4], inputWidth: 6, init: 'orthogonal', activation: 'linear', gain: 1.5 },
  // Here the median given alive is above the mean, or at it.
  { init: 'uniform', depth: 1, width: 1 },
  { init: 'rademacher', depth: 3, width: 1 },
  { init: 'rademacher', depth: 3, width: 2, activation: 'linear' },
  { init: 'rademacher', depth: 1, width: 2, activation: 'leaky-relu' },
  { init: 'orthogonal', depth: 1, width: 2 },
  { init: 'orthogonal', depth: 3, width: 2, activation: 'leaky-relu', slope: 1 },
];

// Drawn nets decide those of weights that are not normal, and of leaky relu: each is wrong with probability below 1e-9.
test.each(states)('the claims of %j hold', async (change) => {
  const state = { ...defaultState, ...change };
  for (const claim of [lawClaim(state), ...(state.depth < 100 ? [gradientClaim(state)] : [])]) {
    const { verdict } = await checkClaim(claim, { alpha: 1e-9, budget: 20 });
    expect([claim, verdict]).toEqual([claim, expect.stringMatching(/^(verified|supported)$/)]);
  }
});

test.each([
  [{}, 'npx vanishing-curvature law --depth 64 --width 32'],
  [{ gain: 1.5 }, "npx vanishing-curvature law --depth 64 --width 32 --init 'normal(1.5)'"],
  [
    { init: 'uniform', gain: pytorchGain, seed: 7 },
    'npx vanishing-curvature simulate --depth 64 --width 32 --init pytorch --nets 100 --seed 7',
  ],
  [
    { activation: 'leaky-relu', slope: 0.2 },
    "npx vanishing-curvature simulate --depth 64 --width 32 --activation 'leaky-relu(0.2)' --nets 100 --seed 1",
  ],
  [{ widths: [64, 32, 16] }, "npx vanishing-curvature law --widths '64,32,16'"],
  [
    { widths: [64, 32], inputWidth: 8, init: 'rademacher' },
    "npx vanishing-curvature simulate --widths '64,32' --input-width 8 --init 'rademacher(2)' --nets 100 --seed 1",
  ],
] as const)('the command of %j', (change, command) => {
  expect(lawCommand({ ...defaultState, ...change }, 100)).toBe(command);
});

test('the nets of the command are those of the page, bit for bit', async () => {
  for (const init of ['uniform', 'orthogonal'] as const) {
    const state = { ...defaultState, init, widths: [7, 3, 5], inputWidth: 4, seed: 11 };
    const [, , ...args] = lawCommand(state, 400).replaceAll("'", '').split(' ');
    const { code, out } = await cli(...args, '--json');
    expect([args[0], code]).toEqual(['simulate', 0]);
    const values = new Float64Array(400);
    forwardSamples(networkOf(state), state.seed, 0, 400, values);
    const { quantiles, dead, histogram } = summarise(values, [0.05, 0.5, 0.95], 40);
    const told = JSON.parse(out);
    expect(told).toMatchObject({ widths: [7, 3, 5], inputWidth: 4, dead });
    expect(Object.entries(told.quantiles)).toEqual(
      expect.arrayContaining(quantiles.map(([p, x]) => [String(p), x])),
    );
    expect(told.histogram.edges[0]).toBe(histogram.edges[0]);
  }
});

test('a test holds any claim', () => {
  expect(testOf('a "b" \\ c', 3)).toContain('theorem("a \\"b\\" \\\\ c", { seed: 3 });');
});

test('inits have the names of the command line', () => {
  const names = [
    ['normal', 1],
    ['rademacher', 2],
    ['orthogonal', 0.5],
  ] as const;
  expect(names.map(([init, gain]) => initText({ ...defaultState, init, gain }))).toEqual([
    'lecun-normal',
    'rademacher(2)',
    'orthogonal(0.5)',
  ]);
});

test.each([
  [0, '1'],
  [Math.log(0.00528), '0.00528'],
  [Math.log(9.999), '10'],
  [Math.log(123456), '1.23\u202f×\u202f10⁵'],
  [-1000, '5.08\u202f×\u202f10⁻⁴³⁵'],
  [-Infinity, '0'],
])('e^%d is %s', (log, text) => {
  expect(powerText(log)).toBe(text);
});

test.each([
  [0, '0'],
  [1.5e-8, '1.5\u202f×\u202f10⁻⁸'],
  [0.1234, '12.3 %'],
  [1, '100 %'],
])('the probability %d is %s', (p, text) => {
  expect(probabilityText(p)).toBe(text);
});
