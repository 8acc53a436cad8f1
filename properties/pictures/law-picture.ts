/** The law of a claim's observable at a point, three ways: drawn nets, the exact law of normal weights, the log-normal law. */
import { kolmogorovRadius } from '../../numerics/inference/kolmogorov.js';
import { exactLawOf } from '../../numerics/law/index.js';
import type { Network } from '../../numerics/network/network.js';
import { isRefusal } from '../../theory/errors.js';
import type { Claim } from '../../theory/language/claim.js';
import { normalCdf } from '../../theory/special/normal.js';
import { absoluteCdf } from '../absolute-cdf.js';
import { netCost } from '../cost.js';
import { samplePoints } from '../domain.js';
import { hasLaw } from '../has-law.js';
import { type ClaimJob, claimOf } from '../job.js';
import { networkAt } from '../network-at.js';
import { type DrawnObservable, isDrawable, observableAt } from '../observables.js';
import { quantitiesOf } from '../quantities.js';
import { streamSeed } from '../simulate-point.js';
import type { Point } from '../verdict.js';
import { bandConfidence } from './band-confidence.js';

export interface LawPicture {
  readonly point: Point;
  /** What was drawn: `forwardNorm2`. */
  readonly observable: string;
  /** Whether the values are logarithms. */
  readonly isLog: boolean;
  /** Whether dead nets are left out. */
  readonly alive: boolean;
  /** Nets in the picture, and how many of those drawn were dead. */
  readonly nets: number;
  readonly dead: number;
  /** The law drawn from lies within so much of the drawn distribution function, everywhere at once, at 95 % confidence (DKW). */
  readonly radius: number;
  /** Whether the exact law is the law that is drawn from, and not only that of normal weights of the same variance. */
  readonly isOwnLaw: boolean;
  /** Ascending values, with the distribution functions there; null where the observable has no such law. */
  readonly rows: readonly LawRow[];
}

export interface LawRow {
  readonly x: number;
  readonly drawn: number;
  readonly exact: number | null;
  readonly logNormal: number | null;
}

const leastNets = 200;
const mostNets = 600;
/** Nominal seconds that the nets may take. */
const seconds = 0.1;
/** Values in the picture at most: more could not be told apart. */
const mostRows = 21;

/**
 * Where the law is drawn: the first of these points at which nets are cheap, and mostly alive, and deep enough to be worth it; else the
 * dearest one that is cheap enough.
 */
export function lawPoint(job: ClaimJob, preferred: readonly Point[]): Point | undefined {
  const claim = claimOf(job);
  const others = samplePoints(claim, job.seed, 24)
    .map((point) => ({ point, seconds: secondsOf(claim, point) }))
    .sort((a, b) => b.seconds - a.seconds)
    .map(({ point }) => point);
  return [...preferred.filter(({ L }) => L !== 1), ...others].find(
    (point) => leastNets * secondsOf(claim, point) <= seconds && isMostlyAlive(claim, point),
  );
}

function observableOf(
  claim: Claim,
  point: Point,
): { observable: DrawnObservable; alive: boolean } | undefined {
  const quantity = [claim.left, claim.right].flatMap(quantitiesOf)[0];
  if (quantity === undefined || !isDrawable(quantity.observable)) return undefined;
  return { observable: observableAt(quantity.observable, point, claim.settings), alive: quantity.alive };
}

function secondsOf(claim: Claim, point: Point): number {
  const found = observableOf(claim, point);
  if (found === undefined) return Infinity;
  const network = networkAt(claim, point);
  return netCost(network, found.observable.passes(network));
}

/** Of relu nets: 1 - 2^-d of the layers of width d let something through. */
function isMostlyAlive(claim: Claim, point: Point): boolean {
  if (claim.settings.activation.kind !== 'relu') return true;
  const { widths } = networkAt(claim, point);
  return widths.slice(1).reduce((alive, width) => alive * (1 - 2 ** -width), 1) >= 0.4;
}

/** Undefined where nets cannot be drawn, or hardly any is alive. */
export function lawPictureAt(job: ClaimJob, point: Point): LawPicture | undefined {
  const claim = claimOf(job);
  const { observable, alive: givenAlive } = observableOf(claim, point)!;
  const network = networkAt(claim, point);
  const drawn = Math.min(mostNets, Math.floor(seconds / secondsOf(claim, point)));
  const [values, alive] = [new Float64Array(drawn), new Uint8Array(drawn)];
  try {
    // The nets that decided the claim, where nets did: the first of them.
    observable.draw(network, streamSeed(job, claim, point, 'examine'), 0, values, alive);
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
  const sample = values.filter((_, net) => !givenAlive || alive[net] === 1).sort();
  const finite = sample.filter((x) => x > -Infinity);
  if (finite.length < leastNets / 4) return undefined;
  const laws = lawsOf(claim, network, observable, givenAlive);
  const below = sample.length - finite.length;
  const count = Math.min(mostRows, finite.length);
  const rows = Array.from({ length: count }, (_, i): LawRow => {
    // Closer to each other towards the ends, where a distribution function bends.
    const part = (1 - Math.cos((Math.PI * i) / (count - 1))) / 2;
    const index = Math.round(part * (finite.length - 1));
    const x = finite[index]!;
    return {
      x,
      drawn: (below + index + 1) / sample.length,
      exact: laws === undefined ? null : clamped(laws.exact(x)),
      logNormal: laws === undefined ? null : clamped(laws.logNormal(x)),
    };
  });
  return {
    point,
    observable: observable.text,
    isLog: observable.scale === 'log',
    alive: givenAlive,
    nets: sample.length,
    dead: alive.reduce((sum, each) => sum + (each === 0 ? 1 : 0), 0),
    radius: kolmogorovRadius(sample.length, 1 - bandConfidence),
    isOwnLaw: hasLaw([claim.left, claim.right].flatMap(quantitiesOf)[0]!, claim),
    rows,
  };
}

const clamped = (x: number) => Math.min(1, Math.max(0, x));

/** Distribution functions of the logarithm, with the dead below all values unless they are left out. */
function lawsOf(claim: Claim, network: Network, { law: of }: DrawnObservable, givenAlive: boolean) {
  if (of === undefined || claim.settings.activation.kind === 'leaky-relu') return undefined;
  const law = exactLawOf(network, of);
  const cdf = absoluteCdf(law, 8);
  const [mean, deviation] = [law.logMean().value, Math.sqrt(law.logVariance().value)];
  const atom = givenAlive ? 0 : law.deadProbability.value;
  const withAtom = (p: number) => atom + (1 - atom) * p;
  return {
    exact: (x: number) => withAtom(cdf(x).value),
    logNormal: (x: number) => withAtom(normalCdf((x - mean) / deviation)),
  };
}
