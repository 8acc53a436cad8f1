/** Where to lay a contour: its line Re z = c, its period, and the bounds on the aliases that the period leaves. */
import type { AliasBound, ContourPlan } from './contour.js';
import { onLadder, upLadder } from './layer-line.js';
import { lowerBounds } from './lower-bounds.js';
import { type LayerCount, type Measure, onGrid, type TiltedMeasure } from './measure.js';
import { allAtLeast, sharedTilt } from './product-measure.js';

/** Distances from c, in units of 1/(standard deviation), at which Chernoff bounds are tried. */
const reaches = [2, 3, 4.5, 6, 7.5, 9, 12];

interface Candidate {
  readonly bound: AliasBound;
  readonly gap: number;
}

/** e^(logTotal(c + x)) as a bound on the aliases, per step of W smaller by e^(-|x| W). */
function candidate(line: TiltedMeasure, x: number): Candidate {
  return {
    bound: { log: line.logTotal.value + line.logTotal.error + line.logRatio(x) + 1e-9, slope: line.c + x },
    gap: Math.abs(x),
  };
}

/** The period from which on the aliases sum to at most e^logAllowed at x. */
function periodFor({ bound, gap }: Candidate, x: number, logAllowed: number): number {
  return (bound.log - bound.slope * x - logAllowed + Math.LN2) / gap;
}

/** The bound for the period chosen: sum over m >= 1 of e^(log - slope x - m gap W). */
function closed({ bound, gap }: Candidate, period: number): AliasBound {
  return { log: bound.log - gap * period - Math.log1p(-Math.exp(-gap * period)), slope: bound.slope };
}

function best(
  candidates: readonly Candidate[],
  worst: number,
  logAllowed: number,
): { candidate: Candidate; period: number } {
  let chosen: { candidate: Candidate; period: number } | undefined;
  for (const each of candidates) {
    const period = Math.max(periodFor(each, worst, logAllowed), 1 / each.gap);
    if (chosen === undefined || period < chosen.period) chosen = { candidate: each, period };
  }
  return chosen!;
}

/** Outside Chernoff exponents, away from 0 and within the strip. */
function outside(measure: Measure, line: TiltedMeasure, deviation: number): Candidate[] {
  const { c } = line;
  if (c > 0) return reaches.map((reach) => candidate(line, reach / deviation));
  const room = c - measure.lowest;
  return [
    ...reaches.map((reach) => reach / deviation).filter((x) => x < 0.9 * room),
    0.3 * room,
    0.5 * room,
    0.7 * room,
    0.9 * room,
  ].map((x) => candidate(line, -x));
}

/**
 * One tail at x from the line at c near its saddle point, up to `relative` times its size. Inside, exponents between
 * c and 0 bound the aliases too; at 0 the bound is the measure's total.
 */
export function planTail(
  measure: Measure,
  line: TiltedMeasure,
  x: number,
  deviation: number,
  relative: number,
): ContourPlan {
  const { c } = line;
  const logSize = line.logTotal.value - c * x - Math.log(2.6 * Math.max(1, Math.abs(c) * deviation));
  const logAllowed = logSize + Math.log(relative);
  const inward = [
    ...reaches.map((reach) => reach / deviation).filter((step) => step < Math.abs(c)),
    Math.abs(c),
  ];
  const inside = best(
    inward.map((step) => candidate(line, -Math.sign(c) * step)),
    x,
    logAllowed,
  );
  const outer = best(outside(measure, line, deviation), x, logAllowed);
  const period = Math.max(inside.period, outer.period);
  return {
    line,
    period,
    aliases: [closed(inside.candidate, period), closed(outer.candidate, period)],
    dropped: relative / (2.6 * Math.max(1, Math.abs(c) * deviation)),
    centre: x,
    subtractInside: false,
  };
}

/**
 * Upper tails for all x within `reach` standard deviations of the mean, up to `absolute`, from c about 0.35/deviation. Line, exponents and period are
 * taken from a ladder of lengths, which laws of nearly the same spread have in common: bounds are computed for what was chosen.
 */
export function planBody(
  layers: readonly LayerCount[],
  { mean, deviation, reach, absolute }: { mean: number; deviation: number; reach: number; absolute: number },
): ContourPlan {
  const spread = onLadder(deviation);
  const line = sharedTilt(layers, onGrid(0.35 / spread));
  const { c } = line;
  const [lowest, highest] = [mean - reach * deviation, mean + reach * deviation];
  const logAllowed = Math.log(absolute);
  const outer = best(outside(allAtLeast(layers), line, spread), lowest, logAllowed);
  // Beyond the subtracted sum the inside aliases are e^(-cWm) P(S <= x - mW).
  const inner = lowerBounds(layers, spread).map(({ log, exponent, rest }) => {
    const main: Candidate = { bound: { log, slope: -exponent }, gap: c + exponent };
    const parts = rest > 0 ? [main, { bound: { log: Math.log(rest), slope: 0 }, gap: c }] : [main];
    return {
      parts,
      period: Math.max(...parts.map((part) => Math.max(periodFor(part, highest, logAllowed), 1 / part.gap))),
    };
  });
  const chosen = inner.reduce((a, b) => (b.period < a.period ? b : a));
  const period = upLadder(Math.max(outer.period, chosen.period));
  return {
    line,
    period,
    aliases: [...chosen.parts, outer.candidate].map((each) => closed(each, period)),
    dropped: absolute * Math.exp(c * lowest - line.logTotal.value),
    centre: mean,
    subtractInside: true,
  };
}
