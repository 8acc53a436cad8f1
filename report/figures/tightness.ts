/** The picture of `tightness`: slack over width and depth, and the claim's two sides along the depth. */
import * as Plot from '@observablehq/plot';
import { scaleOf } from '../../properties/tightness/scale.js';
import type { Measure, Survey } from '../../properties/tightness/survey.js';
import { colours, figureOf, type Panel, plotSvg, type Size } from './svg.js';

const ownSize: Size = { width: 460, height: 380 };

export const measureText: Record<Measure, string> = {
  'log ratio': 'log of the larger side over the smaller',
  difference: 'difference of the sides',
  'unused margin': 'unused part of the margin',
};

export function tightnessFigure(survey: Survey): string {
  const panels = [heatMap(survey, ownSize), crossSections(survey, ownSize)];
  return figureOf(
    survey.claim,
    panels.filter((each) => each !== undefined),
  );
}

interface Cell {
  readonly L: number;
  readonly d: number;
  readonly slack: number | null;
  readonly slackError: number | null;
  readonly holds: boolean;
  readonly open: boolean;
  readonly vacuous: boolean;
}

function cellsOf({ grid }: Survey): Cell[] {
  return grid.rooms.flatMap((row, i) =>
    row.flatMap((room, j) =>
      room === null
        ? []
        : [
            {
              L: grid.depths[i]!,
              d: grid.widths[j]!,
              slack: room.slack,
              slackError: room.slackError,
              holds: room.holds,
              open: room.open,
              vacuous: room.vacuous,
            },
          ],
    ),
  );
}

/** Slack as a colour, a cell for each depth and width of the grid. */
export function heatMap(survey: Survey, size: Size): Panel {
  const cells = cellsOf(survey);
  const limited = cells.filter((each) => each.slack !== null);
  const labelled = extremes(limited);
  const { widths } = survey.grid;
  // A label is wider than a cell: at either side of the map it goes inwards.
  const labels = (anchor: 'start' | 'middle' | 'end') => {
    const own = labelled.filter((each) => anchorOf(each, widths) === anchor);
    return Plot.text(own, {
      x: 'd',
      y: 'L',
      text: labelOf,
      textAnchor: anchor,
      dx: anchor === 'start' ? -halfCell(widths, size) : anchor === 'end' ? halfCell(widths, size) : 0,
      fill: 'white',
      stroke: '#222',
      strokeWidth: 2,
      fontSize: 11,
    });
  };
  const svg = plotSvg({
    ...size,
    marginLeft,
    marginRight,
    marginBottom: 42,
    x: { type: 'band', label: 'width d', domain: widths, ticks: ticksOf(widths) },
    y: {
      type: 'band',
      label: 'depth L',
      domain: survey.grid.depths,
      reverse: true,
      ticks: ticksOf(survey.grid.depths),
    },
    color: { ...coloursOf(limited), scheme: 'viridis' },
    marks: [
      Plot.cell(cells, { x: 'd', y: 'L', fill: 'slack', inset: 0.5 }),
      Plot.text(
        cells.filter((each) => isMarked(each) && !labelled.includes(each)),
        {
          x: 'd',
          y: 'L',
          text: symbolOf,
          fill: (each: Cell) => (each.slack === null ? '#888' : 'white'),
          fontSize: 11,
        },
      ),
      ...(['start', 'middle', 'end'] as const).map(labels),
    ],
  });
  const marks = [
    cells.some((each) => !each.holds && !each.open) ? '× fails' : '',
    cells.some((each) => each.open) ? '? open' : '',
    cells.some((each) => each.vacuous) ? '○ says nothing' : '',
    limited.length < cells.length ? '0: the smaller side is 0' : '',
  ].filter((each) => each !== '');
  const fixed = Object.entries(survey.grid.fixed).map(([name, value]) => `${name} = ${value}`);
  return {
    ...size,
    title: `Slack: ${measureText[survey.measure]}`,
    note: [...fixed, ...marks].join(', '),
    svg,
  };
}

/** Of so many colours each is told from the next. */
const colourSteps = 100;

/** Colours go as far as differences are not of errors alone. */
function coloursOf(limited: readonly Cell[]): { type: 'log' | 'linear'; domain?: [number, number] } {
  if (limited.length === 0) return { type: 'linear' };
  const { least, most, logarithmic, steps } = scaleOf(limited, colourSteps);
  if (steps === colourSteps) return { type: logarithmic ? 'log' : 'linear' };
  // One colour for all where no step is beyond the errors.
  const stretch = steps === 1 ? 1e6 : colourSteps / steps;
  if (logarithmic && steps > 1) return { type: 'log', domain: [least, least * (most / least) ** stretch] };
  const range = most - least || 1;
  return { type: 'linear', domain: [least, least + stretch * range] };
}

const isMarked = (each: Cell) => !each.holds || each.vacuous || each.slack === null;
const markOf = ({ holds, open }: Cell) => (open ? '?' : holds ? '' : '×');
const symbolOf = (each: Cell) => markOf(each) || (each.slack === null ? '0' : '○');
const labelOf = (each: Cell) => `${markOf(each)} ${brief(each.slack!)}`.trim();

/** Two digits, and no row of zeros in front of them. */
const brief = (x: number) =>
  x !== 0 && Math.abs(x) < 1e-3 ? x.toExponential(1).replace('.0e', 'e') : String(Number(x.toPrecision(2)));

/** Of the map, in pixels. */
const marginLeft = 48;
const marginRight = 20;

/** A label takes as many columns at most where there are many, and one where there are few. */
const labelColumns = 6;

function anchorOf({ d }: Cell, widths: readonly number[]): 'start' | 'middle' | 'end' {
  if (widths.length <= labelColumns) return 'middle';
  const column = widths.indexOf(d);
  if (column < labelColumns / 2) return 'start';
  return column >= widths.length - labelColumns / 2 ? 'end' : 'middle';
}

/** Half the width of a cell, without its frame and what bands are rounded by. */
function halfCell(widths: readonly number[], size: Size): number {
  return (size.width - marginLeft - marginRight) / widths.length / 2 - 3;
}

/** The cells with the least and the most slack, one where all have the same: they are labelled. */
function extremes(cells: readonly Cell[]): Cell[] {
  const inOrder = [...cells].sort((a, b) => a.slack! - b.slack!);
  const isOne = inOrder.length > 0 && scaleOf(inOrder, colourSteps).steps === 1;
  return [...new Set([inOrder[0], ...(isOne ? [] : [inOrder.at(-1)])])].filter((each) => each !== undefined);
}

function ticksOf(values: readonly number[]): number[] {
  const step = Math.ceil(values.length / 8);
  return values.filter((_, i) => i % step === 0);
}

/** Both sides against the depth, at the least, a middle and the largest width. */
export function crossSections(survey: Survey, size: Size): Panel | undefined {
  const { widths, depths, rooms } = survey.grid;
  if (depths.length < 2) return undefined;
  const isLog = showsLogs(survey);
  const columns = [...new Set([0, Math.floor(widths.length / 2), widths.length - 1])];
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
        .map((each) => ({ ...each, L: depths[i]!, d: `d = ${widths[j]}` }));
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
    y: { label: isLog ? 'log of the sides' : 'sides', grid: true, domain, ...largeTicks(domain) },
    color: {
      type: 'ordinal',
      domain: columns.map((j) => `d = ${widths[j]}`),
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

/** Digits that would not fit beside the axis. */
const largeTicks = ([low, high]: readonly [number, number]) =>
  Math.max(Math.abs(low), Math.abs(high)) >= 1e5 ? { tickFormat: '.3~g' } : {};

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
