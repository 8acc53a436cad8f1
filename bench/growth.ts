/**
 * How cost grows: nets drawn with depth and width, exact laws with depth and width, verdicts by drawn nets with alpha. Processor time on one thread, each size
 * beside the first of its row in the same rounds.
 */
import { exactLawOf } from '../numerics/law/index.js';
import { forwardSamples } from '../numerics/network/forward.js';
import { squareNetwork } from '../numerics/network/network.js';
import { decide } from '../properties/check.js';
import { runUnit } from '../properties/unit.js';
import { machine, report } from './report.js';
import { type Contender, digits, inTurns, processorSeconds, type Timed, table } from './turns.js';

const rounds = 7;
/** Weights that a turn draws. */
const turn = 3e7;

/** A net of normal weights. */
function draws(depth: number, width: number): Contender {
  const network = squareNetwork(depth, width);
  const nets = Math.ceil(turn / (depth * width ** 2));
  const out = new Float64Array(nets);
  return {
    name: `(${depth}, ${width})`,
    seconds: async (round) => processorSeconds(() => forwardSamples(network, round, 0, nets, out), nets),
  };
}

/** A law and its median. */
function laws(depth: number, width: number): Contender {
  const count = 20;
  return {
    name: `(${depth}, ${width})`,
    seconds: async (round) =>
      processorSeconds(() => {
        // Gains of their own: none is known already.
        for (let i = 0; i < count; i++) {
          const init = { name: 'normal', gain: 2 + 1e-9 * (round * count + i + 1) } as const;
          exactLawOf(squareNetwork(depth, width, { init })).quantile(0.5);
        }
      }, count),
  };
}

/** A true claim about normal weights whose two sides are 0.03 apart, by drawn nets all the same. */
function verdict(alpha: number): Contender {
  const { value } = exactLawOf(squareNetwork(4, 16)).quantile(0.5);
  const text = `log(median(forwardNorm2 | alive)) + ${(0.03 - value).toFixed(6)} >= 0 for L = 4, d = 16`;
  return {
    name: `alpha = ${alpha}`,
    seconds: async (round) => {
      const start = process.cpuUsage();
      const job = {
        id: 'claim',
        text,
        kind: 'claim',
        alpha,
        seed: round,
        budget: 600,
        oracle: 'simulated',
      } as const;
      const { verdict: found } = await decide(job, async (each, unit) => runUnit(each, unit));
      if (found !== 'supported') throw new Error(`${text}: ${found}.`);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1e6;
    },
  };
}

const rows: readonly (readonly [name: string, Contender[]])[] = [
  ['nets, (16, d)', [16, 32, 64, 128, 256, 512].map((width) => draws(16, width))],
  ['nets, (L, 32)', [4, 16, 64, 256, 1024].map((depth) => draws(depth, 32))],
  ['laws, (64, d)', [4, 16, 64, 256, 1024, 4096].map((width) => laws(64, width))],
  ['laws, (L, 64)', [4, 16, 64, 256, 1024, 4096].map((depth) => laws(depth, 64))],
  ['verdicts by drawn nets', [1e-3, 1e-6, 1e-9, 1e-12].map(verdict)],
];
const figures: { readonly name: string; readonly measured: readonly Timed[] }[] = [];
const tables: string[] = [];
for (const [name, contenders] of rows) {
  const measured = await inTurns(contenders, rounds);
  figures.push({ name, measured });
  tables.push(
    table(
      [name, ...measured.map((each) => each.name)],
      [
        ['ms', ...measured.map(({ median }) => median)],
        ['times the first', ...measured.map(({ ratio }) => digits(ratio, 3))],
      ],
    ),
  );
  process.stdout.write(`${tables.at(-1)}\n\n`);
}
const about = `${machine.processor}; Node ${machine.node}. ${rounds} rounds.`;
report('growth', { machine, rounds, figures }, [about, ...tables]);
