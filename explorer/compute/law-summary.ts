/** What theory says of log forwardNorm2 for the nets of a state: closed forms, and the exact law of normal weights. */
import { exactLawOf, type ProductLaw } from '../../numerics/law/index.js';
import type { Network } from '../../numerics/network/network.js';
import { inverseWidths } from '../shape.js';
import { type ExplorerState, networkOf } from '../state.js';
import { decayOf, logMeanOf } from './log-normal.js';

export interface LawSummary {
  /** log of E forwardNorm2 (theory F1, U1). */
  readonly logOfMean: number;
  /** log of the median to leading order in 1/d: that of the mean - c/2 sum of 1/d_l, with c = 5 for relu, 2 for linear nets (F5, F8, U3). */
  readonly closedForm: number;
  /** The c above. */
  readonly decay: number;
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
  const network = networkOf(state);
  const decay = decayOf(network.activation);
  const ratio = inverseWidths(network.widths);
  const logOfMean = logMeanOf(network);
  const closedForm = logOfMean - (decay * ratio) / 2;
  const law = lawOf(network);
  const centre = law?.logMean().value ?? closedForm;
  const spread = law?.logSpread ?? Math.sqrt(decay * ratio);
  const most = Math.max(shown, Math.min(shownForMean, (logOfMean - centre) / spread + 0.5));
  return {
    logOfMean,
    closedForm,
    decay,
    dead: law?.deadProbability.value ?? 0,
    centre,
    spread,
    law: law && exactLaw(law, state.init === 'normal'),
    domain: [centre - shown * spread, centre + most * spread],
  };
}

function lawOf(network: Network): ProductLaw | undefined {
  return network.activation.kind === 'leaky-relu' ? undefined : exactLawOf(network);
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
