/** What a report draws of the race: median escape steps along the depth. */
import { type Optimizer, optimizerOf } from '../../numerics/escape/optimizers.js';
import { raceNet, raceOf } from '../../numerics/escape/race.js';
import { squareNetwork } from '../../numerics/network/network.js';
import type { Parameters } from '../../theory/catalogue/theorem.js';
import { streamSeedOf } from '../hash.js';
import { type EscapeCurve, type EscapePicture, type EscapeRow, within } from '../pictures/escape-picture.js';
import { numberOf, numbersOf } from './experiment.js';
import type { Racing } from './race-cost.js';

/** Nets that are not dead, at each rate: an odd number, the more the cheaper they are. */
const netsAt = (depth: number) => 2 * Math.ceil(160 / depth) - 1;

/**
 * The rank of the lower end of an interval for the median from `nets` draws of any law; the upper end has the same rank from above. The law's median
 * lies between with probability 1 - 2 P(Bin(nets, 1/2) < rank) >= 0.95. It decides nothing.
 */
export function medianRank(nets: number): number {
  let [rank, chance, below] = [0, 0.5 ** nets, 0];
  while (below + chance <= 0.025) {
    below += chance;
    chance *= (nets - rank) / (rank + 1);
    rank += 1;
  }
  return rank;
}

const cap = 1000;

/** One curve for each rate, and what the claim says of its end: `factor` times its beginning. */
export function racePicture(parameters: Parameters, seed: number): EscapePicture {
  const { growth } = parameters;
  const [factor, deep] = [numberOf(parameters, 'factor'), numberOf(parameters, 'deep')];
  const curves = numbersOf(parameters, 'rates').flatMap((rate): EscapeCurve[] => {
    const optimizer = optimizerFor(String(parameters.optimizer), rate);
    const rows = depthsOf(parameters).map((depth) => medianRow(parameters, optimizer, depth, seed));
    const bound = rows[0]!.y === null ? [] : [{ x: deep, y: factor * rows[0]!.y }];
    return [
      { name: `rate ${rate}`, role: 'line', rows },
      { name: `${growth} ${factor} times the first`, role: 'bounds', rows: bound },
    ];
  });
  const nets = depthsOf(parameters).map(netsAt);
  return { kind: 'race', cap, nets: [Math.min(...nets), Math.max(...nets)], curves };
}

/** From the shallow one on, each twice the last. */
function depthsOf(parameters: Parameters): number[] {
  const [shallow, deep] = [numberOf(parameters, 'shallow'), numberOf(parameters, 'deep')];
  const depths: number[] = [];
  for (let depth = shallow; depth < deep; depth *= 2) depths.push(depth);
  return [...depths, deep];
}

function medianRow(parameters: Parameters, optimizer: Optimizer, depth: number, seed: number): EscapeRow {
  const race = raceOf(squareNetwork(depth, numberOf(parameters, 'width')), { cap });
  // Other nets at each depth and rate: what one has to do with the next is the theorem's, not the sample's.
  const own = streamSeedOf(seed % 2 ** 32, `${seed} ${depth} ${optimizer.rate}`);
  const nets = netsAt(depth);
  const steps: number[] = [];
  for (let net = 0; steps.length < nets; net++) {
    const result = raceNet(race, [optimizer], own, net);
    if (!result.dead) steps.push(result.steps[0]!);
  }
  steps.sort((a, b) => a - b);
  const rank = medianRank(nets);
  const ranked = (from: number) => within(cap, steps[from - 1]!);
  return {
    x: depth,
    y: ranked((nets + 1) / 2),
    lower: ranked(rank),
    upper: ranked(nets + 1 - rank),
  };
}

/** @throws RangeError for one that does not take part. */
export function optimizerFor(name: string, rate: number): Racing {
  if (name === 'adam' || name === 'rmsprop' || name === 'gradient-descent')
    return optimizerOf(name, { rate });
  throw new RangeError(`The race knows no optimizer called ${name}.`);
}
