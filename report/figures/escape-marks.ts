/** Curves, bars and bounds of the picture of an escape, and the frame that holds them. */
import * as Plot from '@observablehq/plot';
import type { EscapeCurve, EscapePicture, EscapeRow } from '../../properties/pictures/escape-picture.js';
import { colours } from './svg.js';

type Range = readonly [number, number];

export interface Frame {
  /** The computed curves: each has a colour. */
  readonly found: readonly EscapeCurve[];
  readonly colourOf: (curve: EscapeCurve) => string;
  /** Where what is beyond the cap is drawn, if anything is. */
  readonly top: number | undefined;
  readonly x: { readonly domain: Range; readonly ticks: readonly number[]; readonly tickFormat: string };
  readonly y: {
    readonly domain: Range;
    readonly ticks: readonly number[];
    readonly tickFormat: typeof powerText;
  };
}

const palette = [colours.blue, colours.orange, colours.purple, colours.ink] as const;

export function frameOf({ kind, curves, cap }: EscapePicture): Frame {
  const found = curves.filter(({ role }) => role === 'line' || role === 'points');
  // What is stated goes with the curve before it, unless it is of all of them.
  const colourOf = (curve: EscapeCurve): string => {
    const index = found.indexOf(curve);
    if (index >= 0) return palette[index % palette.length]!;
    if (curve.role === 'bounds' && kind !== 'race') return colours.green;
    return colourOf(curves[curves.indexOf(curve) - 1]!);
  };
  const all = curves.flatMap(({ rows }) => rows);
  const ends = curves.flatMap(({ role, rows }) =>
    rows.flatMap(({ y, lower, upper }) => [...(role === 'bounds' && y === null ? [] : [y]), lower, upper]),
  );
  const top = cap !== undefined && ends.includes(null) ? 1.6 * cap : undefined;
  const xs = all.map(({ x }) => x);
  const ys = ends.filter((each) => typeof each === 'number');
  const x: Range = [Math.min(...xs) / 1.12, Math.max(...xs) * 1.12];
  const y: Range = [Math.min(...ys) / 1.25, Math.max(top ?? 0, ...ys) * 1.25];
  const depths = [...new Set(found.flatMap(({ rows }) => rows.map((row) => row.x)))].sort((a, b) => a - b);
  return {
    found,
    colourOf,
    top,
    x: { domain: x, ticks: kind === 'ball' ? powersIn(x) : apart(depths, x), tickFormat: '~g' },
    y: { domain: y, ticks: powersIn(y), tickFormat: powerText },
  };
}

/** Powers of ten, seven at most. */
function powersIn([low, high]: Range): number[] {
  const [first, last] = [Math.ceil(Math.log10(low)), Math.floor(Math.log10(high))];
  const step = Math.ceil((last - first + 1) / 7);
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => 10 ** (first + step * i));
}

/** Of a power of ten. */
const powerText = (y: number) =>
  y >= 1e-4 && y <= 1e5
    ? y.toLocaleString('en-US', { maximumSignificantDigits: 1 })
    : `1e${Math.round(Math.log10(y))}`;

/** Those that have room for their digits: a tenth of the axis. */
function apart(values: readonly number[], [low, high]: Range): number[] {
  const gap = Math.log(high / low) / 10;
  const kept: number[] = [];
  for (const value of values)
    if (kept.length === 0 || Math.log(value / kept.at(-1)!) >= gap) kept.push(value);
  return kept;
}

export function curveMarks(picture: EscapePicture, frame: Frame): Plot.Markish[] {
  const { kind, curves, cap } = picture;
  const { found, top } = frame;
  // Bars at the same depth stand beside each other.
  const isBarred = found.some(({ rows }) => rows.some(({ upper }) => upper !== undefined));
  const shift = (index: number) => (isBarred ? 6 * (index - (found.length - 1) / 2) : 0);
  return [
    ...(top === undefined ? [] : [Plot.ruleY([cap!], { stroke: colours.quiet, strokeDasharray: '4 2.5' })]),
    ...(kind === 'ball' ? [diagonal(frame)] : []),
    ...curves.flatMap((curve) => {
      const colour = frame.colourOf(curve);
      if (curve.role === 'stated') return [line(curve, frame, colour, 0)];
      return curve.role === 'bounds' ? boundMarks(curve, frame, colour) : [];
    }),
    ...found.flatMap((curve, i) => foundMarks(curve, frame, shift(i))),
  ];
}

const line = ({ rows }: EscapeCurve, { top }: Frame, stroke: string, dx: number) =>
  Plot.line(rows, { x: 'x', y: ({ y }: EscapeRow) => y ?? top, stroke, strokeWidth: 1.5, dx });

function foundMarks(curve: EscapeCurve, frame: Frame, dx: number): Plot.Markish[] {
  const { role, rows } = curve;
  const [colour, top] = [frame.colourOf(curve), frame.top];
  const barred = rows.filter(({ upper }) => upper !== undefined);
  const beyond = rows.filter(({ y }) => y === null);
  return [
    ...(role === 'line' ? [line(curve, frame, colour, dx)] : []),
    ...(barred.length === 0 ? [] : [bars(barred, frame, colour, dx)]),
    Plot.dot(
      rows.filter(({ y }) => y !== null),
      { x: 'x', y: 'y', fill: colour, r: 3, dx },
    ),
    ...(beyond.length === 0
      ? []
      : [Plot.text(beyond, { x: 'x', y: () => top, text: () => '▴', fill: colour, dx })]),
  ];
}

const bars = (rows: readonly EscapeRow[], { top }: Frame, stroke: string, dx: number) =>
  Plot.link(rows, {
    x: 'x',
    y1: ({ lower }: EscapeRow) => lower ?? top,
    y2: ({ upper }: EscapeRow) => upper ?? top,
    stroke,
    strokeWidth: 3,
    strokeOpacity: 0.35,
    dx,
  });

/** A bar from the least to the most that is stated, or a stroke where it is one number. */
function boundMarks({ rows }: EscapeCurve, frame: Frame, stroke: string): Plot.Markish[] {
  const ends = rows.map(({ x, y, lower, upper }) => ({
    x,
    y,
    lower: y ?? lower ?? null,
    upper: y ?? upper ?? null,
  }));
  const wide = ends.filter(({ lower, upper }) => lower !== upper);
  return [
    ...(wide.length === 0 ? [] : [bars(wide, frame, stroke, 0)]),
    ...(['lower', 'upper'] as const).map((end) =>
      Plot.link(ends, {
        x1: ({ x }: EscapeRow) => x / 1.09,
        x2: ({ x }: EscapeRow) => x * 1.09,
        y: (row: EscapeRow) => row[end] ?? frame.top,
        stroke,
        strokeWidth: 3,
      }),
    ),
  ];
}

/** Where time and bound are equal, as far as both axes go. */
function diagonal({ x, y }: Frame): Plot.Markish {
  const ends = [Math.max(x.domain[0], y.domain[0]), Math.min(x.domain[1], y.domain[1])];
  return Plot.line(
    ends.map((each) => ({ x: each, y: each })),
    { x: 'x', y: 'y', stroke: colours.green, strokeWidth: 1.75, strokeDasharray: '5 3' },
  );
}
