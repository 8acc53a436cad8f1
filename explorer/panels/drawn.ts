/** Which nets spectra and races draw: smaller ones than the state's where those take too long. */
import { raceable } from '../compute/race.js';
import type { ExplorerState } from '../state.js';

/** Eigenvalues take (L d)^3. */
export const widestSpectrum = 8;
const spectrumDepths = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64];
export const spectrumNets = 24;
/** Depths at which fewer nets are alive have nothing to show. */
const leastAlive = 0.06;
/** Fewer nets alive have no median worth showing. */
export const fewestAlive = 4;

export const shownWidth = ({ width }: Pick<ExplorerState, 'width'>) => Math.min(width, widestSpectrum);

/** All of the depths, or those at which enough nets are alive (theory F10). */
export function shownDepths(state: Pick<ExplorerState, 'width' | 'activation'>): number[] {
  const width = shownWidth(state);
  const isAlive = (depth: number) =>
    state.activation !== 'relu' || depth < 3 || (1 - 2 ** -width) ** depth >= leastAlive;
  return spectrumDepths.filter(isAlive);
}

/** A race of larger nets takes too long: they are raced at the same L/d. */
const mostWeights = 8000;
export const raceCap = 2000;
export const raceNets = 24;

export const raceSize = ({ depth, width }: Pick<ExplorerState, 'depth' | 'width'>) =>
  raceable(depth, width, mostWeights);
