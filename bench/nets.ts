/**
 * Nominal weights a second (d^2 L for each net, whether drawn or not) of forward passes on one thread: the kernel, plain TypeScript, NumPy, PyTorch, and a C
 * yardstick of the kernel's design. One run in which all take turns: on a machine that does other things too, only ratios within a round mean
 * anything. Writes the figures to bench/results.json and the tables into docs/performance.md.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { forwardSamples } from '../numerics/kernel/forward.js';
import { plainEngine } from '../numerics/kernel/plain.js';
import { forwardSamples as doubleSamples } from '../numerics/network/forward.js';
import { squareNetwork } from '../numerics/network/network.js';
import { startPython, startYardstick } from './peer.js';

const rounds = 11;
/** Seconds that each turn should take. */
const turn = 0.1;

interface Case {
  readonly weights: 'normal' | 'uniform';
  readonly width: number;
  readonly depth: number;
}

interface Contender {
  readonly name: string;
  /** The seconds that this many nets take. */
  time(case_: Case, nets: number, seed: number): Promise<number>;
}

const shapes = [
  [16, 64],
  [64, 64],
  [128, 128],
  [512, 64],
] as const;
const cases: readonly Case[] = (['normal', 'uniform'] as const).flatMap((weights) =>
  shapes.map(([width, depth]) => ({ weights, width, depth })),
);

type Samples = typeof doubleSamples;

function own(name: string, samples: Samples): Contender {
  return {
    name,
    async time({ weights, width, depth }, nets, seed) {
      const network = squareNetwork(depth, width, { init: { name: `he-${weights}` } });
      const out = new Float64Array(nets);
      const start = performance.now();
      samples(network, seed, 0, nets, out);
      return (performance.now() - start) / 1000;
    },
  };
}

const line = ({ weights, width, depth }: Case, nets: number, seed: number): string =>
  `${weights} ${depth} ${width} ${nets} ${seed}`;

const python = startPython();
const yardsticks = ([4, 8] as const).map((lanes) => [lanes, startYardstick(lanes)] as const);
const [pythonVersion, numpyVersion, torchVersion] = (await python.ask('versions')).split(' ');
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const contenders: Contender[] = [
  own('kernel', forwardSamples),
  own('plain TypeScript', doubleSamples),
  own('kernel without WebAssembly', (network, seed, first, count, out) =>
    forwardSamples(network, seed, first, count, out, plainEngine),
  ),
];
for (const [name, method, version] of [
  ['NumPy, loop', 'numpy-loop', numpyVersion],
  ['NumPy, batched', 'numpy-batched', numpyVersion],
  ['NumPy, batched f32', 'numpy-f32', numpyVersion],
  ['PyTorch, batched', 'torch', torchVersion],
] as const) {
  if (version === '-') say(`${name}: absent, skipped.`);
  else {
    const time = async (...asked: Parameters<typeof line>) =>
      Number(await python.ask(`${method} ${line(...asked)}`));
    contenders.push({ name, time });
  }
}
for (const [lanes, peer] of yardsticks) {
  if (peer === undefined) say(`C, ${32 * lanes} bits: no gcc, skipped.`);
  else {
    const time = async (...asked: Parameters<typeof line>) =>
      Number((await peer.ask(line(...asked))).split(' ')[0]);
    contenders.push({ name: `C, ${32 * lanes} bits`, time });
  }
}

/** Largest batch of weights a library should hold: 64 MB of f32. */
const largestBatch = 2 ** 24;

interface Measured {
  readonly name: string;
  /** Millions of nominal weights a second. */
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /** Median over the rounds of the kernel's rate over this one's. */
  readonly ratio: number;
}

const quantile = (values: readonly number[], p: number): number =>
  values.toSorted((a, b) => a - b)[Math.round(p * (values.length - 1))]!;

