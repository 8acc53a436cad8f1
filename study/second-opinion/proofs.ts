/** Both sides of everything that is proved, in 60 digits, with the quantities found on their own; and the proofs' mutants, which must not be proved. */
import { proveJob } from '../../properties/algebra.js';
import { samplePoints } from '../../properties/domain.js';
import { claimOf, type JobDraft, mutantOf } from '../../properties/job.js';
import { chainHessianEntries } from '../../theory/algebra/chain-hessian.js';
import { proveEqual } from '../../theory/algebra/prove.js';
import { catalogue } from '../../theory/catalogue/index.js';
import { claimId } from '../../theory/catalogue/theorem.js';
import type { Quantity } from '../../theory/expression/ast.js';
import type { Settings } from '../../theory/language/claim.js';
import { parseExpression } from '../../theory/language/parse-claim.js';
import { evaluate, type Names } from './evaluate.js';
import { cumulants } from './law-moments.js';
import { type Comparison, compareExactly, type Injection, type Opinion } from './opinion.js';
import { D, eulerGamma, exactly, one, type Precise, pi, zero } from './precise.js';
import type { Random } from './random.js';

/** Two numbers of 60 digits; the first is what the proof states. */
function comparePrecisely(
  at: string,
  stated: Precise,
  other: Precise,
  { fault }: Injection,
  relative: number,
): Comparison {
  const shown = fault === 'shift' ? stated.times(1 + 1e-9) : stated;
  const size = other.isZero() ? one : other.abs();
  const ratio = shown.minus(other).abs().div(size).div(relative).toNumber();
  return {
    at,
    ratio,
    oracleError: 0,
    otherError: relative,
    ...(ratio <= 1
      ? {}
      : { found: `${shown.toSignificantDigits(30)} against ${other.toSignificantDigits(30)}` }),
  };
}

type Proved = { readonly id: string; readonly job: JobDraft; readonly mutant: JobDraft };

/** What algebra is asked to prove: equalities without a margin, and series. */
function candidates(kind: 'claim' | 'series'): Proved[] {
  return catalogue.flatMap((theorem) =>
    theorem.claims.flatMap((claim) => {
      if (claim.kind !== kind) return [];
      const id = claimId(theorem, claim);
      const mutant = mutantOf(id, claim);
      const job: JobDraft = { ...mutant, text: claim.kind === 'series' ? claim.expansion : claim.claim };
      if (claim.kind === 'claim') {
        const { relation, tolerance } = claimOf(job);
        if (relation !== '=' || tolerance !== undefined || claim.oracle !== undefined) return [];
      }
      return [{ id, job, mutant }];
    }),
  );
}

const asked = { alpha: 1e-9, seed: 11, budget: 60 };

/** The gain d sigma^2 of an init, as its authors define it. */
function gainOf({ init }: Settings, names: Names): Precise {
  if (init.gain !== undefined) return evaluate(init.gain, names)!;
  const known: Partial<Record<typeof init.name, Precise>> = {
    'he-normal': new D(2),
    'xavier-normal': one,
    'lecun-normal': one,
  };
  const gain = known[init.name];
  if (gain === undefined) throw new Error(`No exact law has the init ${init.name}.`);
  return gain;
}

/** E (sigma^2 chi^2_N)^r = sigma^(2r) sum_n C(d, n) 2^-d n (n+2) ... (n+2r-2), term by term. */
function layerMoment(relu: boolean, d: number, r: number, gain: Precise): Precise {
  const rising = (n: bigint) => {
    let product = 1n;
    for (let j = 0; j < r; j++) product *= n + 2n * BigInt(j);
    return product;
  };
  let sum = 0n;
  if (relu) {
    let choose = 1n;
    for (let n = 0; n <= d; n++) {
      sum += choose * rising(BigInt(n));
      choose = (choose * BigInt(d - n)) / BigInt(n + 1);
    }
  } else sum = rising(BigInt(d));
  const mean = new D(sum.toString()).div(relu ? new D(2).pow(d) : 1);
  return mean.times(gain.div(d).pow(r));
}

/** Quantities of the exact law by sums over all numbers of active units. */
function quantityOf(settings: Settings, names: Names): (quantity: Quantity) => Precise | undefined {
  const [L, d] = ['L', 'd'].map((name) => names.get(name)!.toNumber()) as [number, number];
  const relu = settings.activation.kind === 'relu';
  return (quantity) => {
    const alive = relu ? one.minus(new D(2).pow(-d)).pow(L) : one;
    if (quantity.functional === 'P') return one.minus(alive);
    if (quantity.functional !== 'mean') return undefined;
    const r = evaluate(quantity.power, names)!.toNumber();
    const gain = gainOf(settings, names);
    const layer = layerMoment(relu, d, r, gain);
    let moment = layer.pow(L);
    // A gradient has the readout's variance in place of one layer's.
    if (quantity.observable.name === 'gradientNorm2')
      moment = layer.pow(L - 1).times(layerMoment(relu, d, r, evaluate(settings.readoutGain, names)!));
    return quantity.alive ? moment.div(alive) : moment;
  };
}

