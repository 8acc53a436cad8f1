/** Escape along the balanced chain: quadrature, another integrator, rational arithmetic. */
import { Decimal } from 'decimal.js';
import { balancedFlow } from '../../numerics/escape/chain-flow.js';
import { chainSteps } from '../../numerics/escape/chain-steps.js';
import {
  chainArea,
  chainSpectrum,
  chainTime,
  logChainCurvature,
  logChainTime,
} from '../../numerics/escape/chain-time.js';
import { groenwallBound } from '../../numerics/escape/groenwall.js';
import {
  type Comparison,
  compare,
  compareExactly,
  extremeOr,
  type Injection,
  type Opinion,
} from './opinion.js';
import { D, exactly, one, type Precise, zero } from './precise.js';
import type { Random } from './random.js';

/** Nodes and weights of Gauss's rule of 22 points on (0, 1), in 60 digits. */
const rule: readonly (readonly [Precise, Precise])[] = (() => {
  const n = 22;
  return Array.from({ length: n }, (_, i) => {
    let x = new D(Math.cos((Math.PI * (i + 0.75)) / (n + 0.5)));
    let slope = one;
    for (let round = 0; round < 7; round++) {
      let [before, at] = [one, x];
      for (let k = 2; k <= n; k++)
        [before, at] = [
          at,
          x
            .times(at)
            .times(2 * k - 1)
            .minus(before.times(k - 1))
            .div(k),
        ];
      slope = x.times(at).minus(before).times(n).div(x.times(x).minus(1));
      x = x.minus(at.div(slope));
    }
    return [one.minus(x).div(2), one.div(one.minus(x.times(x)).times(slope).times(slope))] as const;
  });
})();

/** Integral of s/(1 - s^L) from w to goal: with s = e^(-v), v = e^u that of v e^(-2v)/(1 - e^(-Lv)), by panels of length 1.2 in u. */
function area(depth: number, from: Precise, to: Precise): Precise {
  const [top, bottom] = [from, to].map((w) => w.ln().neg().ln()) as [Precise, Precise];
  const panels = Math.ceil(top.minus(bottom).toNumber() / 1.2);
  const length = top.minus(bottom).div(panels);
  let sum = zero;
  for (let k = 0; k < panels; k++) {
    for (const [node, weight] of rule) {
      const v = bottom.plus(length.times(node.plus(k))).exp();
      const value = v.times(v.times(-2).exp()).div(one.minus(v.times(-depth).exp()));
      sum = sum.plus(weight.times(value));
    }
  }
  return sum.times(length);
}

interface Rise {
  readonly depth: number;
  readonly start: number;
  readonly goal: number;
}

const rises: readonly Rise[] = [
  { depth: 3, start: 0.3, goal: 0.9 },
  { depth: 5, start: 0.4, goal: 0.95 },
  { depth: 10, start: 0.5, goal: 0.9 },
  { depth: 3, start: 1e-12, goal: 1 - 2 ** -40 },
  { depth: 3, start: 0.999, goal: 0.9999 },
  { depth: 10_000, start: 0.5, goal: 0.99999 },
  { depth: 1_000_000, start: 0.9, goal: 0.9999999 },
  { depth: 1000, start: 1e-3, goal: 0.5 },
];

function randomRise(random: Random): Rise {
  const depth = random.logInteger(3, 2000);
  const goal = random.pick([random.between(0.2, 0.999), 1 - random.logBetween(1e-9, 0.1)]);
  return { depth, start: goal * random.pick([random.uniform(), random.logBetween(1e-3, 0.9)]), goal };
}

/** T: the powers of w have an elementary integral, the rest is `area`. */
function timeOf({ depth, start, goal }: Rise): { time: Precise; goalArea: number } {
  const [w0, w1] = [exactly(start), exactly(goal)];
  const powers = w0
    .pow(2 - depth)
    .minus(w1.pow(2 - depth))
    .div(depth - 2);
  return { time: powers.plus(area(depth, w0, w1)), goalArea: chainArea(depth, goal) };
}

function* times(random: Random, from: number, count: number, { oracle }: Injection): Iterable<Comparison> {
  for (let i = from; i < from + count; i++) {
    const rise = extremeOr(i, rises, () => randomRise(random));
    const { depth, start, goal } = rise;
    const { time, goalArea } = timeOf(rise);
    const at = `L = ${depth}, from ${start} to ${goal}`;
    const found = chainTime(depth, start, goal);
    if (Number.isFinite(found) && time.lt(1e300))
      yield compare(`T, ${at}`, oracle({ value: found, error: 1e-14 * (found + goalArea) }), {
        value: time,
        error: 1e-22 * found,
      });
    const share = time.gt(1e20) ? 0 : goalArea / time.toNumber();
    const log = logChainTime(depth, start, goal);
    yield compare(
      `log T, ${at}`,
      oracle({ value: log, error: 1e-15 * (depth * Math.abs(Math.log(start)) + 10 * (1 + share)) }),
      { value: time.ln(), error: 1e-22 },
      1,
    );
    // A from 0 on: below 1e-14 it is w^2/2 to 28 digits.
    const low = new D('1e-14');
    const whole = area(depth, low, exactly(goal)).plus(low.pow(2).div(2));
    yield compare(`A(${goal}), L = ${depth}`, oracle({ value: goalArea, error: 1e-14 * goalArea }), {
      value: whole,
      error: 1e-20 * goalArea,
    });
  }
}

