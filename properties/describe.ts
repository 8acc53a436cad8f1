import type { Point } from './verdict.js';

/** `d=1, L=1`. */
export function describe(point: Point): string {
  return Object.entries(point)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}
