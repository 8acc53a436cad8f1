/** The nets in doubles that are run: their family, layers and slope. */
import { configureSmall } from './double-small';
import { configureTies } from './double-ties';
import { masksAt, widthsAt } from './layout';

export let family: i32 = 0;
export const normal = 0;
export const uniform = 1;
export const signed = 2;

export let depth: i32 = 0;
export let inputs: i32 = 0;
export let slope: f64 = 0;
export let randomReadout: bool = false;
/** Whether layers are narrow (double-small.ts). */
export let isSmall: bool = false;
/** Where the masks of the last layer begin. */
export let lastMasks: usize = 0;

/**
 * The family of weights (0 normal, 1 uniform, 2 ±1); layers; how many entries of the input are 1 (the others are 0); phi(z) = slope z for z <= 0, and that
 * slope modulo the prime; whether the readout's entries are weights (the one row of layer depth + 1) or all 1; whether layers are narrow, not for weights ±1.
 */
export function configureDoubles(
  weights: i32,
  layers: i32,
  ones: i32,
  negativeSlope: f64,
  residue: i32,
  readout: bool,
  small: bool,
): void {
  family = weights;
  depth = layers;
  inputs = ones;
  slope = negativeSlope;
  configureTies(negativeSlope, residue);
  randomReadout = readout;
  lastMasks = masksAt;
  for (let layer = 0; layer < depth; layer++) lastMasks += widthOf(layer);
  memory.fill(masksAt, 0, widthOf(0));
  isSmall = small;
  if (small) configureSmall(weights == normal, layers);
}

@inline
export function widthOf(layer: i32): i32 {
  return load<i32>(widthsAt + (usize(layer) << 2));
}
