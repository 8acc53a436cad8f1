/**
 * The kernel's part of Hessian norms is that of plain TypeScript, which ../hessian/norms.test.ts tests, to the last bit. Nothing here is random but the choice of
 * nets.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hessianBlockPass } from '../../../numerics/hessian/block-norm.js';
import { hessianPass } from '../../../numerics/hessian/norm.js';
import { netsOf } from '../../../numerics/kernel/default.js';
import { type Nets, plainNets } from '../../../numerics/network/nets.js';
import { layeredNetwork, type Network, squareNetwork } from '../../../numerics/network/network.js';

const nets = fc.record({
  widths: fc.array(fc.integer({ min: 1, max: 11 }), { minLength: 2, maxLength: 8 }),
  slope: fc.constantFrom(0, 0, 0.25, -0.5, 1),
  init: fc.constantFrom('he-normal', 'he-uniform', 'rademacher', 'normal'),
  gain: fc.constantFrom(1, 1e150, 1e-150),
  places: fc.tuple(fc.nat(), fc.nat()),
  seed: fc.nat({ max: 1e9 }),
});

/** Of three nets: whole norms, norms of one block, who lives. */
function normsOf(network: Network, k: number, l: number, drawn: Nets): number[][] {
  const passes = [hessianPass(network, drawn), hessianBlockPass(network, k, l, drawn)];
  return passes.map((pass) =>
    [2, 3, 4].flatMap((net) => {
      const { log, alive } = pass(net);
      return [log, Number(alive)];
    }),
  );
}

test('whole norms and blocks, whatever else the kernel runs in between', () => {
  const seen = { zero: 0, finite: 0 };
  fc.assert(
    fc.property(fc.array(nets, { minLength: 2, maxLength: 3 }), (cases) => {
      const runs = cases.map(({ widths, slope, init, gain, places, seed }) => {
        const network = layeredNetwork(widths, {
          activation: slope === 0 ? { kind: 'relu' } : { kind: 'leaky-relu', slope },
          init: init === 'normal' ? { name: 'normal', gain } : { name: init },
        });
        const depth = widths.length - 1;
        const [k, l] = places.map((place) => 1 + (place % depth)) as [number, number];
        const mine = netsOf(network, seed);
        expect(mine.matrices).toBeDefined();
        return { network, k, l, mine, plain: plainNets(network, seed) };
      });
      // By turns: each finds the kernel's memory laid out for another.
      for (let turn = 0; turn < 2; turn++) {
        for (const { network, k, l, mine, plain } of runs) {
          const found = normsOf(network, k, l, mine);
          expect(found).toEqual(normsOf(network, k, l, plain));
          for (const net of [0, 1, 2]) seen[found[0]![2 * net] === -Infinity ? 'zero' : 'finite'] += 1;
        }
      }
    }),
    { numRuns: 300 },
  );
  expect(seen.zero).toBeGreaterThan(50);
  expect(seen.finite).toBeGreaterThan(50);
});

test('layers of more columns than the kernel writes at once, and nets too wide for it', () => {
  const network = squareNetwork(3, 150);
  const [mine, plain] = [netsOf(network, 5), plainNets(network, 5)];
  expect(normsOf(network, 1, 3, mine)).toEqual(normsOf(network, 1, 3, plain));
  expect(netsOf(squareNetwork(2, 1025), 1).matrices).toBeUndefined();
});

test('blocks of nets one after the other, a layer further on each time', () => {
  // What was reached in one net is just before where the next one, laid out otherwise, starts.
  const blocks = (of: (network: Network, seed: number) => Nets) =>
    [1, 2, 3, 4, 5].flatMap((k) => {
      const network = layeredNetwork([3 * k, 9, 8, 2 + k, 7, 6, 5], { init: { name: 'he-uniform' } });
      return [0, 1, 2, 3].map(hessianBlockPass(network, k, k + 1, of(network, k)));
    });
  expect(blocks(netsOf)).toEqual(blocks(plainNets));
});
