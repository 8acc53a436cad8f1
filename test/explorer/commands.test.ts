/** The commands that panels offer to copy, run: they print what the panels show. The seed fixes which nets are drawn: nothing here is random. */
import { expect, test } from 'vitest';
import { spectra } from '../../explorer/compute/spectrum.js';
import { survivalOf } from '../../explorer/compute/survival.js';
import { spectrumCommand, survivalCommand } from '../../explorer/panels/copies.js';
import { shownDepths, spectrumLayers, spectrumNets } from '../../explorer/panels/drawn.js';
import { claimBudget, claimCommand } from '../../explorer/replay.js';
import { defaultState, type ExplorerState, networkOf } from '../../explorer/state.js';
import { checkClaim } from '../../properties/check-claim.js';
import { cli } from '../cli/run-cli.js';

/** As a shell takes it, but for quotes within quotes. */
function wordsOf(command: string): string[] {
  const [npx, program, ...words] = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, a, b]) => a ?? b!);
  expect([npx, program]).toEqual(['npx', 'vanishing-curvature']);
  return words;
}

async function printed(command: string) {
  const { out } = await cli(...wordsOf(command), '--json');
  return JSON.parse(out);
}

test.each([
  { depth: 12, width: 8, gain: 1.5, risk: 0.99 },
  { depth: 10, width: 6, gain: 1, activation: 'linear' },
  { depth: 10, width: 6, gain: 2, activation: 'linear' },
  { widths: [7, 3, 5], inputWidth: 4, gain: 1.7 },
] satisfies Partial<ExplorerState>[])('survival of %j', async (change) => {
  const state = { ...defaultState, ...change };
  const { probability } = survivalOf(networkOf(state), state.floor);
  const { verdicts } = await printed(survivalCommand(state));
  expect(verdicts[0].verdict).toBe(probability >= 1 - state.risk ? 'verified' : 'refuted');
  if (verdicts[0].counterexample !== undefined)
    expect(verdicts[0].counterexample.lhs).toBeCloseTo(probability, 10);
});

test('the width that keeps the risk is that of nets with the gain of He, whatever their weights', async () => {
  const { width } = await printed(survivalCommand({ ...defaultState, depth: 100, init: 'uniform' }));
  expect(width).toBe(341);
});

test('spectra: every depth shown is among those of the command', async () => {
  const state = { ...defaultState, width: 2 };
  const layers = spectrumLayers(state);
  const shown = shownDepths(layers, state.activation);
  const networks = shown.map((depth) => networkOf(state, layers.slice(0, depth + 1)));
  const found = await spectra({ networks, seed: state.seed, nets: spectrumNets }, { report: async () => {} });
  const { depths } = await printed(spectrumCommand(state));
  for (const { depth, dead, saddles, logMax } of found) {
    const told = depths.find((each: { depth: number }) => each.depth === depth);
    expect(told).toMatchObject({ depth, dead, saddles });
    expect(told.medians.log10LambdaMax).toBeCloseTo(logMax, 10);
  }
});

test('a claim: the verdict of its command is that of the page, with what it would take to decide', async () => {
  const claim = 'mean(forwardNorm2) = 1 within 1/1000 for L = 1, d = 512 with init he-uniform';
  const expected = await checkClaim(claim, { budget: claimBudget, seed: 3 });
  expect(expected.verdict).toBe('undecided');
  const { verdicts } = await printed(claimCommand({ ...defaultState, claim, seed: 3 }));
  expect(verdicts[0]).toMatchObject({ verdict: 'undecided', reason: expected.reason });
});
