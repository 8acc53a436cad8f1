/** `law`: the exact law of the forward norm of nets of normal weights. */
import { type Enclosed, exactLawOf } from '../../numerics/law/index.js';
import { isSlopeInReach } from '../../numerics/law/layer-group.js';
import { family } from '../../numerics/network/network.js';
import { InputError, isRefusal } from '../../theory/errors.js';
import type { LawOptions } from '../commands/law.js';
import { activationText, initText, parseActivation, parseInit } from '../network-options.js';
import { asInput } from '../options.js';
import { ratioName, type Shape, shapeOf, shapeText } from '../shape-options.js';
import { networkOf } from '../shaped-network.js';

const defaultLevels = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

export function law(options: LawOptions): number {
  const report = asInput(() => describeLaw(options));
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : lawText(report));
  return report.outOfReach === undefined ? 0 : 3;
}

type LawReport = Shape & LawNumbers;

interface LawNumbers {
  readonly depth: number;
  readonly activation: string;
  readonly init: string;
  readonly alive: number;
  /** Null where it lies beyond the doubles. */
  readonly mean: number | null;
  readonly logMean: number;
  readonly logVariance: number;
  /** log of the median of forwardNorm2, dead nets included; null stands for -infinity. */
  readonly logMedian: number | null;
  readonly logMedianGivenAlive: number;
  readonly quantiles: Readonly<Record<string, number>>;
  readonly cdf?: Readonly<Record<string, number>>;
  /** What was asked for and is not among the numbers above: by level and by point, with the reason. Absent where nothing is missing. */
  readonly outOfReach?: Missing;
  /** Largest error bound of the numbers above, absolute or relative to the number where that is larger than 1. */
  readonly errorBound: number;
}

interface Missing {
  readonly quantiles?: Readonly<Record<string, string>>;
  readonly cdf?: Readonly<Record<string, string>>;
}

/** A probability known no better than this is given as its bounds, as a reason, so that it does not pass for a number. */
const coarsest = 1e-6;

function describeLaw(options: LawOptions): LawReport {
  const activation = parseActivation(options.activation);
  const init = parseInit(options.init);
  if (family(init) !== 'normal') {
    throw new InputError(
      `--init ${options.init} has no exact law: normal weights (he-normal, xavier-normal, lecun-normal, normal(gain)) have one; the command simulate draws nets of any kind.`,
    );
  }
  const shaped = shapeOf(options);
  const network = networkOf(shaped, { activation, init });
  if (activation.kind === 'leaky-relu') {
    const wide = network.widths.slice(1).find((width) => !isSlopeInReach(width, activation.slope));
    if (wide !== undefined) {
      throw new InputError(
        `The exact law of --activation ${options.activation} is out of reach at a width of ${wide}: it takes narrower layers, or a slope whose size is nearer to 1; the command simulate draws nets of any kind.`,
      );
    }
  }
  const law = exactLawOf(network);
  let errorBound = 0;
  const keep = ({ value, error }: Enclosed): number => {
    errorBound = Math.max(errorBound, error / Math.max(1, Math.abs(value)));
    return value;
  };
  const exponentiated = ({ value, error }: Enclosed): number | null => {
    const result = Math.exp(value);
    const spread = result * Math.expm1(error) + Number.MIN_VALUE;
    return result === Infinity ? null : keep({ value: result, error: spread });
  };
  const levels = split(options.quantile ?? defaultLevels, (p) => known(() => keep(law.quantile(p))));
  const points = split(options.cdf ?? [], (x) => {
    const probability = law.cdf(x);
    return probability.error <= coarsest ? keep(probability) : boundsText(probability);
  });
  const { upper: median } = law.unconditionalLogQuantile(0.5);
  return {
    depth: shaped.depth,
    ...shaped.shape,
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
    quantiles: levels.found,
    ...(options.cdf ? { cdf: points.found } : {}),
    ...missing(levels.missing, points.missing),
    errorBound,
  };
}

/** Its value, or why it has none. */
function known(value: () => number): number | string {
  try {
    return value();
  } catch (error) {
    if (isRefusal(error)) return error.message;
    throw error;
  }
}

function boundsText({ value, error }: Enclosed): string {
  const [least, most] = [Math.max(0, value - error), Math.min(1, value + error)];
  return `The probability is out of reach: it is only known to lie between ${least} and ${most}.`;
}

interface Split {
  readonly found: Record<string, number>;
  readonly missing: Record<string, string>;
}

function split(asked: readonly number[], find: (x: number) => number | string): Split {
  const found: Record<string, number> = {};
  const missing: Record<string, string> = {};
  for (const x of asked) {
    const value = find(x);
    if (typeof value === 'number') found[String(x)] = value;
    else missing[String(x)] = value;
  }
  return { found, missing };
}

function missing(quantiles: Split['missing'], cdf: Split['missing']): { readonly outOfReach?: Missing } {
  const filled = Object.entries({ quantiles, cdf }).filter(([, each]) => Object.keys(each).length > 0);
  return filled.length === 0 ? {} : { outOfReach: Object.fromEntries(filled) };
}

function lawText(report: LawReport): string {
  const rows: [string, number | string][] = [
    ...('widths' in report ? ([[ratioName(report), report.sumInverseWidths]] as [string, number][]) : []),
    ['P(alive)', report.alive],
    ['mean of forwardNorm2', report.mean ?? 'above 1.8e308'],
    ['log-mean | alive', report.logMean],
    ['log-variance | alive', report.logVariance],
    ['log-median', report.logMedian ?? '-infinity'],
    ['log-median | alive', report.logMedianGivenAlive],
    ...inOrder(report.quantiles, report.outOfReach?.quantiles, (p) => `quantile ${p} | alive`),
    ...inOrder(report.cdf, report.outOfReach?.cdf, (x) => `P(log <= ${x} | alive)`),
    ['error bound', report.errorBound],
  ];
  const nameWidth = Math.max(22, ...rows.map(([name]) => name.length));
  return `${[
    `log forwardNorm2 for L=${report.depth}, ${shapeText(report)}, ${report.activation}, ${report.init}`,
    ...rows.map(([name, value]) => `  ${name.padEnd(nameWidth)}  ${value}`),
  ].join('\n')}\n`;
}

/** Rows of what was found and of what was not, by level or point. */
function inOrder(
  found: Readonly<Record<string, number>> = {},
  missing: Readonly<Record<string, string>> = {},
  nameOf: (key: string) => string,
): [string, number | string][] {
  return Object.entries({ ...found, ...missing })
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([key, value]) => [nameOf(key), value]);
}
