/** `law`: the exact law of the forward norm of a square net of normal weights. */
import type { Command } from 'commander';
import { type Enclosed, exactLawOf } from '../../numerics/law/index.js';
import { family, squareNetwork } from '../../numerics/network/network.js';
import { InputError } from '../../theory/errors.js';
import { activationText, initText, parseActivation, parseInit } from '../network-options.js';
import { asInput, realNumber, repeated, wholeNumber } from '../options.js';

const defaultLevels = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

interface LawOptions {
  depth: number;
  width: number;
  activation: string;
  init: string;
  quantile?: number[];
  cdf?: number[];
  json?: boolean;
}

export function addLaw(program: Command, finish: (code: number) => void): void {
  program
    .command('law')
    .description(
      'the exact law of forwardNorm2 for normal weights: moments of its log, quantiles, distribution function',
    )
    .requiredOption('--depth <L>', 'number of hidden layers', wholeNumber('--depth', 1, 10_000))
    .requiredOption('--width <d>', 'width of every layer', wholeNumber('--width', 1, 100_000))
    .option('--activation <a>', 'relu or linear', 'relu')
    .option('--init <name>', 'he-normal, xavier-normal, lecun-normal or normal(gain)', 'he-normal')
    .option(
      '--quantile <p>',
      'level of a quantile of log forwardNorm2 given alive (may be repeated)',
      repeated(realNumber('--quantile', 'a level strictly between 0 and 1', (p) => p > 0 && p < 1)),
    )
    .option(
      '--cdf <x>',
      'where to give P(log forwardNorm2 <= x | alive) (may be repeated)',
      repeated(realNumber('--cdf', 'a finite number', () => true)),
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  vanishing-curvature law --depth 64 --width 64\n  vanishing-curvature law --depth 500 --width 50 --quantile 0.001 --cdf -25 --json',
    )
    .action((options: LawOptions) => {
      const report = asInput(() => describeLaw(options));
      process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : lawText(report));
      finish(0);
    });
}

export interface LawReport {
  readonly depth: number;
  readonly width: number;
  readonly activation: string;
  readonly init: string;
  readonly alive: number;
  /** null where it is above all doubles. */
  readonly mean: number | null;
  readonly logMean: number;
  readonly logVariance: number;
  /** log of the median of forwardNorm2, dead nets included; null stands for -infinity. */
  readonly logMedian: number | null;
  readonly logMedianGivenAlive: number;
  readonly quantiles: Readonly<Record<string, number>>;
  readonly cdf?: Readonly<Record<string, number>>;
  /** Largest error bound of the numbers above, absolute or relative to the number where that is larger than 1. */
  readonly errorBound: number;
}

function describeLaw(options: LawOptions): LawReport {
  const activation = parseActivation(options.activation);
  const init = parseInit(options.init);
  if (family(init) !== 'normal' || activation.kind === 'leaky-relu') {
    const what =
      activation.kind === 'leaky-relu' ? `--activation ${options.activation}` : `--init ${options.init}`;
    throw new InputError(
      `${what} has no exact law: normal weights (he-normal, xavier-normal, lecun-normal, normal(gain)) with relu or linear have one; the command simulate draws nets of any kind.`,
    );
  }
  const law = exactLawOf(squareNetwork(options.depth, options.width, { activation, init }));
  let errorBound = 0;
  const keep = ({ value, error }: Enclosed): number => {
    errorBound = Math.max(errorBound, error / Math.max(1, Math.abs(value)));
    return value;
  };
  const exponentiated = ({ value, error }: Enclosed): number | null =>
    Math.exp(value + error) < Infinity
      ? keep({ value: Math.exp(value), error: Math.exp(value) * Math.expm1(error) + Number.MIN_VALUE })
      : null;
  const { upper: median } = law.unconditionalLogQuantile(0.5);
  return {
    depth: options.depth,
    width: options.width,
    activation: activationText(activation),
    init: initText(init),
    alive: keep(law.aliveProbability),
    mean: exponentiated({
      value: law.logMoment(1).value + law.logAlive.value,
      error: law.logMoment(1).error + law.logAlive.error,
    }),
    logMean: keep(law.logMean()),
    logVariance: keep(law.logVariance()),
    logMedian: median === undefined ? null : keep(median),
    logMedianGivenAlive: keep(law.quantile(0.5)),
    quantiles: Object.fromEntries(
      (options.quantile ?? defaultLevels).map((p) => [String(p), keep(law.quantile(p))]),
    ),
    ...(options.cdf
      ? { cdf: Object.fromEntries(options.cdf.map((x) => [String(x), keep(law.cdf(x))])) }
      : {}),
    errorBound,
  };
}

function lawText(report: LawReport): string {
  const row = (name: string, value: number | string | null) =>
    `  ${name.padEnd(23)} ${value === null ? '-infinity' : value}`;
  return `${[
    `log forwardNorm2 for L=${report.depth}, d=${report.width}, ${report.activation}, ${report.init}`,
    row('P(alive)', report.alive),
    row('mean of forwardNorm2', report.mean ?? 'above 1.79e308'),
    row('log-mean | alive', report.logMean),
    row('log-variance | alive', report.logVariance),
    row('log-median', report.logMedian),
    row('log-median | alive', report.logMedianGivenAlive),
    ...Object.entries(report.quantiles).map(([p, x]) => row(`quantile ${p} | alive`, x)),
    ...Object.entries(report.cdf ?? {}).map(([x, p]) => row(`P(log <= ${x} | alive)`, p)),
    row('error bound', report.errorBound),
  ].join('\n')}\n`;
}
