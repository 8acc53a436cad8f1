/** Places on the map of depth and width, whose axes are logarithmic. */
import { steps } from '../compute/survival-map.js';
import type { ExplorerState } from '../state.js';

/** The state's own limits. */
export const [deepest, widest] = [1000, 512];
export const [depths, widths] = [steps(deepest, 40), steps(widest, 36)];

/** Where one depth, or width, ends and the next begins: on a logarithmic axis, half way. */
export function edgesOf(values: readonly number[]): number[] {
  const last = values.length - 1;
  const between = values.slice(1).map((value, i) => Math.sqrt(value * values[i]!));
  const ratio = last === 0 ? 2 : values[last]! / between[last - 1]!;
  return [values[0]! / Math.SQRT2, ...between, values[last]! * ratio];
}

/** Part of an axis, from 0 to 1, at which a value stands. */
export function partOf(values: readonly number[], value: number): number {
  const edges = edgesOf(values);
  return Math.log(value / edges[0]!) / Math.log(edges.at(-1)! / edges[0]!);
}

/** The whole number that stands nearest to a part of the axis. */
export function valueAt(values: readonly number[], part: number): number {
  const edges = edgesOf(values);
  const value = edges[0]! * (edges.at(-1)! / edges[0]!) ** part;
  return Math.min(values.at(-1)!, Math.max(1, Math.round(value)));
}

/** The state one cell further, or one layer or unit. */
export function changeBy(
  key: string,
  single: boolean,
  { depth, width }: Pick<ExplorerState, 'depth' | 'width'>,
): Partial<ExplorerState> | undefined {
  const move = (values: readonly number[], value: number, up: boolean) => {
    const most = values.at(-1)!;
    if (single) return Math.min(most, Math.max(1, value + (up ? 1 : -1)));
    return (up ? values.find((each) => each > value) : values.findLast((each) => each < value)) ?? value;
  };
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight':
      return { depth: move(depths, depth, key === 'ArrowRight') };
    case 'ArrowUp':
    case 'ArrowDown':
      return { width: move(widths, width, key === 'ArrowUp') };
    default:
      return undefined;
  }
}