function* curvatures(
  random: Random,
  from: number,
  count: number,
  { oracle }: Injection,
): Iterable<Comparison> {
  for (let i = from; i < from + count; i++) {
    const depth = random.pick([random.integer(2, 12), random.logInteger(2, 5000)]);
    const w = Math.exp(-random.logBetween(1e-3, 20) / depth) * random.pick([1, 1.001, 1]);
    // Entries of the matrix: F_k F_k on the diagonal, F_k F_l + (F - 1) F_kl off it.
    const x = exactly(w);
    const diagonal = x.pow(2 * depth - 2);
    const off = diagonal.plus(
      x
        .pow(depth)
        .minus(1)
        .times(x.pow(depth - 2)),
    );
    const along = diagonal.plus(off.times(depth - 1));
    const across = diagonal.minus(off);
    const found = chainSpectrum(depth, w);
    const scale = x.pow(depth - 2).toNumber();
    const at = `L = ${depth}, w = ${w}`;
    const error = (value: number, bracket: number) =>
      1e-15 * depth * Math.abs(value) + 1e-16 * depth * bracket * scale;
    yield compare(
      `along, ${at}`,
      oracle({ value: found.along, error: error(found.along, 3 * depth) }),
      { value: along, error: 1e-40 * scale },
      depth * scale,
    );
    yield compare(
      `across, ${at}`,
      oracle({ value: found.across, error: error(found.across, 2) }),
      { value: across, error: 1e-40 * scale },
      scale,
    );
    const log = logChainCurvature(depth, w);
    // Beyond (L-1)/(2L-1) it is not negative; next to it its logarithm is open.
    const bracket = along.div(scale).toNumber() / depth;
    if (bracket < -0.01)
      yield compare(
        `log |lambda|, ${at}`,
        oracle({ value: log, error: (1e-15 * (depth * Math.abs(Math.log(w)) + 1)) / -bracket }),
        { value: along.neg().ln(), error: 1e-35 },
        1,
      );
  }
}

function* flows(random: Random, from: number, count: number, { oracle }: Injection): Iterable<Comparison> {
  for (let i = from; i < from + count; i++) {
    const goal = random.between(0.2, 0.98);
    const rise = { depth: random.integer(3, 24), start: goal * random.between(0.3, 0.95), goal };
    const { time } = timeOf(rise);
    // The integrator gives up at 1e12.
    if (time.gt(1e11)) continue;
    const { time: found } = balancedFlow(rise.depth, rise.start, rise.goal);
    const at = `L = ${rise.depth}, from ${rise.start} to ${goal}`;
    yield compare(at, oracle({ value: found, error: 1e-9 * found }), { value: time, error: 1e-20 * found });
  }
}

/** Textbook RMSprop and Adam without epsilon, in 60 digits: steps until w >= goal, and how near to the goal any step came. */
function preciseSteps(
  kind: 'rmsprop' | 'adam',
  depth: number,
  { start, goal }: Rise,
  rate: number,
  cap: number,
) {
  const [beta1, beta2] = kind === 'adam' ? [0.9, 0.999] : [0, 0.9];
  let w = exactly(start);
  let [first, second] = [zero, zero];
  let nearest = Infinity;
  for (let t = 1; t <= cap; t++) {
    const gradient = w.pow(depth - 1).times(w.pow(depth).minus(1));
    first = first.times(exactly(beta1)).plus(gradient.times(one.minus(exactly(beta1))));
    second = second.times(exactly(beta2)).plus(gradient.pow(2).times(one.minus(exactly(beta2))));
    const [m, v] =
      kind === 'adam'
        ? [first.div(one.minus(exactly(beta1).pow(t))), second.div(one.minus(exactly(beta2).pow(t)))]
        : [gradient, second];
    w = w.minus(m.div(v.sqrt()).times(exactly(rate)));
    nearest = Math.min(nearest, w.minus(exactly(goal)).abs().toNumber());
    if (w.gte(exactly(goal))) return { steps: t, nearest };
  }
  return { steps: Infinity, nearest };
}

