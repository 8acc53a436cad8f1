/** What panels work out by themselves: ticks, places on the map, moves by keys, commands and claims to copy. */
import { describe, expect, test } from 'vitest';
import {
  gradientClaim,
  gradientCommand,
  raceCommand,
  spectrumCommand,
  survivalClaim,
  survivalCommand,
} from '../../explorer/panels/copies.js';
import { raceLayers, shownDepths, spectrumLayers } from '../../explorer/panels/drawn.js';
import { changeBy, depths, edgesOf, partOf, valueAt } from '../../explorer/panels/place.js';
import { layerTicks, powerOfTen, wholeTicks } from '../../explorer/panels/ticks.js';
import { weightCount } from '../../explorer/shape.js';
import { defaultState, type ExplorerState } from '../../explorer/state.js';
import { checkClaim } from '../../properties/check-claim.js';
import { parseClaim } from '../../theory/language/parse-claim.js';

const states: ExplorerState[] = [
  defaultState,
  { ...defaultState, activation: 'leaky-relu', slope: 0.25, init: 'uniform', gain: 1 },
  { ...defaultState, activation: 'linear', init: 'orthogonal', gain: 1.5, depth: 1000, width: 512 },
  { ...defaultState, widths: [20, 10, 30], inputWidth: 4, init: 'uniform', gain: 1.5 },
  { ...defaultState, widths: [20, 10, 30], init: 'orthogonal', activation: 'linear', gain: 1.5 },
  { ...defaultState, init: 'rademacher', gain: 3, depth: 1, width: 1, floor: 1e-9, risk: 1e-6 },
];

test('powers of ten, with a true minus', () => {
  expect([-12, -1, 0, 1, 3].map(powerOfTen)).toEqual(['10⁻¹²', '10⁻¹', '1', '10', '10³']);
});

test('ticks are whole, within the range, in round steps', () => {
  expect(wholeTicks(-6.2, 1, 6)).toEqual([-6, -4, -2, 0]);
  expect(wholeTicks(-400, 3, 6)).toEqual([-400, -300, -200, -100, 0]);
  expect(wholeTicks(0, 2.5, 6)).toEqual([0, 1, 2]);
  expect(layerTicks(4, 8)).toEqual([1, 2, 3, 4]);
  expect(layerTicks(1000, 5)).toEqual([1, 200, 400, 600, 800, 1000]);
});

describe('the map', () => {
  test('gives back what was clicked', () => {
    for (const depth of [1, 2, 3, 10, 64, 345, 1000])
      expect(valueAt(depths, partOf(depths, depth))).toBe(depth);
    expect([valueAt(depths, 0), valueAt(depths, 1)]).toEqual([1, 1000]);
  });

  test('has a cell around every step', () => {
    const edges = edgesOf(depths);
    depths.forEach((depth, i) => {
      expect(edges[i]!).toBeLessThan(depth);
      expect(edges[i + 1]!).toBeGreaterThan(depth);
    });
  });

  test('moves by cells, with Shift by one, and stays within', () => {
    const at = { depth: 10, width: 8 };
    const next = depths.find((depth) => depth > 10);
    expect(changeBy('ArrowRight', false, at)).toEqual({ depth: next });
    expect(changeBy('ArrowRight', true, at)).toEqual({ depth: 11 });
    expect(changeBy('ArrowUp', true, at)).toEqual({ width: 9 });
    expect(changeBy('ArrowDown', false, { depth: 1, width: 1 })).toEqual({ width: 1 });
    expect(changeBy('ArrowLeft', true, { depth: 1, width: 1 })).toEqual({ depth: 1 });
    expect(changeBy('ArrowRight', true, { depth: 1000, width: 1 })).toEqual({ depth: 1000 });
    expect(changeBy('ArrowUp', false, { depth: 1, width: 512 })).toEqual({ width: 512 });
    expect(changeBy('a', false, at)).toBeUndefined();
  });
});

test('spectra: depths at which hardly any net is alive are left out', () => {
  const depthsOf = (width: number, activation: ExplorerState['activation']) =>
    shownDepths(spectrumLayers({ ...defaultState, width }), activation);
  expect(depthsOf(300, 'relu').at(-1)).toBe(64);
  // (1 - 2^-2)^L >= .06 up to L = 9.8
  expect(depthsOf(2, 'relu')).toEqual([1, 2, 3, 4, 6, 8]);
  expect(depthsOf(1, 'linear').at(-1)).toBe(64);
});

test('spectra and races of unequal widths: the very layers, or narrow ones in the same proportions', () => {
  const of = (widths: readonly number[], inputWidth?: number) => ({ ...defaultState, widths, inputWidth });
  expect(spectrumLayers(of([4, 8, 2], 3))).toEqual([3, 4, 8, 2]);
  expect(spectrumLayers(of([64, 32, 16], 3))).toEqual([1, 8, 4, 2]);
  expect(shownDepths([3, 4, 8, 2, 6, 7], 'relu')).toEqual([1, 2, 3, 4, 5]);
  expect(shownDepths(new Array(100).fill(8), 'linear').at(-1)).toBe(64);
  // Dead in half of the nets after the first, in all but 1/16 after the fourth.
  expect(shownDepths([1, 1, 1, 1, 1, 1, 1], 'relu')).toEqual([1, 2, 3, 4]);
  expect(raceLayers(of([64, 32, 16], 8))).toEqual([8, 64, 32, 16]);
  const raced = raceLayers(of([512, 256, 128]));
  expect(raced[1]! / raced[3]!).toBeCloseTo(4, 0);
  const weights = weightCount(raced);
  expect(weights).toBeLessThanOrEqual(8000);
  expect(weights).toBeGreaterThan(7000);
  expect(raceCommand(of([64, 32, 16], 8))).toBe(
    "npx vanishing-curvature race --widths '64,32,16' --input-width 8 --cap 2000 --nets 24 --seed 1",
  );
  expect(spectrumCommand(of([64, 32, 16]))).toBe(
    "npx vanishing-curvature spectrum --widths '8,4,2' --nets 24 --seed 1",
  );
});

test('what may be copied: claims that can be read, commands of this program', () => {
  const commands = [survivalCommand, gradientCommand, spectrumCommand, raceCommand];
  for (const state of states) {
    for (const claim of [survivalClaim(state), gradientClaim(state)])
      expect(() => parseClaim(claim)).not.toThrow();
    for (const command of commands) {
      expect(command(state)).toMatch(/^npx vanishing-curvature (threshold|check|spectrum|race) /);
    }
  }
  expect(raceCommand({ ...defaultState, depth: 16, width: 8, seed: 3 })).toBe(
    'npx vanishing-curvature race --depth 16 --width 8 --cap 2000 --nets 24 --seed 3',
  );
  expect(spectrumCommand({ ...defaultState, width: 4 })).toContain(
    '--depth 1..32 --width 4 --step 1 --nets 24',
  );
});

test('claims to copy hold where the panels say so, and fail where not', async () => {
  const word = async (claim: string) => (await checkClaim(claim)).verdict;
  const at = { ...defaultState, depth: 100, floor: 0.1, risk: 0.1 };
  // W1: 341 is the smallest width.
  expect(await word(survivalClaim({ ...at, width: 341 }))).toBe('verified');
  expect(await word(survivalClaim({ ...at, width: 340 }))).toBe('refuted');
  expect(await word(gradientClaim({ ...at, width: 20 }))).toBe('verified');
  expect(await word(gradientClaim({ ...at, width: 20, activation: 'linear', gain: 1 }))).toBe('verified');
});
