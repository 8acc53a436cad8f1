/**
 * What an exact law costs, beside drawing nets for the same question. One interleaved run; medians of several rounds.
 *
 * law: moments and median from nothing, at a width and depth. nets: the time to draw as many nets as an interval of the same
 * kind of 1 % for the median needs, n = (1.96/2)^2 / (0.01 f)^2 with f the density of log forwardNorm2 at its median,
 * extrapolated from a few nets (the plain kernel's cost is proportional to their number).
 */
import { exactLawOf } from '../numerics/law/index.js';
import { forwardSamples } from '../numerics/network/forward.js';
import { squareNetwork } from '../numerics/network/network.js';

const rounds = 7;
const cases: [depth: number, width: number][] = [
  [16, 16],
  [64, 64],
  [64, 256],
  [100, 1000],
  [10_000, 1000],
  [10_000, 100_000],
];

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
function milliseconds(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

process.stdout.write(
  '| depth | width | law and median, ms | further cdf, ms | nets for 1 %, ms | ratio |\n|---|---|---|---|---|---|\n',
);
for (const [depth, width] of cases) {
  const network = squareNetwork(depth, width);
  const lawTimes: number[] = [];
  const cdfTimes: number[] = [];
  const netTimes: number[] = [];
  const few = Math.max(1, Math.ceil(2e6 / (depth * width * width)));
  const drawable = depth * width * width <= 1e8;
  const out = new Float64Array(few);
  let density = 0;
  for (let round = 0; round < rounds; round++) {
    let law = exactLawOf(network);
    lawTimes.push(
      milliseconds(() => {
        law = exactLawOf(network);
        law.logMean();
        law.logVariance();
        law.quantile(0.5);
      }),
    );
    const centre = law.quantile(0.5).value;
    density = law.density(centre);
    cdfTimes.push(milliseconds(() => law.cdf(centre + 0.1 * (round + 1))));
    if (drawable) netTimes.push(milliseconds(() => forwardSamples(network, round, 0, few, out)) / few);
  }
  const needed = (0.98 / (0.01 * density)) ** 2;
  const nets = drawable ? needed * median(netTimes) : Number.NaN;
  const row = [depth, width, median(lawTimes).toFixed(2), median(cdfTimes).toFixed(4)];
  const peer = drawable ? [nets.toFixed(0), (nets / median(lawTimes)).toExponential(1)] : ['-', '-'];
  process.stdout.write(`| ${[...row, ...peer].join(' | ')} |\n`);
}
