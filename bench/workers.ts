/**
 * What worker threads bring: the same nets by pools of 1, 2 and 3 warm threads in coarse chunks, by turns. The speed-up is one of wall clocks, and so only
 * as good as the machine is idle; beside it the processor time of the same work, which more threads should not raise. All samples must be the same, bit
 * by bit.
 */
import { Piscina } from 'piscina';
import { squareNetwork } from '../numerics/network/network.js';
import type { Chunk } from './draw-worker.js';
import { quantile } from './measure.js';
import { machine, report } from './report.js';

const rounds = 9;
const network = squareNetwork(64, 64);
/** Some 20 ms. */
const chunk = 64;
const chunks = 24;

interface Run {
  readonly wall: number;
  readonly processor: number;
  readonly samples: Float64Array;
}

interface Pool {
  readonly workers: number;
  readonly threads: Piscina;
}

function open(workers: number): Pool {
  const filename = new URL('./draw-worker.js', import.meta.url).href;
  const settings = { minThreads: workers, maxThreads: workers, concurrentTasksPerWorker: 1 };
  return { workers, threads: new Piscina({ filename, ...settings, idleTimeout: Infinity }) };
}

async function run({ threads }: Pool, seed: number): Promise<Run> {
  const before = process.cpuUsage();
  const start = performance.now();
  const tasks = Array.from(
    { length: chunks },
    (_, k): Chunk => ({ network, seed, first: k * chunk, count: chunk }),
  );
  const parts = (await Promise.all(tasks.map((task) => threads.run(task)))) as Float64Array[];
  const wall = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  return {
    wall,
    processor: (user + system) / 1e6,
    samples: Float64Array.from(parts.flatMap((part) => [...part])),
  };
}

const pools = [1, 2, 3].map(open);
for (const pool of pools) for (let warm = 0; warm < 3; warm++) await run(pool, 0);
const walls = pools.map((): number[] => []);
const times = pools.map((): number[] => []);
for (let seed = 1; seed <= rounds; seed++) {
  let first: Float64Array | undefined;
  for (const [k, pool] of pools.entries()) {
    const { wall, processor, samples } = await run(pool, seed);
    walls[k]!.push(wall);
    times[k]!.push(processor);
    first ??= samples;
    if (samples.some((sample, i) => sample !== first![i]))
      throw new Error('The samples depend on the workers.');
  }
}
for (const { threads } of pools) await threads.destroy();

const figures = pools.map(({ workers }, k) => {
  const ratios = walls[0]!.map((wall, round) => wall / walls[k]![round]!);
  const dearer = times[k]!.map((time, round) => time / times[0]![round]!);
  const [low, speedup, high] = [0.25, 0.5, 0.75].map((p) => Number(quantile(ratios, p).toPrecision(3)));
  return { workers, speedup, low, high, processorTime: Number(quantile(dearer, 0.5).toPrecision(3)) };
});
const rows = figures.map(
  ({ workers, speedup, low, high, processorTime }) =>
    `| ${workers} | ${speedup} [${low}, ${high}] | ${processorTime} |`,
);
const about = `${machine.processor}, ${machine.processors} processors. ${rounds} rounds of ${chunk * chunks} nets of width and depth 64, in chunks of ${chunk}.`;
const table = ['| workers | speed-up | processor time |', '|---|---|---|', ...rows].join('\n');
process.stdout.write(`${about}\n${table}\n`);
report('workers', { machine, rounds, figures }, [about, table]);