function* steps(random: Random, from: number, count: number, { fault }: Injection): Iterable<Comparison> {
  const off = fault === 'shift' ? 1 : 0;
  for (let i = from; i < from + count; i++) {
    const depth = random.logInteger(1, 1000);
    // Dyadic numbers of 20 bits.
    const [a, b] = [random.integer(1, 2 ** 20 - 1), random.integer(1, 2 ** 20 - 1)];
    if (a === b) continue;
    const [start, goal] = [Math.min(a, b) / 2 ** 20, Math.max(a, b) / 2 ** 20];
    const rate = random.integer(2 ** 8, 2 ** 14) / 2 ** 20;
    // (goal - start)/rate in whole numbers, rounded up.
    const [rise, step] = [BigInt(Math.abs(a - b)), BigInt(rate * 2 ** 20)];
    const least = Number((rise + step - 1n) / step);
    const found = chainSteps(depth, start, goal, { kind: 'sign-descent', rate }, 1e6);
    yield compareExactly(`sign descent, L = ${depth}, ${start} to ${goal} by ${rate}`, found + off, least);
    const kind = random.pick(['rmsprop', 'adam'] as const);
    const cap = 150;
    const slow = {
      depth,
      start: Math.max(start, 0.05),
      goal: Math.min(0.95, Math.max(start, 0.05) + random.between(0.01, 0.5)),
    };
    if (slow.goal <= slow.start) continue;
    const truth = preciseSteps(kind, depth, slow, 0.01, cap);
    // Rounding may move a step that meets the goal.
    if (truth.nearest < 1e-12) continue;
    const optimizer =
      kind === 'adam'
        ? ({ kind, rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 0 } as const)
        : ({ kind, rate: 0.01, decay: 0.9, epsilon: 0 } as const);
    yield compareExactly(
      `${kind}, L = ${depth}, ${slow.start} to ${slow.goal}`,
      chainSteps(depth, slow.start, slow.goal, optimizer, cap) + off,
      truth.steps,
    );
  }
}

function* growthBounds(
  random: Random,
  from: number,
  count: number,
  { oracle }: Injection,
): Iterable<Comparison> {
  const sizes = [1e-300, 1e-12, 1, 1e12, 1e300];
  for (let i = from; i < from + count; i++) {
    const draw = () =>
      random.pick([random.logBetween(1e-6, 1e6), random.logBetween(1e-300, 1e300), random.pick(sizes)]);
    const [gamma, radius, norm] = [draw(), draw(), draw()];
    const truth = logOnePlus(exactly(gamma).times(exactly(radius)).div(exactly(norm))).div(exactly(gamma));
    if (!(truth.gt('1e-300') && truth.lt('1e300'))) continue;
    const value = groenwallBound(gamma, radius, norm);
    yield compare(`gamma ${gamma}, r ${radius}, |g| ${norm}`, oracle({ value, error: 1e-15 * value }), {
      value: truth,
      error: 1e-30 * value,
    });
  }
}

function logOnePlus(x: Precise): Precise {
  if (x.gt(1e-8)) return x.plus(1).ln();
  let sum = zero;
  for (let k = 8; k >= 1; k--) sum = x.times(new D(k % 2 === 1 ? 1 : -1).div(k).plus(sum));
  return Decimal.min(sum, x) as Precise;
}

export const escapeTimes: Opinion = {
  id: 'escape-time',
  oracle: 'escape time of gradient flow on the balanced chain, its logarithm, A(w)',
  route: "Gauss's rule of 22 points in 60 digits",
  domain: 'L from 3 to 1e6, starts from 1e-12, goals to 1 - 1e-12',
  full: 400,
  small: 6,
  perCell: 40,
  sees: ['shift', 'bound'],
  examine: times,
};

export const escapeCurvatures: Opinion = {
  id: 'escape-curvature',
  oracle: 'eigenvalues along and across the balanced chain, log curvature',
  route: "the matrix's own entries in 60 digits",
  domain: 'L from 2 to 5000, w^L from e^-20 to beyond 1',
  full: 500,
  small: 40,
  perCell: 250,
  sees: ['shift', 'bound'],
  examine: curvatures,
};

export const escapeFlows: Opinion = {
  id: 'escape-flow',
  oracle: "gradient flow by Hairer's extrapolation method",
  route: 'the escape time by quadrature, 60 digits',
  domain: 'L from 3 to 24',
  full: 1100,
  small: 6,
  perCell: 110,
  sees: [],
  examine: flows,
};

export const escapeSteps: Opinion = {
  id: 'escape-steps',
  oracle: 'steps of sign descent, RMSprop and Adam along the balanced chain',
  route: 'whole numbers; textbook updates in 60 digits',
  domain: 'L to 1000, 150 steps',
  full: 600,
  small: 20,
  perCell: 100,
  sees: ['shift'],
  examine: steps,
};

export const growthBound: Opinion = {
  id: 'growth-bound',
  oracle: "Groenwall's bound",
  route: '60 digits',
  domain: 'all three numbers from 1e-300 to 1e300',
  full: 1500,
  small: 60,
  perCell: 750,
  sees: ['shift', 'bound'],
  examine: growthBounds,
};
