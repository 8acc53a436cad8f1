/** The pictures of the race: the loss of one net step by step, and the escapes of many. */
import * as Plot from '@observablehq/plot';
import { colours } from '../../report/figures/svg.js';
import { type RacedNet, type RaceRecord, racers } from '../compute/race.js';
import type { LegendItem } from '../legend.js';

export const raceHeight = 300;
export const escapesHeight = 132;

export const racerColours = [colours.blue, colours.orange, colours.green];

export const raceLegend: readonly LegendItem[] = racers.map(({ name, optimizer }, k) => ({
  label: `${name}, rate ${optimizer.rate}`,
  colour: racerColours[k]!,
  look: 'line',
}));

const sides = { marginLeft: 64, marginRight: 14 };

/** Steps stand on a logarithmic axis: step 0 half way before step 1. */
export const placeOf = (step: number) => Math.max(0.5, step);

const stepAxis = (cap: number): Plot.ScaleOptions => ({
  type: 'log',
  domain: [0.5, cap * 1.15],
  labelAnchor: 'center',
  labelArrow: 'none',
  ticks: [1, 10, 100, 1000].filter((step) => step <= cap),
  tickFormat: 'd',
});

interface Point {
  readonly racer: string;
  readonly step: number;
  readonly loss: number;
}

/** @param now the step up to which the race has gone. */
export function racePlot(
  { curves }: RacedNet,
  cap: number,
  now: number,
): (width: number) => Plot.PlotOptions {
  const points = curves.flatMap(({ steps, losses }, k) =>
    steps.map((step, i): Point => ({ racer: racers[k]!.name, step: placeOf(step), loss: losses[i]! })),
  );
  const top = Math.min(1.5, Math.max(1.08, ...points.map(({ loss }) => loss * 1.05)));
  const gone = points.filter(({ step }) => step <= placeOf(now));
  const heads = racers.flatMap(({ name }) => gone.findLast(({ racer }) => racer === name) ?? []);
  const escapes = curves.flatMap(({ escape: step, steps, losses }, k) =>
    step === undefined || step > now
      ? []
      : [{ racer: racers[k]!.name, step, loss: losses[steps.indexOf(step)]! }],
  );
  const line = { x: 'step', y: 'loss', z: 'racer', stroke: 'racer', clip: true } as const;
  return () => ({
    height: raceHeight,
    marginTop: 12,
    marginBottom: 42,
    ...sides,
    style: { fontSize: '12px' },
    x: { ...stepAxis(cap), label: 'step' },
    y: {
      domain: [0, top],
      label: 'loss, relative to the start',
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: 5,
      grid: true,
    },
    color: { type: 'ordinal', domain: racers.map(({ name }) => name), range: racerColours },
    marks: [
      Plot.ruleY([0.9], { stroke: 'var(--ink)', strokeDasharray: '2 4', strokeOpacity: 0.7 }),
      Plot.text([0.9], {
        x: () => cap * 1.1,
        y: (y: number) => y,
        text: () => 'escaped: a tenth down',
        textAnchor: 'end',
        dy: 9,
        fill: 'var(--soft)',
      }),
      Plot.line(points, { ...line, strokeWidth: 1.25, strokeOpacity: 0.3 }),
      Plot.line(gone, { ...line, strokeWidth: 2.5 }),
      Plot.dot(heads, { x: 'step', y: 'loss', fill: 'racer', r: 4, clip: true }),
      Plot.ruleX(escapes, {
        x: 'step',
        y1: 0,
        y2: 'loss',
        stroke: 'racer',
        strokeWidth: 1.5,
        strokeDasharray: '3 3',
      }),
      Plot.dot(escapes, {
        x: 'step',
        y: 'loss',
        stroke: 'racer',
        fill: 'var(--card)',
        strokeWidth: 2.5,
        r: 5,
      }),
    ],
  });
}

/** One row for each optimizer: a stroke for each net's escape, the median, and how many did not escape. */
export function escapesPlot(
  { results, summary }: RaceRecord,
  cap: number,
): (width: number) => Plot.PlotOptions {
  const living = results.filter(({ dead }) => !dead);
  const strokes = racers.flatMap(({ name }, k) =>
    living.flatMap(({ steps }) =>
      steps[k]! === Infinity ? [] : [{ racer: name, step: placeOf(steps[k]!) }],
    ),
  );
  const medians = racers.flatMap(({ name }, k) => {
    const median = summary?.optimizers[k]?.median ?? Number.NaN;
    return Number.isNaN(median)
      ? []
      : [{ racer: name, step: placeOf(Math.min(median, cap * 1.12)), isLate: median === Infinity }];
  });
  return () => ({
    height: escapesHeight,
    marginTop: 4,
    marginBottom: 40,
    ...sides,
    style: { fontSize: '12px' },
    x: { ...stepAxis(cap), label: 'steps to escape, one stroke for each net; the dot is the median' },
    y: { type: 'band', domain: racers.map(({ name }) => name), label: null, tickSize: 0, padding: 0.25 },
    color: { type: 'ordinal', domain: racers.map(({ name }) => name), range: racerColours },
    marks: [
      Plot.tickX(strokes, { x: 'step', y: 'racer', stroke: 'racer', strokeWidth: 2, strokeOpacity: 0.55 }),
      Plot.dot(
        medians.filter(({ isLate }) => !isLate),
        { x: 'step', y: 'racer', fill: 'racer', stroke: 'var(--card)', strokeWidth: 2, r: 6.5 },
      ),
      Plot.text(
        medians.filter(({ isLate }) => isLate),
        {
          x: 'step',
          y: 'racer',
          text: () => 'most do not get there →',
          textAnchor: 'end',
          fill: 'var(--soft)',
        },
      ),
    ],
  });
}
