/**
 * How fast nets are drawn on one thread: the kernel in single and in double precision, plain TypeScript, NumPy, PyTorch, and a C yardstick of the kernel's design, beside each other. Rates are
 * nominal weights a second (d^2 L for each net, whether drawn or not), layers a second for samples of the reduced law. Writes the figures to
 * bench/results.json and the tables into docs/performance.md.
 */
import { forwardSamplesBy, singleForwardSamples } from '../numerics/kernel/forward.js';
import { plainEngine } from '../numerics/kernel/plain.js';
import { reducedSamples } from '../numerics/kernel/reduced.js';
import { forwardSamples } from '../numerics/network/forward.js';
import { plainNets } from '../numerics/network/nets.js';
import { squareNetwork } from '../numerics/network/network.js';
import { type Contender, type Measured, measure, rounds } from './measure.js';
import { type Peer, startPython, startYardstick } from './peer.js';
import { machine, report } from './report.js';

interface Case {
  readonly weights: 'normal' | 'uniform' | 'rademacher';
  readonly width: number;
  readonly depth: number;
}

const shapes = [
  [16, 64],
  [64, 64],
  [128, 128],
  [512, 64],
] as const;
const casesOf = (weights: Case['weights']): Case[] =>
  shapes.map(([width, depth]) => ({ weights, width, depth }));

const say = (text: string): void => void process.stdout.write(`${text}\n`);

function own(name: string, samples: typeof forwardSamples): Contender<Case> {
  return {
    name,
    async time({ weights, width, depth }, nets, seed) {
      const network = squareNetwork(depth, width, {
        init: { name: weights === 'rademacher' ? weights : `he-${weights}` },
      });
      const out = new Float64Array(nets);
      const start = process.cpuUsage();
      samples(network, seed, 0, nets, out);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1e6;
    },
  };
}

function other(name: string, peer: Peer, method = ''): Contender<Case> {
  return {
    name,
    async time({ weights, width, depth }, nets, seed) {
      const answer = await peer.ask(`${method} ${weights} ${depth} ${width} ${nets} ${seed}`.trim());
      return Number(answer.split(' ')[0]);
    },
  };
}

const python = startPython('peers.py');
const [pythonVersion, numpyVersion, torchVersion] = (await python.ask('versions')).split(' ');
const yardsticks = ([4, 8] as const).map((lanes) => ({ lanes, peer: startYardstick(lanes) }));

const drawing: Contender<Case>[] = [
  own('kernel, single precision', singleForwardSamples),
  own('kernel, doubles', forwardSamples),
  own('plain TypeScript, doubles', (network, seed, first, count, out) =>
    plainNets(network, seed).forwardSamples(first, count, out),
  ),
  own('plain TypeScript, single precision', (network, seed, first, count, out) =>
    forwardSamplesBy(plainEngine, network, seed, first, count, out),
  ),
];
const sampling: Contender<Case>[] = [own('kernel', reducedSamples)];
if (numpyVersion === '-') say('NumPy is absent, skipped.');
else {
  drawing.push(other('NumPy, net by net', python, 'numpy-loop'));
  drawing.push(other('NumPy, batched', python, 'numpy-batched'));
  drawing.push(other('NumPy, batched, f32', python, 'numpy-f32'));
  sampling.push(other('NumPy', python, 'numpy-sampler'));
}
if (torchVersion === '-') say('PyTorch is absent, skipped.');
else drawing.push(other('PyTorch, batched, f32', python, 'torch'));
for (const { lanes, peer } of yardsticks) {
  if (peer === undefined) say(`C, ${32 * lanes} bits: gcc is absent, skipped.`);
  else drawing.push(other(`C, ${32 * lanes} bits`, peer));
}

/** Batches of libraries hold at most 64 MB of f32 weights, or as many layers. */
const largestBatch = 2 ** 24;

interface Result {
  readonly case: Case;
  readonly measured: readonly Measured[];
}

async function run(
  name: string,
  contenders: readonly Contender<Case>[],
  perLayer: (width: number) => number,
  cases: Case[],
) {
  const results: Result[] = [];
  for (const case_ of cases) {
    const { weights, width, depth } = case_;
    const most = Math.max(1, Math.floor(largestBatch / Math.max(perLayer(width), depth)));
    const measured = await measure(contenders, case_, perLayer(width) * depth, most);
    results.push({ case: case_, measured });
    say(`${name}, ${weights} (${width}, ${depth})`);
    for (const { name, median, low, high, ratio } of measured) {
      say(`  ${name.padEnd(28)} ${String(median).padStart(6)} [${low}, ${high}]  kernel x${ratio}`);
    }
  }
  return results;
}

const nets: Result[][] = [];
for (const weights of ['normal', 'uniform', 'rademacher'] as const) {
  // Neither the yardstick nor single precision has weights of +-1.
  const able = drawing.filter(
    ({ name }) => weights !== 'rademacher' || !(name.startsWith('C,') || name.endsWith('single precision')),
  );
  nets.push(await run('nets', able, (width) => width ** 2, casesOf(weights)));
}
const reduced = await run('reduced law', sampling, () => 1, casesOf('normal'));
python.end();
for (const { peer } of yardsticks) peer?.end();

function table(title: string, results: readonly Result[]): string {
  const heads = results.map(({ case: { width, depth } }) => `(${width}, ${depth})`);
  const rows = results[0]!.measured.map(({ name }, k) => {
    const cells = results.map(({ measured }) => {
      const { median, low, high, ratio } = measured[k]!;
      return `${median} [${low}, ${high}]${k === 0 ? '' : `, x${ratio}`}`;
    });
    return `| ${name} | ${cells.join(' | ')} |`;
  });
  return [
    `| ${title}, (d, L) = | ${heads.join(' | ')} |`,
    `|---|${heads.map(() => '---|').join('')}`,
    ...rows,
  ].join('\n');
}

const libraries = { python: pythonVersion, numpy: numpyVersion, torch: torchVersion };
const about = `${machine.processor}, ${machine.processors} processors; Node ${machine.node}, NumPy ${numpyVersion}, PyTorch ${torchVersion}, ${machine.gcc}. ${rounds} rounds.`;
report('draws', { machine: { ...machine, ...libraries }, unit: 'millions a second', rounds, nets, reduced }, [
  about,
  ...nets.map((results) => table(`${results[0]!.case.weights} weights`, results)),
  table('reduced law, layers', reduced),
]);
