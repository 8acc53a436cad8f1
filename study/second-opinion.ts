/**
 * Every exact oracle by another route to the same number, and both sides of every proof in 60 digits. The two agree if their enclosures
 * meet. Faults put into the oracles on purpose show what the comparison would have seen.
 */
import { opinions } from './second-opinion/all.js';
import { type Comparison, type Fault, injectionOf } from './second-opinion/opinion.js';
import { randomOf } from './second-opinion/random.js';
import { defineStudy, type Scale } from './study.js';

interface Cell {
  readonly opinion: string;
  /** Points from..from+count-1. */
  readonly from: number;
  readonly count: number;
  readonly fault?: Fault;
}

interface Result {
  readonly numbers: number;
  readonly disagreements: number;
  /** The worst few of these. */
  readonly examples: readonly string[];
  readonly worst: number;
  /** Medians of the relative error bounds of the oracle and of the other route. */
  readonly oracleError: number;
  readonly otherError: number;
}

/** Numbers that a full study compares for each opinion; the series have fewer coefficients than that. */
const wanted = 1000;
const withoutLimit = ['proofs-series'];
/** Points that each injected fault is shown. */
const faultyPoints = { full: 20, small: 4 };

function cells(scale: Scale): Cell[] {
  const slices = opinions.flatMap(({ id, full, small, perCell }) => {
    const points = scale === 'full' ? full : small;
    return Array.from({ length: Math.ceil(points / perCell) }, (_, k) => ({
      opinion: id,
      from: k * perCell,
      count: Math.min(perCell, points - k * perCell),
    }));
  });
  const faulty = opinions.flatMap(({ id, sees, small }) =>
    sees.map((fault) => ({ opinion: id, from: 0, count: Math.min(small, faultyPoints[scale]), fault })),
  );
  return [...slices, ...faulty];
}

function run({ opinion: id, from, count, fault }: Cell): Result {
  const index = opinions.findIndex((each) => each.id === id);
  const found: Comparison[] = [
    ...opinions[index]!.examine(randomOf(2022 + index, from), from, count, injectionOf(fault)),
  ];
  const against = found.filter(({ ratio }) => !(ratio <= 1)).sort((a, b) => b.ratio - a.ratio);
  const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
  return {
    numbers: found.length,
    disagreements: against.length,
    examples: against.slice(0, 3).map(({ at, found: both }) => `${at}: ${both}`),
    worst: found.reduce((most, { ratio }) => Math.max(most, ratio), 0),
    oracleError: median(found.map(({ oracleError }) => oracleError)),
    otherError: median(found.map(({ otherError }) => otherError)),
  };
}

const faultNames: Record<Fault, string> = {
  shift: 'shifted by 1e-9',
  bound: 'bound / 10,000',
  weight: 'one weight wrong',
};

function report(results: readonly Result[], cells: readonly Cell[], scale: Scale) {
  const of = (id: string, fault?: Fault) =>
    results.filter((_, i) => cells[i]!.opinion === id && cells[i]!.fault === fault);
  const sum = (some: readonly Result[], value: (one: Result) => number) =>
    some.reduce((total, one) => total + value(one), 0);
  const middle = (some: readonly Result[], value: (one: Result) => number) =>
    some.map(value).sort((a, b) => a - b)[some.length >> 1] ?? 0;
  const broken: string[] = [];
  const rows = opinions.map(({ id, oracle, route, domain }) => {
    const honest = of(id);
    const numbers = sum(honest, (one) => one.numbers);
    const against = sum(honest, (one) => one.disagreements);
    for (const { examples } of honest)
      broken.push(...examples.map((each) => `${id}: two routes disagree at ${each}.`));
    if (against > 0 && honest.every(({ examples }) => examples.length === 0))
      broken.push(`${id}: ${against} disagreements.`);
    if (numbers < (scale === 'full' && !withoutLimit.includes(id) ? wanted : 1))
      broken.push(`${id}: only ${numbers} numbers were compared.`);
    const worst = honest.reduce((most, one) => Math.max(most, one.worst), 0);
    const [ours, theirs] = [
      middle(honest, (one) => one.oracleError),
      middle(honest, (one) => one.otherError),
    ];
    return `| ${oracle} | ${route} | ${domain} | ${numbers} | ${against} | ${worst.toPrecision(2)} | ${sharpness(ours)} | ${sharpness(theirs)} |`;
  });
  const faultRows = opinions
    .filter(({ sees }) => sees.length > 0)
    .map(({ id, oracle, sees }) => {
      const entry = (fault: Fault) => {
        if (!sees.includes(fault)) return '';
        const faulty = of(id, fault);
        const seen = sum(faulty, (one) => one.disagreements);
        if (seen === 0) broken.push(`${id}: the fault "${faultNames[fault]}" was not seen.`);
        return `${seen} of ${sum(faulty, (one) => one.numbers)}`;
      };
      return `| ${oracle} | ${entry('shift')} | ${entry('bound')} | ${entry('weight')} |`;
    });
  const total = sum(
    results.filter((_, i) => cells[i]!.fault === undefined),
    (one) => one.numbers,
  );
  const text = `
Every exact oracle has another route to the same number, independent in method and in code. Each route encloses the number; they agree if the two
enclosures meet. The ratio is the difference of the two over the sum of both error bounds: a value above 1 would contradict one of the bounds. Points are random, but the
first of each domain are its extremes. Errors are medians, relative to the number (of a logarithm: absolute); an exact answer has none.

| oracle | other route | where | numbers | disagreements | worst ratio | oracle's error | other route's error |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}

${total} numbers in all. Random routes miss with a probability of 1e-9 in a whole study at most.

A ratio of 1 is nothing unusual where the oracle gives an interval and the truth is its end (a distance, a share of dead nets that is 0, a comparison such as min).

## Faults put in on purpose

The same comparisons with the oracle's answer shifted by 1e-9 of itself (a count by 1), with its error bound divided by 10,000, and with one binomial
weight of the other route wrong by a thousandth: how many of the numbers then disagree. An empty place: that route is too coarse for it, or has no such part.

| oracle | ${faultNames.shift} | ${faultNames.bound} | ${faultNames.weight} |
|---|---|---|---|
${faultRows.join('\n')}
`;
  return { text, broken };
}

function sharpness(error: number): string {
  return error === 0 ? 'exact' : error.toExponential(0);
}

export const study = defineStudy<Cell, Result>({
  name: 'second-opinion',
  title: 'A second opinion on every exact number',
  cells,
  run,
  report,
});
