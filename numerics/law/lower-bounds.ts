/** Chernoff bounds on the lower tail of a law: P(S <= x) <= e^(log + exponent x) + rest. */
import type { TiltedDegrees } from './degrees.js';
import { LayerLine, sharedLine } from './layer-line.js';
import type { LayerCount } from './measure.js';

export interface LowerBound {
  readonly log: number;
  readonly exponent: number;
  readonly rest: number;
}

/** Probabilities of fewer degrees of freedom than k in some layer that are set aside as `rest`. */
const setAside = [1e-18, 1e-10, 1e-5];
/** Exponents tried, in units of 1/(standard deviation). */
const reaches = [3, 5, 7, 9];

/**
 * Bounds to choose from. With all layers' degrees at least k the exponent may go up to k/2; that some layer has
 * fewer goes into `rest`. For k = 1, rest = 0.
 */
export function lowerBounds(layers: readonly LayerCount[], deviation: number): LowerBound[] {
  const lines = layers.map(({ shape }) => sharedLine(shape, 0));
  const bounds: LowerBound[] = [];
  const add = (parts: readonly LayerLine[], exponent: number, rest: number) => {
    const log = parts.reduce((sum, part, g) => sum + layers[g]!.count * part.logRatioAtMost(-exponent), 0);
    bounds.push({ log, exponent, rest });
  };
  const room = Math.min(...lines.map(leastDegrees)) / 2;
  const near = reaches.map((reach) => reach / deviation);
  for (const exponent of new Set([...near.filter((s) => s < 0.9 * room), 0.5 * room, 0.9 * room]))
    add(lines, exponent, 0);
  for (const allowed of setAside) {
    const parts = lines.map((each, g) => withoutFew(each, allowed / (layers.length * layers[g]!.count)));
    const reach = Math.min(...parts.map(({ line }) => leastDegrees(line))) / 2;
    if (reach <= room) continue;
    const rest = parts.reduce((sum, { omitted }, g) => sum + layers[g]!.count * omitted, 0);
    for (const exponent of near.filter((s) => s > room && s < 0.9 * reach))
      add(
        parts.map(({ line }) => line),
        exponent,
        rest,
      );
  }
  return bounds;
}

function leastDegrees({ degrees: { shape, least } }: LayerLine): number {
  return shape.activation === 'relu' ? least : shape.width;
}

/** The degrees given N >= k, with the largest k for which P(N < k) is at most `allowed`. */
function withoutFew(line: LayerLine, allowed: number): { line: LayerLine; omitted: number } {
  const { shape, first, least, weights, omittedBelow } = line.degrees;
  if (shape.activation !== 'relu') return { line, omitted: 0 };
  let omitted = omittedBelow;
  let dropped = 0;
  while (dropped < weights.length - 1 && omitted + weights[dropped]! <= allowed)
    omitted += weights[dropped++]!;
  if (omitted > allowed || first + dropped === least) return { line, omitted: 0 };
  return { line: partOf(line, dropped), omitted: omitted * (1 + 1e-12) };
}

/** Parts of lines, by how many of their degrees are dropped. */
const parts = new WeakMap<LayerLine, Map<number, LayerLine>>();

function partOf(line: LayerLine, dropped: number): LayerLine {
  const known = parts.get(line) ?? new Map<number, LayerLine>();
  parts.set(line, known);
  const part = known.get(dropped) ?? new LayerLine(withoutFirst(line.degrees, dropped));
  known.set(dropped, part);
  return part;
}

function withoutFirst(degrees: TiltedDegrees, dropped: number): TiltedDegrees {
  const first = degrees.first + dropped;
  const kept = degrees.weights.slice(dropped);
  const total = kept.reduce((sum, weight) => sum + weight, 0);
  return {
    ...degrees,
    least: first,
    first,
    mode: Math.max(degrees.mode, first),
    weights: kept.map((weight) => weight / total),
    omittedBelow: 0,
    // phi(0) over N >= k; omitted masses are below 1e-25.
    logTotal: { value: Math.log(total), error: 1e-12 },
  };
}
