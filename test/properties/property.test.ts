/** Claims as fast-check properties, and the arbitraries for nets. Drawn points at 1e-9 each, 20 runs: below 1e-7. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forwardChain } from '../../numerics/moments/chain.js';
import { logMean } from '../../numerics/moments/moments.js';
import { forwardSamples } from '../../numerics/network/forward.js';
import { networkArbitrary } from '../../properties/arbitraries.js';
import { claimProperty } from '../../properties/property.js';
import { InputError } from '../../theory/errors.js';

describe('claimProperty', () => {
  test('passes on a true claim', () => {
    fc.assert(claimProperty('mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..100, d in 2..256'), {
      numRuns: 200,
      seed: 1,
    });
  });

  test('fails on a false one, shrunk to the smallest point', () => {
    const property = claimProperty(
      'mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..100, d in 1..256',
    );
    const { failed, counterexample, errorInstance } = fc.check(property, { numRuns: 20_000, seed: 1 });
    expect(failed).toBe(true);
    expect(counterexample).toEqual([{ L: 1, d: 1 }]);
    expect(String(errorInstance)).toContain('The claim fails at L=1, d=1');
  });

  test('draws nets where there is no exact law', () => {
    const settings = 'for L in 1..6, d in 4..12 with init he-uniform';
    fc.assert(claimProperty(`median(forwardNorm2) <= 1 ${settings}`, { seed: 2 }), { numRuns: 20, seed: 3 });
    const { failed } = fc.check(claimProperty(`median(forwardNorm2) >= 2 ${settings}`), {
      numRuns: 5,
      seed: 3,
    });
    expect(failed).toBe(true);
  });

  test('refuses what it cannot decide', () => {
    expect(() => claimProperty('median(forwardNorm2) <= ')).toThrow(InputError);
    expect(() => claimProperty('mean(escapeTime) = 1 for L in 2..3, d in 2..3')).toThrow(/oracle/);
  });
});

describe('networkArbitrary', () => {
  test('makes nets within its limits, whose norms are numbers and whose mean is known', () => {
    const nets = fc.boolean().chain((unequal) => networkArbitrary({ depth: 6, width: 9, unequal }));
    fc.assert(
      fc.property(nets, fc.nat(), (network, seed) => {
        expect(network.widths.length).toBeLessThanOrEqual(7);
        expect(Math.max(...network.widths)).toBeLessThanOrEqual(9);
        expect(
          Number.isFinite(logMean(forwardChain(network))) || logMean(forwardChain(network)) === -Infinity,
        ).toBe(true);
        const out = new Float64Array(3);
        forwardSamples(network, seed, 0, 3, out);
        for (const x of out) expect(Number.isNaN(x) || x === Infinity).toBe(false);
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  test.each([false, true])('shrinks to the smallest net (widths of their own: %s)', (unequal) => {
    const { counterexample } = fc.check(
      fc.property(networkArbitrary({ unequal }), (network) => network.widths.length > 100),
      { seed: 5 },
    );
    expect(counterexample![0]).toMatchObject({
      widths: [1, 1],
      activation: { kind: 'relu' },
      init: { name: 'he-normal' },
    });
  });

  test('gives layers widths of their own if asked, and else one to all', () => {
    const shapes = (unequal: boolean) =>
      fc.sample(networkArbitrary({ depth: 6, width: 9, unequal }), { numRuns: 200, seed: 6 });
    const areEqual = (widths: readonly number[]) => new Set(widths).size === 1;
    expect(shapes(false).every(({ widths }) => areEqual(widths))).toBe(true);
    expect(shapes(true).filter(({ widths }) => !areEqual(widths)).length).toBeGreaterThan(150);
    const depths = new Set(shapes(true).map(({ widths }) => widths.length - 1));
    expect([...depths].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
