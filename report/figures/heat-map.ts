/** The room that a claim leaves as a map: a cell for each depth and width, and above it what its colours mean. */
import * as Plot from '@observablehq/plot';
import { type Scale, scaleOf } from '../../properties/tightness/scale.js';
import type { Survey } from '../../properties/tightness/survey.js';
import { inkOn, shortColour } from './contrast.js';
import { colours, type Panel, plotSvg, type Size, withFirst } from './svg.js';

interface Cell {
  readonly L: number;
  readonly d: number;
  readonly slack: number | null;
  readonly slackError: number | null;
  readonly holds: boolean;
  readonly open: boolean;
  readonly vacuous: boolean;
}

type Limited = Cell & { readonly slack: number };

/** Of the map, in pixels. */
const margins = { left: 48, right: 20, bottom: 42 } as const;
/** Smaller letters nobody reads; two of them are as wide as two are high. */
const markSize = 12;

/** Without a title or a note: who shows the map has them. */
export function heatMap(survey: Survey, size: Size): Pick<Panel, 'width' | 'height' | 'svg'> {
  const { widths, depths } = survey.grid;
  const cells = cellsOf(survey);
  const limited = cells.filter((each): each is Limited => each.slack !== null);
  const shades = shadesOf(limited);
  const key = keyOf(shades);
  const top = key.height + 8;
  const room = Math.min(
    (size.width - margins.left - margins.right) / widths.length,
    (size.height - top - margins.bottom) / depths.length,
  );
  const shown = (i: number) => i % Math.ceil(markSize / room) === 0;
  const marks = cells.flatMap((cell) => {
    const end =
      shades?.most === undefined ? '' : cell === shades.least ? '▾' : cell === shades.most ? '▴' : '';
    const isShown = shown(widths.indexOf(cell.d)) && shown(depths.indexOf(cell.L));
    const text = `${end === '' && !isShown ? '' : symbolOf(cell)}${end}`;
    const fill = cell.slack === null ? colours.ink : inkOn(shades!.colourOf(cell.slack));
    return text === '' ? [] : [{ ...cell, text, fill }];
  });
  const svg = plotSvg({
    ...size,
    marginLeft: margins.left,
    marginRight: margins.right,
    marginBottom: margins.bottom,
    marginTop: top,
    x: { type: 'band', label: 'width d', domain: widths, ticks: ticksOf(widths) },
    y: { type: 'band', label: 'depth L', domain: depths, reverse: true, ticks: ticksOf(depths) },
    marks: [
      Plot.cell(limited, {
        x: 'd',
        y: 'L',
        fill: ({ slack }: Limited) => shades!.colourOf(slack),
        inset: 0.5,
      }),
      ...['#000', '#fff', colours.ink].map((fill) =>
        Plot.text(
          marks.filter((each) => each.fill === fill),
          { x: 'd', y: 'L', text: 'text', fill, fontSize: markSize },
        ),
      ),
    ],
  });
  return { ...size, svg: withFirst(svg, key.svg) };
}

/** What the marks in the cells mean, as far as there are any. */
export function marksText(survey: Survey): string[] {
  const cells = cellsOf(survey);
  return [
    cells.some((each) => !each.holds && !each.open) ? '× fails' : '',
    cells.some((each) => each.open) ? '? open' : '',
    cells.some((each) => each.vacuous) ? '○ says nothing' : '',
    cells.some((each) => each.slack === null) ? '0: the smaller side is 0' : '',
  ].filter((each) => each !== '');
}

function cellsOf({ grid }: Survey): Cell[] {
  return grid.rooms.flatMap((row, i) =>
    row.flatMap((room, j) => {
      if (room === null) return [];
      const { slack, slackError, holds, open, vacuous } = room;
      return [{ L: grid.depths[i]!, d: grid.widths[j]!, slack, slackError, holds, open, vacuous }];
    }),
  );
}

const symbolOf = ({ slack, holds, open, vacuous }: Cell) =>
  open ? '?' : holds ? (slack === null ? '0' : vacuous ? '○' : '') : '×';

/** Of so many colours each is told from the next. */
const colourSteps = 100;

interface Shades {
  readonly scale: Scale;
  readonly colourOf: (slack: number) => string;
  /** The cells with the least and the most slack; no other where no difference is beyond the errors. */
  readonly least: Limited;
  readonly most: Limited | undefined;
}

function shadesOf(limited: readonly Limited[]): Shades | undefined {
  const inOrder = [...limited].sort((a, b) => a.slack - b.slack);
  const [least, most] = [inOrder[0], inOrder.at(-1)];
  if (least === undefined || most === undefined) return undefined;
  const scale = scaleOf(limited, colourSteps);
  const color = Plot.scale({
    color: { type: scale.logarithmic ? 'log' : 'linear', domain: domainOf(scale), scheme: 'viridis' },
  })!;
  return {
    scale,
    colourOf: (slack) => shortColour(String(color.apply(slack))),
    least,
    most: scale.steps === 1 ? undefined : most,
  };
}

/** Colours go as far as differences are not of errors alone: one for all where no step is beyond them. */
function domainOf({ least, most, logarithmic, steps }: Scale): [number, number] {
  const stretch = steps === 1 ? 1e6 : colourSteps / steps;
  if (logarithmic && steps > 1) return [least, least * (most / least) ** stretch];
  return [least, least + stretch * (most - least || 1)];
}

/** The least and the most slack at the ends of a bar with the colours between. */
function keyOf(shades: Shades | undefined): { svg: string; height: number } {
  if (shades === undefined) return { svg: '', height: 4 };
  const { scale, colourOf, least, most } = shades;
  const { logarithmic } = scale;
  const [letter, gap, part, parts] = [6.4, 7, 14, most === undefined ? 1 : 7];
  const first = `${most === undefined ? '' : '▾ least '}${brief(least.slack)}`;
  const start = Math.round(margins.left + letter * first.length + gap);
  const bar = Array.from({ length: parts }, (_, i) => {
    const share = parts === 1 ? 0 : i / (parts - 1);
    const slack = logarithmic
      ? least.slack * (scale.most / least.slack) ** share
      : least.slack + share * (scale.most - least.slack);
    return `<path fill="${colourOf(slack)}" d="M${start + i * part} 4h${part}v9h-${part}z"/>`;
  });
  const last = most === undefined ? 'everywhere, to within errors' : `most ${brief(most.slack)} ▴`;
  return {
    svg: `<g font-size="12" text-anchor="start"><text x="${margins.left}" y="13">${first}</text>${bar.join('')}<text x="${start + parts * part + gap}" y="13">${last}</text></g>`,
    height: 20,
  };
}

/** Two digits, and no row of zeros in front of them. */
const brief = (x: number): string => (x < 0 ? `−${briefly(-x)}` : briefly(x));
const briefly = (x: number) =>
  x !== 0 && x < 1e-3 ? x.toExponential(1).replace('.0e', 'e') : String(Number(x.toPrecision(2)));

function ticksOf(values: readonly number[]): number[] {
  const step = Math.ceil(values.length / 8);
  return values.filter((_, i) => i % step === 0);
}
