/** The picture of gradients: the law's band, mean and median, and drawn nets, layer by layer. */
import * as Plot from '@observablehq/plot';
import type { Activation, Family } from '../../numerics/network/network.js';
import { colours } from '../../report/figures/svg.js';
import { bandLevels, type GradientProfile } from '../compute/gradient.js';
import type { LegendItem } from '../legend.js';
import { layerTicks, powerOfTen, wholeTicks } from './ticks.js';

export const gradientHeight = 330;

/** Decades shown below the lower end of the band, and above what is highest. */
const room = 0.6;

/** As `gradientProfile` has them. */
export function gradientLegend(family: Family, activation: Activation): LegendItem[] {
  const hasLaw = activation.kind !== 'leaky-relu' && family !== 'orthogonal';
  const share = `${Math.round(100 * (bandLevels[1] - bandLevels[0]))} % of nets`;
  const of = family === 'normal' ? '' : ', normal weights';
  return [
    ...(family === 'rademacher' ? [] : [{ label: 'mean', colour: colours.purple, look: 'line' } as const]),
    ...(!hasLaw
      ? [{ label: `drawn: ${share}`, colour: colours.blue, look: 'area' } as const]
      : [
          { label: `exact median${of}`, colour: 'var(--ink)', look: 'line' } as const,
          { label: `exact: ${share}${of}`, colour: 'var(--quiet)', look: 'area' } as const,
        ]),
    ...(family === 'orthogonal'
      ? []
      : [{ label: 'closed form of the median', colour: colours.green, look: 'dashes' } as const]),
    { label: 'median of drawn nets', colour: colours.blue, look: 'line' },
    { label: 'single nets', colour: 'var(--soft)', look: 'line' },
  ];
}

/** A layer, and how far all of its law lies above that of layer 1. */
interface Step {
  readonly x: number;
  readonly offset: number;
}

export function gradientPlot(profile: GradientProfile): (width: number) => Plot.PlotOptions {
  const { law, logMean, logMedianClosedForm, layers, offsets, drawn } = profile;
  const [low, high] = domainOf(profile);
  const last = layers.at(-1)!;
  const rows = drawn.logMedians.map((median, i) => ({
    layer: layers[i]!,
    median,
    lower: drawn.logLowers[i]!,
    upper: drawn.logUppers[i]!,
  }));
  const lines = drawn.lines.flatMap((line, net) => line.map((y, i) => ({ net, layer: layers[i]!, y })));
  // A single layer is a point: a rule has no length then, and dots take the place of lines.
  const along = last === 1 ? [0.5, 1.5] : layers;
  const steps = along.map((x, i) => ({ x, offset: offsets.at(last === 1 ? 0 : i)! }));
  const level = (y: number, options: Plot.LineOptions) =>
    Plot.line(steps, { x: 'x', y: ({ offset }: Step) => y + offset, clip: true, ...options });
  return (width) => ({
    height: gradientHeight,
    marginTop: 28,
    marginRight: 10,
    marginBottom: 42,
    marginLeft: 46,
    style: { fontSize: '12px' },
    x: {
      domain: [along[0]!, along.at(-1)!],
      label: 'layer l',
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: layerTicks(last, width < 420 ? 5 : 8),
      tickFormat: String,
    },
    y: {
      domain: [low, high],
      label: 'gradientNorm2[l]',
      labelArrow: 'none',
      ticks: wholeTicks(low, high, 6),
      tickFormat: powerOfTen,
      grid: true,
    },
    marks: [
      ...(law === undefined
        ? [
            Plot.areaY(rows, {
              x: 'layer',
              y1: 'lower',
              y2: 'upper',
              fill: colours.blue,
              fillOpacity: 0.16,
              clip: true,
            }),
          ]
        : [
            Plot.areaY(steps, {
              x: 'x',
              y1: ({ offset }: Step) => law.logLower + offset,
              y2: ({ offset }: Step) => law.logUpper + offset,
              fill: 'var(--quiet)',
              fillOpacity: 0.22,
              clip: true,
            }),
          ]),
      Plot.line(lines, {
        x: 'layer',
        y: 'y',
        z: 'net',
        stroke: 'var(--soft)',
        strokeWidth: 1,
        strokeOpacity: 0.55,
        clip: true,
      }),
      Plot.line(rows, { x: 'layer', y: 'median', stroke: colours.blue, strokeWidth: 2, clip: true }),
      ...(last === 1 ? [Plot.dot(rows, { x: 'layer', y: 'median', fill: colours.blue, r: 4 })] : []),
      ...(law === undefined ? [] : [level(law.logMedian, { stroke: 'var(--ink)', strokeWidth: 2.25 })]),
      ...(logMedianClosedForm === undefined
        ? []
        : [level(logMedianClosedForm, { stroke: colours.green, strokeWidth: 2.25, strokeDasharray: '6 4' })]),
      ...(logMean === undefined ? [] : [level(logMean, { stroke: colours.purple, strokeWidth: 2.5 })]),
    ],
  });
}

/** Room for the law, the closed form and the mean; of the drawn nets what fits in between. */
function domainOf({ law, logMean, logMedianClosedForm, offsets, drawn }: GradientProfile): [number, number] {
  const first = [
    ...(logMedianClosedForm === undefined ? [] : [logMedianClosedForm]),
    ...(logMean === undefined ? [] : [logMean]),
    ...(law === undefined ? [] : [law.logLower, law.logUpper]),
  ];
  const ends = [Math.min(...offsets), Math.max(...offsets)];
  const levels = [
    ...first.flatMap((level) => ends.map((offset) => level + offset)),
    ...(law === undefined ? [...drawn.logLowers, ...drawn.logUppers] : []),
  ].filter(Number.isFinite);
  const [low, high] = [Math.min(...levels), Math.max(...levels)];
  return [Math.floor(low - room), Math.ceil(high + room)];
}
