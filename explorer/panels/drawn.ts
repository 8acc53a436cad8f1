/** Which nets spectra and races draw: smaller ones than the state's where those take too long. */
import { raceable } from '../compute/race.js';
import { type Layers, scaled, weightCount } from '../shape.js';
import { type ExplorerState, isUnequal, layersOf } from '../state.js';

/** Eigenvalues take (L d)^3. */
const widestSpectrum = 8;
const spectrumDepths = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64];
export const spectrumNets = 24;
/** Depths at which fewer nets are alive have nothing to show. */
const leastAlive = 0.06;
/** Fewer nets alive have no median worth showing. */
export const fewestAlive = 4;

/** The layers of the nets whose spectra are shown: those of the state, made narrow by one factor if they are wide; or one width that is not too large. */
export function spectrumLayers(state: ExplorerState): Layers {
  const layers = layersOf(state);
  const widest = Math.max(...layers);
  if (isUnequal(state)) return widest > widestSpectrum ? scaled(layers, widestSpectrum / widest) : layers;
  return new Array<number>(spectrumDepths.at(-1)! + 1).fill(Math.min(widest, widestSpectrum));
}

/** All of the depths, of unequal widths up to the last layer, or those at which enough nets are alive (theory F10). */
export function shownDepths(layers: Layers, activation: ExplorerState['activation']): number[] {
  const last = layers.length - 1;
  const isAlive = (depth: number) =>
    activation !== 'relu' ||
    depth < 3 ||
    layers.slice(1, depth + 1).reduce((p, width) => p * (1 - 2 ** -width), 1) >= leastAlive;
  const depths = spectrumDepths.filter((depth) => depth < last);
  return [...depths, ...(last <= spectrumDepths.at(-1)! ? [last] : [])].filter(isAlive);
}

/** A race of larger nets takes too long: they are raced at the same L/d. */
const mostWeights = 8000;
export const raceCap = 2000;
export const raceNets = 24;

/** With unequal widths as many layers, made narrow by one factor. */
export function raceLayers(state: ExplorerState): Layers {
  const layers = layersOf(state);
  if (isUnequal(state)) {
    const weights = weightCount(layers);
    return weights > mostWeights ? scaled(layers, Math.sqrt(mostWeights / weights)) : layers;
  }
  const { depth, width } = raceable(state.depth, state.width, mostWeights);
  return new Array<number>(depth + 1).fill(width);
}
