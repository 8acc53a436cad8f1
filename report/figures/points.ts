/** All points at which nets were drawn: the left side against the right one, in units in which every point compares. */
import * as Plot from '@observablehq/plot';
import { describe } from '../../properties/describe.js';
import type { Trail } from '../../properties/trail.js';
import { count } from '../words.js';
import { csvText, type Figure, figureSize, rounded } from './figure.js';
import type { Margin } from './path.js';
import { colours, plotSvg, shortTicks } from './svg.js';

interface Bar {
  readonly point: string;
  readonly lower: number;
  readonly upper: number;
  readonly state: Trail['state'];
}

/** @param relation `=` goes with a margin for each trail. */
export function pointsFigure(
  trails: readonly Trail[],
  relation: '=' | '<=' | '>=',
  margins: readonly (Margin | undefined)[],
): Figure | undefined {
  const isRatio = relation !== '=' && trails.every(({ path }) => path.at(-1)![3] > 0);
  const bars = trails.map((trail, i) => barOf(trail, margins[i], isRatio));
  const shown = bars.filter((each) => Number.isFinite(each.lower) || Number.isFinite(each.upper));
  if (shown.length < 2) return undefined;
  const limits = relation === '=' ? [-1, 1] : [isRatio ? 1 : 0];
  const domain = domainOf(shown, limits);
  const within = (x: number) => Math.min(domain[1], Math.max(domain[0], x));
  const labels = shown.map(({ point }) => point);
  const letters = Math.max(...labels.map((each) => each.length));
  const colourOf = { holds: colours.blue, fails: colours.orange, unresolved: colours.quiet };
  const height = 62 + 20 * shown.length;
  const size = { ...figureSize, height };
  const svg = plotSvg({
    ...size,
    marginTop: 12,
    marginLeft: Math.min(185, 14 + 6.9 * letters),
    marginRight: 16,
    marginBottom: 40,
    style: { fontSize: '12px' },
    x: { label: axisOf(relation, isRatio), domain, ticks: 4, grid: true, ...shortTicks(domain) },
    y: {
      type: 'band',
      domain: labels,
      label: null,
      tickSize: 0,
      tickFormat: (text: string) => clipped(text),
    },
    marks: [
      Plot.ruleX(limits, { stroke: colours.green, strokeWidth: 1.75, strokeDasharray: '5 3' }),
      ...(['holds', 'fails', 'unresolved'] as const).flatMap((state) => {
        const own = shown.filter((each) => each.state === state);
        if (own.length === 0) return [];
        return [
          Plot.link(own, {
            x1: (bar: Bar) => within(bar.lower),
            x2: (bar: Bar) => within(bar.upper),
            y: 'point',
            stroke: colourOf[state],
            // One that fails may be a mere dot, and has to be seen.
            strokeWidth: state === 'fails' ? 5 : 3,
            strokeLinecap: 'round',
          }),
        ];
      }),
    ],
  });
  const worst =
    relation === '>='
      ? Math.min(...shown.map(({ lower }) => lower))
      : Math.max(...shown.map(({ upper }) => upper));
  return {
    ...size,
    kind: 'points',
    title: 'Every point drawn',
    note:
      relation === '=' ? 'intervals; dashed: the margin' : 'intervals; dashed: where both sides are equal',
    svg,
    description: `${axisOf(relation, isRatio)} at ${count(shown.length, 'point')}, as intervals; the claim asks for ${relation === '=' ? 'values from -1 to 1' : `values ${relation === '<=' ? 'up to' : 'from'} ${isRatio ? 1 : 0}`}, and the end that comes nearest is ${rounded(worst)}.`,
    csv: csvText(
      [...Object.keys(trails[0]!.point), 'lower', 'upper', 'state'],
      trails.map(({ point, state }, i) => [
        ...Object.values(point).map(String),
        rounded(bars[i]!.lower),
        rounded(bars[i]!.upper),
        state,
      ]),
    ),
  };
}

const axisOf = (relation: '=' | '<=' | '>=', isRatio: boolean) =>
  relation === '='
    ? 'deviation in units of the margin'
    : isRatio
      ? 'left side over right side'
      : 'left side minus right side';

const clipped = (text: string) => (text.length > 25 ? `${text.slice(0, 24)}…` : text);

function barOf({ point, state, path }: Trail, margin: Margin | undefined, isRatio: boolean): Bar {
  const [, a, b, c, e] = path.at(-1)!;
  const ends = (): [number, number] => {
    if (margin?.kind === 'relative')
      return [(a / c - 1) / margin.value, (b / c - 1) / margin.value].sort((x, y) => x - y) as [
        number,
        number,
      ];
    if (margin !== undefined) return [(a - e) / margin.value, (b - c) / margin.value];
    return isRatio ? [a / (a > 0 ? e : c), b / (b > 0 ? c : e)] : [a - e, b - c];
  };
  const [lower, upper] = ends();
  return { point: describe(point), state, lower, upper };
}

/** Intervals that are far longer than the others are cut at the frame. */
function domainOf(bars: readonly Bar[], limits: readonly number[]): [number, number] {
  const ends = bars.flatMap(({ lower, upper }) => [lower, upper]).filter(Number.isFinite);
  const all = [...ends, ...limits];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const margin = (most - least) / 25 || 1;
  return [least - margin, most + margin];
}
