/** The picture of spectra: a column for each depth, positive eigenvalues above the middle, negative ones below. */
import * as Plot from '@observablehq/plot';
import { colours } from '../../report/figures/svg.js';
import { bins, binWidth, type DepthSpectrum, firstBin, type Spectra } from '../compute/spectrum.js';
import type { LegendItem } from '../legend.js';
import { fewestAlive } from './drawn.js';
import { powerOfTen } from './ticks.js';

export const spectrumHeight = 400;

/** Sizes below 10^floor lie at the middle; those above 10^top do not come up but in very rare nets. */
const [floor, top] = [-8, 4];

export const spectrumLegend: readonly LegendItem[] = [
  { label: 'positive eigenvalues', colour: colours.blue, look: 'area' },
  { label: 'negative eigenvalues', colour: colours.orange, look: 'area' },
  { label: 'median of the largest and of the smallest', colour: 'var(--ink)', look: 'line' },
];

/** Height of log10 |lambda| above the middle. */
const height = (log: number) => Math.min(top, Math.max(floor, log)) - floor;

interface Cell {
  readonly depth: string;
  readonly y1: number;
  readonly y2: number;
  readonly share: number;
  readonly sign: 1 | -1;
}

function cellsOf(spectra: Spectra): Cell[] {
  return spectra.flatMap(({ depth, positive, negative, eigenvalues }) =>
    ([1, -1] as const).flatMap((sign) =>
      Array.from({ length: bins }, (_, k) => {
        const low = (k + firstBin) * binWidth;
        const share = (sign === 1 ? positive : negative)[k]! / Math.max(1, eigenvalues);
        return {
          depth: String(depth),
          y1: sign * height(low),
          y2: sign * height(low + binWidth),
          share,
          sign,
        };
      }).filter(({ share, y1, y2 }) => share > 0 && y1 !== y2),
    ),
  );
}

export function spectrumPlot(spectra: Spectra): (width: number) => Plot.PlotOptions {
  const cells = cellsOf(spectra);
  const most = Math.max(0.02, ...cells.map(({ share }) => share));
  const depths = spectra.map(({ depth }) => String(depth));
  const extremes = (sign: 1 | -1, log: (each: DepthSpectrum) => number) =>
    spectra
      .filter((each) => each.nets - each.dead >= fewestAlive && log(each) > Number.NEGATIVE_INFINITY)
      .map((each) => ({ depth: String(each.depth), y: sign * height(log(each)) }));
  const line = (points: ReturnType<typeof extremes>) => [
    Plot.line(points, { x: 'depth', y: 'y', stroke: 'var(--ink)', strokeWidth: 2 }),
    Plot.dot(points, {
      x: 'depth',
      y: 'y',
      fill: 'var(--ink)',
      stroke: 'var(--card)',
      strokeWidth: 1.25,
      r: 3.75,
    }),
  ];
  const exponents = [-4, 0, 4];
  const ticks = [...exponents.map((each) => -height(each)), 0, ...exponents.map(height)];
  return () => ({
    height: spectrumHeight,
    marginTop: 28,
    marginRight: 8,
    marginBottom: 42,
    marginLeft: 52,
    style: { fontSize: '12px' },
    x: {
      type: 'band',
      domain: depths,
      label: 'depth L',
      labelAnchor: 'center',
      labelArrow: 'none',
      padding: 0.14,
      tickSize: 0,
    },
    y: {
      domain: [-(top - floor), top - floor],
      label: 'eigenvalue',
      labelArrow: 'none',
      ticks,
      tickFormat: (y: number) => tickText(y),
      grid: true,
    },
    marks: [
      ...([1, -1] as const).map((sign) =>
        Plot.barY(
          cells.filter((each) => each.sign === sign),
          {
            x: 'depth',
            y1: 'y1',
            y2: 'y2',
            fill: sign === 1 ? colours.blue : colours.orange,
            fillOpacity: ({ share }: Cell) => 0.06 + 0.94 * Math.sqrt(share / most),
            // No seams between them.
            shapeRendering: 'crispEdges',
          },
        ),
      ),
      Plot.ruleY([0], { stroke: 'var(--ink)', strokeOpacity: 0.6 }),
      ...line(extremes(1, ({ logMax }) => logMax)),
      ...line(extremes(-1, ({ logMin }) => logMin)),
    ],
  });
}

function tickText(y: number): string {
  if (y === 0) return `±${powerOfTen(floor)}`;
  return `${y < 0 ? '−' : ''}${powerOfTen(Math.abs(y) + floor)}`;
}
