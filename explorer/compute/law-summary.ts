/** What theory says of log forwardNorm2 for the nets of a state: closed forms, and the exact law of normal weights. */
import { exactLawOf, type ProductLaw } from '../../numerics/law/index.js';
import { squareNetwork } from '../../numerics/network/network.js';
import type { ExplorerState } from '../state.js';

export interface LawSummary {
  /** log of E forwardNorm2 = (p g)^L (theory F1). */
  readonly logOfMean: number;
  /** log of the median to leading order in 1/d: L log(p g) - c L/(2d), with c = 5 for relu, 2 for linear nets (F5, F8). */
  readonly closedForm: number;
  /** The c above. */
  readonly decay: number;
  /** p = E phi'(z)^2. */
  readonly pass: number;
  /** P(a^L = 0) for weights with a density (F10). */
  readonly dead: number;
  /** Mean and standard deviation of the log, given alive: exact where there is a law, else to leading order. */
  readonly centre: number;
  readonly spread: number;
  /** That of normal weights; there is none for leaky relu. */
  readonly law: ExactLaw | undefined;
  /** What a picture of it shows, in log forwardNorm2: all of the law but some 1e-4, and the mean if it is near. */
  readonly domain: readonly [number, number];
}

export interface ExactLaw {
  /** Whether the nets of the state follow it: with other than normal weights they do so only roughly. */
  readonly isOwn: boolean;
  /** log of the median given alive, and its error bound. */
  readonly median: number;
  readonly medianError: number;
  readonly density: (x: number) => number;
  /** P(log forwardNorm2 <= x | alive). */
  readonly cdf: (x: number) => number;
}

/** Standard deviations from the middle to either side of a picture, and how far it goes to take in the mean. */
const shown = 4.2;
const shownForMean = 7;
/** Standard deviations that the law's contours span. */
const reach = 8;

export function lawSummary(state: ExplorerState): LawSummary {
  const { depth, width, gain, init, activation } = state;
  const slope = { relu: 0, 'leaky-relu': state.slope, linear: 1 }[activation];
  const square = slope * slope;
  const pass = (1 + square) / 2;
  const decay = (5 * square * square - 2 * square + 5) / (1 + square) ** 2;
  const logOfMean = depth * Math.log(pass * gain);
  const closedForm = logOfMean - (decay * depth) / (2 * width);
  const law = lawOf(state);
  const centre = law?.logMean().value ?? closedForm;
  const spread = law?.logSpread ?? Math.sqrt((decay * depth) / width);
  const most = Math.max(shown, Math.min(shownForMean, (logOfMean - centre) / spread + 0.5));
  return {
    logOfMean,
    closedForm,
    decay,
    pass,
    dead: law?.deadProbability.value ?? 0,
    centre,
    spread,
    law: law && exactLaw(law, init === 'normal'),
    domain: [centre - shown * spread, centre + most * spread],
  };
}

function lawOf({ depth, width, gain, activation }: ExplorerState): ProductLaw | undefined {
  if (activation === 'leaky-relu') return undefined;
  const layer = squareNetwork(1, width, { init: { name: 'normal', gain }, activation: { kind: activation } });
  return exactLawOf(layer, { repeat: depth });
}

function exactLaw(law: ProductLaw, isOwn: boolean): ExactLaw {
  const median = law.quantile(0.5);
  const cdf = law.cdfWithin(reach);
  return {
    isOwn,
    median: median.value,
    medianError: median.error,
    density: law.densityWithin(reach),
    cdf: (x) => Math.min(1, Math.max(0, cdf(x).value)),
  };
}