function* claims(_random: Random, from: number, count: number, injection: Injection): Iterable<Comparison> {
  for (const { id, job, mutant } of candidates('claim').slice(from, from + count)) {
    const isProved = proveJob({ ...job, ...asked }).proved === true;
    yield compareExactly(
      `${id}: proved, its mutant not`,
      `${isProved} ${proveJob({ ...mutant, ...asked }).proved === true}`,
      'true false',
    );
    const claim = claimOf(job);
    for (const point of samplePoints(claim, 17, 120)) {
      const names = new Map(Object.entries(point).map(([name, x]) => [name, exactly(x)]));
      const quantity = quantityOf(claim.settings, names);
      const [left, right] = [claim.left, claim.right].map((side) => evaluate(side, names, quantity));
      if (left === undefined || right === undefined)
        throw new Error(`${id} has no value at ${JSON.stringify(point)}.`);
      // 1 - (1 - 2^-d)^L loses up to 30 digits at d = 100.
      yield comparePrecisely(`${id} at ${JSON.stringify(point)}`, right, left, injection, 1e-25);
    }
  }
}

/** Coefficients of h, h^2, ... of f(h) with f(0) = 0, from its values at these h, by Newton's divided differences. */
function coefficientsOf(nodes: readonly Precise[], values: readonly Precise[]): Precise[] {
  const points = [zero, ...nodes];
  let differences = [zero, ...values];
  const newton: Precise[] = [differences[0]!];
  for (let k = 1; k < points.length; k++) {
    differences = differences
      .slice(1)
      .map((value, i) => value.minus(differences[i]!).div(points[i + k]!.minus(points[i]!)));
    newton.push(differences[0]!);
  }
  let polynomial: Precise[] = [];
  for (let k = newton.length - 1; k >= 0; k--) {
    // p (h - points[k]) + newton[k]
    const raised = [zero, ...polynomial];
    polynomial = raised.map((c, i) => c.minus((polynomial[i] ?? zero).times(points[k]!)));
    polynomial[0] = (polynomial[0] ?? zero).plus(newton[k]!);
  }
  return polynomial.slice(1);
}

/**
 * Mean and variance of log X for a leaky layer, X = sum c_i z_i^2/(p d): log(e/X) with an exponential e has the distribution function
 * 1 - M(t) at log t, M(t) = E e^(-tX), so its density is known; log e has mean -EulerGamma and variance pi^2/6. By the trapezoidal rule.
 */
function leakyCumulants(alpha: Precise, d: number): readonly [Precise, Precise] {
  const square = alpha.times(alpha);
  const p = square.plus(1).div(2);
  const step = new D('0.15');
  let [total, first, second] = [zero, zero, zero];
  for (let k = -460; k <= 46; k++) {
    const u = step.times(k);
    const t = u.exp().div(p.times(d));
    const [a, b] = [t.times(2).plus(1), t.times(2).times(square).plus(1)];
    const [ra, rb] = [one.div(a.sqrt()), one.div(b.sqrt())];
    const base = ra.plus(rb).div(2);
    // -t M'(t)
    const inner = t
      .times(ra.div(a))
      .plus(t.times(square).times(rb.div(b)))
      .div(2);
    const density = base
      .ln()
      .times(d - 1)
      .exp()
      .times(inner)
      .times(d);
    total = total.plus(density);
    first = first.plus(density.times(u));
    second = second.plus(density.times(u).times(u));
  }
  if (total.times(step).minus(1).abs().gt(1e-24)) throw new Error('The trapezoidal rule has not converged.');
  const mean = first.div(total);
  const variance = second.div(total).minus(mean.times(mean));
  return [mean.plus(eulerGamma).neg(), variance.minus(pi.times(pi).div(6))];
}

