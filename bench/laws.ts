/**
 * What the exact law costs, beside drawing nets for the same question.
 *
 * law: cumulants and the median, with its error bound, the first time from nothing. cdf: one more value of the distribution function. verdict: the claim that the median is what
 * it is, within 1e-10, from its text to the verdict. nets: the time to draw as many nets as a 95 % interval of +-1 % for the median needs,
 * n = (1.96/2)^2/(0.01 f)^2 with f the density of log forwardNorm2 at its median, from a few nets drawn by the project's own kernel (whose cost is
 * proportional to their number). Milliseconds of processor time on one thread; medians over the rounds of one interleaved run.
 */
import { exactLawOf } from '../numerics/law/index.js';
import { forwardSamples } from '../numerics/network/forward.js';
import { squareNetwork } from '../numerics/network/network.js';
import { decide } from '../properties/check.js';
import { runUnit } from '../properties/unit.js';
import { machine, report } from './report.js';
import { type Contender, digits, inTurns, processorSeconds, spread, type Timed, table } from './turns.js';

interface LawRow {
  readonly case: { readonly depth: number; readonly width: number };
  readonly unit: 'ms';
  /** Of the first call in this process for this case, before anything is compiled or kept. */
  readonly first: number;
  /** Of the log of the median given alive. */
  readonly medianError: number;
  readonly lawsPerSecond: number;
  readonly netsNeeded: number;
  /** How many times cheaper the law (its median, and the verdict on it) is than the nets; none where nets are not drawn. */
  readonly timesCheaper: { readonly law: number; readonly verdict: number } | undefined;
  /** law, cdf, verdict and, unless they are too many, nets. */
  readonly measured: readonly Timed[];
}

const rounds = 9;
/** Laws in a turn. */
const laws = 20;
/** Nets of more weights than this are not drawn. */
const mostWeights = 1e8;

async function lawRow(depth: number, width: number): Promise<LawRow> {
  const network = squareNetwork(depth, width);
  const work = () => {
    const law = exactLawOf(network);
    law.logMean();
    law.logVariance();
    return law.quantile(0.5);
  };
  const first = digits(1e3 * processorSeconds(() => void work()), 3);
  const law = exactLawOf(network);
  const { value: centre, error } = law.quantile(0.5);
  const netsNeeded = Math.ceil((0.98 / (0.01 * law.density(centre))) ** 2);

  const weights = depth * width ** 2;
  const few = Math.max(1, Math.ceil(5e6 / weights));
  const out = new Float64Array(few);
  const contenders: Contender[] = [
    {
      name: 'law',
      seconds: async () =>
        processorSeconds(() => {
          for (let i = 0; i < laws; i++) work();
        }, laws),
    },
    {
      name: 'cdf',
      seconds: async (round) =>
        processorSeconds(() => {
          for (let i = 1; i <= 50 * laws; i++) law.cdf(centre + law.logSpread * (1e-3 * i + 1e-6 * round));
        }, 50 * laws),
    },
    { name: 'verdict', seconds: async () => verdictSeconds(depth, width) },
  ];
  if (weights <= mostWeights) {
    contenders.push({
      name: 'nets',
      seconds: async (round) =>
        netsNeeded * processorSeconds(() => forwardSamples(network, round, 0, few, out), few),
    });
  }
  const measured = await inTurns(contenders, rounds);
  const [lawTime, , verdictTime, nets] = measured.map(({ median }) => median);
  return {
    case: { depth, width },
    unit: 'ms',
    first,
    medianError: digits(error, 2),
    lawsPerSecond: digits(1e3 / lawTime!, 3),
    netsNeeded,
    timesCheaper:
      nets === undefined
        ? undefined
        : { law: digits(nets / lawTime!, 2), verdict: digits(nets / verdictTime!, 2) },
    measured,
  };
}

/** Widths whose claims are decided one after the other, so that no law is still known from the round before. */
const neighbours = 12;

/** @throws Error unless each claim is verified. */
async function verdictSeconds(depth: number, width: number): Promise<number> {
  const claims = Array.from({ length: neighbours }, (_, i) => {
    const { value } = exactLawOf(squareNetwork(depth, width + i)).quantile(0.5);
    return `abs(log(median(forwardNorm2 | alive)) + ${(-value).toFixed(14)}) <= 1e-10 for L = ${depth}, d = ${width + i}`;
  });
  const start = process.cpuUsage();
  for (const text of claims) {
    const job = { id: 'claim', text, kind: 'claim', alpha: 1e-6, seed: 1, budget: 60 } as const;
    const { verdict } = await decide(job, async (each, unit) => runUnit(each, unit));
    if (verdict !== 'verified') throw new Error(`${text}: ${verdict}.`);
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6 / claims.length;
}

const cases = [
  [16, 16],
  [64, 16],
  [64, 64],
  [64, 256],
  [1000, 256],
  [100, 1000],
  [10_000, 1000],
  [10_000, 100_000],
] as const;
const rows: LawRow[] = [];
for (const [depth, width] of cases) {
  rows.push(await lawRow(depth, width));
  process.stderr.write(`law of L = ${depth}, d = ${width}\n`);
}
const lines = rows.map(
  ({ case: { depth, width }, first, measured, netsNeeded, timesCheaper, medianError }) => {
    const [law, cdf, verdict, nets] = measured;
    return [
      `(${depth}, ${width})`,
      first,
      spread(law!),
      digits(1e6 * cdf!.median, 3),
      spread(verdict!),
      medianError,
      netsNeeded,
      nets === undefined ? '-' : digits(nets.median / 1000, 3),
      timesCheaper?.law ?? '-',
      timesCheaper?.verdict ?? '-',
    ];
  },
);
const heads = [
  '(L, d)',
  'first law, ms',
  'law, ms',
  'cdf, ns',
  'verdict, ms',
  'error of log median',
  'nets for 1 %',
  'these nets, s',
  'law cheaper by',
  'verdict cheaper by',
];
const about = `${machine.processor}; Node ${machine.node}. ${rounds} rounds.`;
const text = table(heads, lines);
process.stdout.write(`${text}\n`);
report('laws', { machine, rounds, rows }, [about, text]);
