/** What a claim's verdict rests on: the enclosures of its quantities, from real nets. */

import { drawnQuantities } from '../../properties/drawn-quantities.js';
import { streamSeedOf } from '../../properties/hash.js';
import { networkAt } from '../../properties/network-at.js';
import { quantityNodes } from '../../properties/quantities.js';
import { schedule } from '../../properties/simulate-point.js';
import type { Point } from '../../properties/verdict.js';
import { parseClaim } from '../../theory/language/parse-claim.js';
import { alphas, type Case } from './case.js';

/** @param claim one quantity, compared with whatever; at a single point. */
export function drawn(claim: string, truth: number): Case {
  return {
    sequence: claim.slice(0, claim.search(/ [<>]= [\d/]+ for /)),
    law: claim.slice(claim.indexOf(' for ') + 5),
    looks: 'checkpoints',
    follow(from, to, longest) {
      const parsed = parseClaim(claim);
      const node = [parsed.left, parsed.right].flatMap(quantityNodes)[0]!;
      const point: Point = Object.fromEntries(parsed.ranges.map((range) => [range.name, range.from]));
      const network = networkAt(parsed, point);
      const seed = streamSeedOf(1, `coverage|${claim}`);
      const sizes: number[] = [];
      while (schedule.size(sizes.length) <= longest) sizes.push(schedule.size(sizes.length));
      const most = sizes.at(-1)!;
      const [values, alive] = [new Float64Array(most), new Uint8Array(most)];
      const misses = alphas.map(() => 0);
      for (let path = from; path < to; path++) {
        const missed = alphas.map((alpha) => {
          const quantities = drawnQuantities(parsed, point, network, alpha, schedule);
          if ('reason' in quantities) throw new Error(quantities.reason);
          return { quantities, ever: false };
        });
        const observable = missed[0]!.quantities.observables[0]!;
        const error = observable.draw(network, seed, path * most, values, alive);
        for (const size of sizes) {
          const seen = [{ values: values.slice(0, size), error }];
          for (const each of missed) {
            each.quantities.observe(seen, alive.subarray(0, size));
            const { lower, upper } = each.quantities.valuation(node);
            if (!(lower <= truth && truth <= upper)) each.ever = true;
          }
        }
        missed.forEach(({ ever }, which) => {
          if (ever) misses[which]! += 1;
        });
      }
      return { misses };
    },
  };
}