async function measure(case_: Case): Promise<Measured[]> {
  const work = case_.width ** 2 * case_.depth;
  const nets: number[] = [];
  for (const { time } of contenders) {
    // Warm up, and find how many nets make a turn.
    let count = 1;
    for (;;) {
      const seconds = await time(case_, count, 0);
      const most = Math.max(1, Math.floor(largestBatch / case_.width ** 2));
      if (seconds > turn / 2 || count >= most) break;
      count = Math.min(most, Math.max(count + 1, Math.ceil((count * turn) / Math.max(seconds, turn / 50))));
    }
    nets.push(count);
  }
  const rates: number[][] = contenders.map(() => []);
  for (let round = 1; round <= rounds; round++) {
    for (const [k, { time }] of contenders.entries()) {
      const seconds = await time(case_, nets[k]!, round);
      rates[k]!.push((nets[k]! * work) / seconds / 1e6);
    }
  }
  return contenders.map(({ name }, k) => ({
    name,
    median: Math.round(quantile(rates[k]!, 0.5)),
    low: Math.round(quantile(rates[k]!, 0.25)),
    high: Math.round(quantile(rates[k]!, 0.75)),
    ratio: Number(
      quantile(
        rates[0]!.map((rate, round) => rate / rates[k]![round]!),
        0.5,
      ).toPrecision(3),
    ),
  }));
}

const results: { case: Case; measured: Measured[] }[] = [];
for (const case_ of cases) {
  const measured = await measure(case_);
  results.push({ case: case_, measured });
  say(`${case_.weights} (${case_.width}, ${case_.depth})`);
  for (const { name, median, low, high, ratio } of measured) {
    say(`  ${name.padEnd(28)} ${String(median).padStart(6)} [${low}, ${high}]  kernel x${ratio}`);
  }
}
python.end();
for (const [, peer] of yardsticks) peer?.end();

function version(command: string): string {
  try {
    return execFileSync(command, ['--version'], { encoding: 'utf8', stdio: 'pipe' }).split('\n')[0]!;
  } catch {
    return 'absent';
  }
}

const machine = {
  processor: cpus()[0]?.model.trim(),
  processors: cpus().length,
  node: process.version,
  python: pythonVersion,
  numpy: numpyVersion,
  torch: torchVersion,
  gcc: version('gcc'),
};
const file = new URL('../../bench/results.json', import.meta.url);
writeFileSync(
  file,
  `${JSON.stringify({ machine, unit: '1e6 nominal weights a second', rounds, nets: results }, null, 2)}\n`,
);

const table = (weights: Case['weights']): string => {
  const rows = results.filter((result) => result.case.weights === weights);
  const heads = rows.map(({ case: { width, depth } }) => `(${width}, ${depth})`);
  return [
    `| ${weights} weights, (d, L) = | ${heads.join(' | ')} |`,
    `|---|${heads.map(() => '---|').join('')}`,
    ...contenders.map(({ name }, k) => {
      const cells = rows.map(({ measured }) => {
        const { median, low, high, ratio } = measured[k]!;
        return `${median} [${low}, ${high}]${k === 0 ? '' : `, x${ratio}`}`;
      });
      return `| ${name} | ${cells.join(' | ')} |`;
    }),
  ].join('\n');
};
const page = new URL('../../docs/performance.md', import.meta.url);
const [before, after] = ['<!-- nets -->', '<!-- /nets -->'] as const;
const text = readFileSync(page, 'utf8');
const [head, tail] = [text.indexOf(before) + before.length, text.indexOf(after)];
if (head < before.length || tail < head) throw new Error('docs/performance.md has no place for the tables.');
const about = `${machine.processor}, ${machine.processors} processors; Node ${machine.node}, NumPy ${machine.numpy}, PyTorch ${machine.torch}, ${machine.gcc}. ${rounds} rounds.`;
writeFileSync(
  page,
  `${text.slice(0, head)}\n\n${about}\n\n${table('normal')}\n\n${table('uniform')}\n\n${text.slice(tail)}`,
);
