/** The picture of `tightness`: slack over width and depth, and the claim's two sides along the depth. */
import * as Plot from '@observablehq/plot';
import type { Measure, Survey } from '../../properties/tightness/survey.js';
import { heatMap, marksText } from './heat-map.js';
import { colours, figureOf, type Panel, plotSvg, type Size, shortTicks } from './svg.js';

const ownSize: Size = { width: 460, height: 380 };

export const measureText: Record<Measure, string> = {
  'log ratio': 'log of the larger side over the smaller',
  difference: 'difference of the sides',
  'unused margin': 'unused part of the margin',
};

export function tightnessFigure(survey: Survey): string {
  const panels = [slackPanel(survey), crossSections(survey, ownSize)];
  return figureOf(
    survey.claim,
    panels.filter((each) => each !== undefined),
  );
}

function slackPanel(survey: Survey): Panel {
  const fixed = Object.entries(survey.grid.fixed).map(([name, value]) => `${name} = ${value}`);
  return {
    ...heatMap(survey, ownSize),
    title: `Slack: ${measureText[survey.measure]}`,
    note: [...fixed, ...marksText(survey)].join(', '),
  };
}

/** Both sides against the depth, at the least, a middle and the largest width. */
export function crossSections(survey: Survey, size: Size): Panel | undefined {
  const { widths, depths, rooms } = survey.grid;
  if (depths.length < 2) return undefined;
  const isLog = showsLogs(survey);
  const columns = [...new Set([0, Math.floor(widths.length / 2), widths.length - 1])];
  // Of a claim without a width there is one line a side.
  const hasWidths = rooms.flat().some((room) => room?.point.d !== undefined);
  const nameOf = (j: number) => (hasWidths ? `d = ${widths[j]}` : '');
  const lines = columns.flatMap((j) =>
    rooms.flatMap((row, i) => {
      const room = row[j];
      if (room === null || room === undefined) return [];
      const side = (which: 'left' | 'right', value: number | null, log: number | null) => ({
        which,
        y: isLog ? log : value,
      });
      return [side('left', room.lhs, room.logLhs), side('right', room.rhs, room.logRhs)]
        .filter((each) => each.y !== null)
        .map((each) => ({ ...each, L: depths[i]!, d: nameOf(j) }));
    }),
  );
  if (lines.length === 0) return undefined;
  const range = { top: 20, bottom: size.height - 42 };
  const domain = extentOf(lines.map((each) => each.y!));
  const svg = plotSvg({
    ...size,
    marginLeft: 60,
    marginRight: 70,
    marginTop: range.top,
    marginBottom: size.height - range.bottom,
    x: { label: 'depth L', grid: true },
    y: { label: isLog ? 'log of the sides' : 'sides', grid: true, domain, ...shortTicks(domain) },
    color: {
      type: 'ordinal',
      domain: columns.map(nameOf),
      range: [colours.blue, colours.orange, colours.green],
    },
    marks: [
      Plot.line(
        lines.filter((each) => each.which === 'left'),
        { x: 'L', y: 'y', stroke: 'd', strokeWidth: 2 },
      ),
      Plot.line(
        lines.filter((each) => each.which === 'right'),
        { x: 'L', y: 'y', stroke: 'd', strokeWidth: 1.5, strokeDasharray: '5 3' },
      ),
      Plot.text(endLabels(lines, domain, range), {
        x: 'L',
        y: 'y',
        text: 'd',
        fill: 'd',
        textAnchor: 'start',
        dx: 6,
      }),
    ],
  });
  return { ...size, title: 'The two sides along the depth', note: 'left side solid, right side dashed', svg };
}

/** Also of sides that are not compared by their ratio, where they span orders of magnitude. */
export function showsLogs({ measure, grid }: Survey): boolean {
  if (measure === 'log ratio') return true;
  const logs = grid.rooms.flat().flatMap((room) => (room === null ? [] : [room.logLhs, room.logRhs]));
  if (logs.some((each) => each === null)) return false;
  const known = logs.map((each) => each!);
  return Math.max(...known) - Math.min(...known) > Math.log(1000);
}

interface LinePoint {
  readonly which: 'left' | 'right';
  readonly L: number;
  readonly y: number | null;
  readonly d: string;
}

/** In pixels, from baseline to baseline. */
const labelHeight = 13;

/** The names of the left sides at their ends, moved apart where these are close. */
function endLabels(
  lines: readonly LinePoint[],
  [low, high]: readonly [number, number],
  { top, bottom }: { readonly top: number; readonly bottom: number },
): LinePoint[] {
  // By depth within a width: the last one of each name stays.
  const ends = [
    ...new Map(lines.filter((each) => each.which === 'left').map((each) => [each.d, each])).values(),
  ];
  const perPixel = (high - low) / (bottom - top);
  const inOrder = ends
    .map((each) => ({ each, at: Math.round(top + (high - each.y!) / perPixel) }))
    .sort((a, b) => a.at - b.at);
  const places = spread(
    inOrder.map(({ at }) => at),
    labelHeight,
    bottom,
  );
  return inOrder.map(({ each }, i) => ({ ...each, y: high - (places[i]! - top) * perPixel }));
}

/** Ascending places at least `gap` apart: each moved down as far as the one above asks, then up as far as the end asks. */
function spread(places: readonly number[], gap: number, end: number): number[] {
  const moved: number[] = [];
  for (const place of places) moved.push(Math.max(place, (moved.at(-1) ?? -Infinity) + gap));
  for (let i = moved.length - 1, most = end; i >= 0; i--, most -= gap) moved[i] = Math.min(moved[i]!, most);
  return moved;
}

/** Never empty: places are divided by its length. */
function extentOf(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = low === high ? Math.abs(low) / 10 || 1 : 0;
  return [low - margin, high + margin];
}
