/** The pictures of the race: the loss of one net step by step, and the escapes of many. */
import * as Plot from '@observablehq/plot';
import { colours } from '../../report/figures/svg.js';
import { type RacedNet, type RaceRecord, racers } from '../compute/race.js';
import type { LegendItem } from '../legend.js';

export const raceHeight = 300;
export const escapesHeight = 128;

const racerColours = [colours.blue, colours.orange, colours.green];

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

/** The highest loss shown: RMSprop's first step, ten times its rate, may throw a net far off. */
const top = 1.15;
/** Far above the picture; of much larger places on it browsers make no line. */
const farOff = 1000;

/** @param now the step up to which the race has gone. */
export function racePlot(
  { curves }: RacedNet,
  cap: number,
  now: number,
): (width: number) => Plot.PlotOptions {
  const points = curves.flatMap(({ steps, losses }, k) =>
    steps.map(
      (step, i): Point => ({
        racer: racers[k]!.name,
        step: placeOf(step),
        loss: Math.min(farOff, losses[i]!),
      }),
    ),
  );
  const lowest = curves.flatMap(({ steps, losses }, k) => {
    let least = 1;
    return steps.map((step, i): Point => {
      least = Math.min(least, losses[i]!);
      return { racer: racers[k]!.name, step: placeOf(step), loss: least };
    });
  });
  const gone = lowest.filter(({ step }) => step <= placeOf(now));
  const heads = racers.flatMap(({ name }) => gone.findLast(({ racer }) => racer === name) ?? []);
  const escapes = curves.flatMap(({ escape: step, steps, losses }, k) =>
    step === undefined || step > now
      ? []
      : [{ racer: racers[k]!.name, step, loss: losses[steps.indexOf(step)]! }],
  );
  const line = { x: 'step', y: 'loss', z: 'racer', stroke: 'racer', clip: true } as const;
  return () => ({
    height: raceHeight,
    marginTop: 28,
    marginBottom: 40,
    ...sides,
    style: { fontSize: '12px' },
    x: { ...stepAxis(cap), label: 'step' },
    y: {
      domain: [0, top],
      label: 'loss, relative to the start',
      labelArrow: 'none',
      ticks: [0, 0.25, 0.5, 0.75, 1],
      tickFormat: (loss: number) => `${100 * loss} %`,
      grid: true,
    },
    color: { type: 'ordinal', domain: racers.map(({ name }) => name), range: racerColours },
    marks: [
      Plot.line(points, { ...line, strokeWidth: 1, strokeOpacity: 0.35 }),
      Plot.ruleY([0.9], { stroke: 'var(--ink)', strokeDasharray: '2 4', strokeOpacity: 0.8 }),
      Plot.text(['escaped below'], {
        x: () => cap * 1.12,
        y: () => 0.9,
        text: (text: string) => text,
        textAnchor: 'end',
        dy: 10,
        fill: 'var(--ink)',
        stroke: 'var(--card)',
        strokeWidth: 4,
      }),
      Plot.line(gone, { ...line, strokeWidth: 2.5, curve: 'step-after' }),
      Plot.dot(heads, { x: 'step', y: 'loss', fill: 'racer', r: 4 }),
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
    x: { ...stepAxis(cap), label: 'step' },
    y: { type: 'band', domain: racers.map(({ name }) => name), label: null, tickSize: 0, padding: 0.25 },
    color: { type: 'ordinal', domain: racers.map(({ name }) => name), range: racerColours },
    marks: [
      Plot.tickX(strokes, { x: 'step', y: 'racer', stroke: 'racer', strokeWidth: 2, strokeOpacity: 0.55 }),
      Plot.dot(
        medians.filter(({ isLate }) => !isLate),
        { x: 'step', y: 'racer', fill: 'racer', stroke: 'var(--card)', strokeWidth: 2, r: 5.5 },
      ),
      Plot.text(
        medians.filter(({ isLate }) => isLate),
        {
          x: 'step',
          y: 'racer',
          text: () => 'most do not get there →',
          stroke: 'var(--card)',
          strokeWidth: 5,
          textAnchor: 'end',
          fill: 'var(--soft)',
        },
      ),
    ],
  });
}
