/** The picture of the map: a colour for each depth and width, and both frontiers. */
import * as Plot from '@observablehq/plot';
import type { SurvivalMap } from '../compute/survival-map.js';
import { edgesOf } from './place.js';

export const margins = { top: 10, right: 18, bottom: 42, left: 46 };

/** The same on a page of any width: nothing moves when the picture comes. */
export const mapHeight = 360;

interface Cell {
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
  readonly p: number;
}

/** None before the first look. */
function cellsOf({ depths, widths, probabilities }: SurvivalMap): Cell[] {
  if (probabilities.length === 0) return [];
  const [xs, ys] = [edgesOf(depths), edgesOf(widths)];
  return depths.flatMap((_, i) =>
    widths.map((_, j) => ({
      x1: xs[i]!,
      x2: xs[i + 1]!,
      y1: ys[j]!,
      y2: ys[j + 1]!,
      p: probabilities[i * widths.length + j]!,
    })),
  );
}

export function survivalPlot(map: SurvivalMap): (width: number) => Plot.PlotOptions {
  const [xs, ys] = [edgesOf(map.depths), edgesOf(map.widths)];
  const [x, y] = [
    [xs[0]!, xs.at(-1)!],
    [ys[0]!, ys.at(-1)!],
  ];
  const points = (widths: readonly (number | undefined)[]) =>
    widths.flatMap((width, i) => (width === undefined ? [] : [{ depth: map.depths[i]!, width }]));
  const line = (widths: readonly (number | undefined)[], options: Plot.LineOptions) =>
    Plot.line(points(widths), { x: 'depth', y: 'width', clip: true, ...options });
  return () => ({
    height: mapHeight,
    marginTop: margins.top,
    marginRight: margins.right,
    marginBottom: margins.bottom,
    marginLeft: margins.left,
    style: { fontSize: '12px' },
    x: {
      type: 'log',
      domain: x,
      label: 'depth L',
      labelAnchor: 'center',
      ticks: [1, 3, 10, 30, 100, 300, 1000],
      tickFormat: String,
      labelArrow: 'none',
    },
    y: {
      type: 'log',
      base: 2,
      domain: y,
      label: 'width d',
      ticks: [1, 4, 16, 64, 256],
      tickFormat: String,
      labelAnchor: 'center',
      labelArrow: 'none',
    },
    color: { type: 'linear', domain: [0, 1], scheme: 'viridis' },
    marks: [
      Plot.frame({ fill: 'var(--tint)' }),
      // No seams between them.
      Plot.rect(cellsOf(map), {
        x1: 'x1',
        x2: 'x2',
        y1: 'y1',
        y2: 'y2',
        fill: 'p',
        shapeRendering: 'crispEdges',
        clip: true,
      }),
      line(map.exact, { stroke: 'black', strokeOpacity: 0.55, strokeWidth: 5 }),
      line(map.exact, { stroke: 'white', strokeWidth: 2.5 }),
      line(map.closedForm, {
        stroke: map.probabilities.length === 0 ? 'var(--ink)' : 'black',
        strokeWidth: 1.5,
        strokeDasharray: '4 4',
      }),
    ],
  });
}