function* series(random: Random, from: number, count: number, injection: Injection): Iterable<Comparison> {
  for (const { id, job, mutant } of candidates('series').slice(from, from + count)) {
    yield compareExactly(
      `${id}: proved, its mutant not`,
      `${proveJob({ ...job, ...asked }).proved === true} ${proveJob({ ...mutant, ...asked }).proved === true}`,
      'true false',
    );
    const { activation, cumulant, order } = job.series!;
    const isLeaky = activation === 'leaky-relu';
    const stated = parseExpression(job.text, { names: isLeaky ? ['d', 'alpha'] : ['d'] });
    for (let round = 0; round < (isLeaky ? 4 : 1); round++) {
      const alpha = new D(random.between(0.05, 1.5));
      // Widths at which 2^-d is nothing.
      const widths = Array.from({ length: isLeaky ? 8 : 16 }, (_, k) => 400 + 120 * k);
      const nodes = widths.map((d) => one.div(d));
      const values = widths.map((width) =>
        activation === 'leaky-relu'
          ? leakyCumulants(alpha, width)[cumulant - 1]!
          : cumulants(
              { activation, width, depth: 1, gain: activation === 'relu' ? 2 : 1 },
              injection.fault === 'weight',
            )[cumulant - 1]!,
      );
      const found = coefficientsOf(nodes, values);
      const text = coefficientsOf(
        nodes,
        widths.map(
          (d) =>
            evaluate(
              stated,
              new Map([
                ['d', new D(d)],
                ['alpha', alpha],
              ]),
            )!,
        ),
      );
      for (let k = 1; k <= order; k++) {
        const [expected, measured] = [text[k - 1]!, found[k - 1]!];
        // What the fit leaves open grows by the size of 1/h from one order to the next.
        const error = isLeaky ? 1e-12 : 1e-20 * 1500 ** (k - 1);
        const at = `${id}, coefficient of d^-${k}${isLeaky ? `, alpha = ${alpha.toSignificantDigits(4)}` : ''}`;
        if (expected.abs().lt(1e-30)) yield compareExactly(at, measured.abs().lt(error), true);
        else yield comparePrecisely(at, expected, measured, injection, error);
      }
    }
  }
}

function* chainHessians(
  random: Random,
  from: number,
  count: number,
  injection: Injection,
): Iterable<Comparison> {
  for (let i = from; i < from + count; i++) {
    const depth = random.integer(1, 8);
    const { entries } = chainHessianEntries(depth);
    const number = () => new D(random.pick([1, -1]) * random.logBetween(1e-3, 1e3));
    const w = Array.from({ length: depth }, number);
    const [x, y] = [number(), number()];
    const names = new Map([['x', x], ['y', y], ...w.map((value, k) => [`w${k + 1}`, value] as const)]);
    const { row, column, derived, stated } = random.pick(entries);
    // Products of all weights but one, and but two.
    const without = (...left: number[]) =>
      w.reduce((product, each, k) => (left.includes(k + 1) ? product : product.times(each)), x);
    const outer = without(row).times(without(column));
    const bend = row === column ? zero : without().minus(y).times(without(row, column));
    const truth = outer.plus(bend);
    const size = outer.abs().plus(bend.abs());
    const at = `L = ${depth}, entry (${row}, ${column}), point ${i}`;
    const relative = 1e-45 * size.div(truth.abs()).toNumber();
    for (const [what, side] of [
      ['differentiated', derived],
      ['stated', stated],
    ] as const)
      yield comparePrecisely(`${what}, ${at}`, evaluate(side, names)!, truth, injection, relative);
    const false_ = chainHessianEntries(Math.min(depth, 4), 3).entries.some(
      (entry) => proveEqual(entry.derived, entry.stated, []) === undefined,
    );
    if (i % 50 === 0)
      yield compareExactly(`3F for 2F is not proved, L = ${Math.min(depth, 4)}`, false_, true);
  }
}

export const proofsOfClaims: Opinion = {
  id: 'proofs-claims',
  oracle: 'identities proved by algebra: the stated side; their mutants',
  route: 'quantities by sums over all numbers of active units, 60 digits; mutants are not proved',
  domain: 'every equality of the catalogue, 120 points each',
  full: 20,
  small: 2,
  perCell: 2,
  sees: ['shift'],
  examine: claims,
};

export const proofsOfSeries: Opinion = {
  id: 'proofs-series',
  oracle: 'expansions in 1/d proved by algebra; their mutants',
  route:
    'coefficients fitted to cumulants in 60 digits at 8 to 16 widths from 400 on; mutants are not proved',
  domain: 'every series of the catalogue, each coefficient',
  full: 8,
  small: 3,
  perCell: 1,
  sees: ['shift'],
  examine: series,
};

export const proofsOfHessians: Opinion = {
  id: 'proofs-chain-hessian',
  oracle: "closed form of a chain's Hessian, and its derivatives by algebra; its mutant",
  route: 'products of weights but one, and but two, 60 digits; the mutant is not proved',
  domain: 'L to 8, weights from 1e-3 to 1e3 of both signs',
  full: 500,
  small: 10,
  perCell: 100,
  sees: ['shift'],
  examine: chainHessians,
};
