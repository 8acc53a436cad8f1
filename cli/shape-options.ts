/** The options --depth, --width, --widths and --input-width: how many layers a net has, and how wide they are. */
import type { Command } from 'commander';
import { InputError } from '../theory/errors.js';
import { type DepthRange, depthsOf, whole, wholeNumber } from './options.js';

export interface ShapeOptions {
  readonly width?: number;
  /** d_1, ..., d_L. */
  readonly widths?: readonly number[];
  /** d_0. */
  readonly inputWidth?: number;
}

/** As in JSON: one width, or those of the hidden layers and the input's. */
export type Shape =
  | { readonly width: number }
  | {
      readonly widths: readonly number[];
      readonly inputWidth: number;
      /** Of 1/d_l over the hidden layers: it takes the place of L/d. */
      readonly sumInverseWidths: number;
    };

export interface Shaped {
  readonly depth: number;
  readonly shape: Shape;
}

const mostLayers = 10_000;

/** --width, --widths and --input-width for widths from 1 to `most`. */
export function addShapeOptions(command: Command, most: number, widthUse = 'width of every layer'): Command {
  return command
    .option('--width <d>', widthUse, wholeNumber('--width', 1, most))
    .option(
      '--widths <list>',
      'widths of the hidden layers d_1,...,d_L, such as 64,32,16, in place of --depth and --width',
      listOfWidths(most),
    )
    .option(
      '--input-width <d>',
      'width of the input d_0, with --widths (default: the first of them)',
      wholeNumber('--input-width', 1, most),
    );
}

function listOfWidths(most: number): (text: string) => readonly number[] {
  const parse = wholeNumber('Each of --widths', 1, most);
  return (text) => {
    const parts = text.split(',');
    if (parts.length > mostLayers)
      throw new InputError(`--widths takes at most ${mostLayers} widths, not ${parts.length}.`);
    if (parts.length === 1 && Number.isNaN(whole(text))) {
      throw new InputError(`--widths takes a list such as 64,32,16, not '${text}'.`);
    }
    return parts.map(parse);
  };
}

/** A net of one depth: `law`, `simulate`. @throws InputError for options that contradict each other, or are missing. */
export function shapeOf(options: ShapeOptions & { readonly depth?: number }): Shaped {
  const { depth, width } = options;
  const unequal = unequalShape(options, { '--depth': depth });
  if (unequal !== undefined) return { depth: unequal.widths.length, shape: unequal };
  if (depth === undefined || width === undefined)
    throw new InputError('A net needs --depth and --width, or --widths.');
  return { depth, shape: { width } };
}

const usualWidth = 8;

/** Nets of several depths, or of the one that --widths gives: `spectrum`, `race`. */
export function shapesOf(
  options: ShapeOptions & { readonly depth?: DepthRange; readonly step?: number },
  usualDepths?: DepthRange,
): { readonly depths: readonly number[]; readonly shape: Shape } {
  const { depth = usualDepths, step, width = usualWidth } = options;
  const unequal = unequalShape(options, { '--depth': options.depth, '--step': step });
  if (unequal !== undefined) return { depths: [unequal.widths.length], shape: unequal };
  if (depth === undefined) throw new InputError('A net needs --depth, or --widths.');
  return { depths: depthsOf(depth, step), shape: { width } };
}

function unequalShape(
  { width, widths, inputWidth }: ShapeOptions,
  others: Readonly<Record<string, unknown>>,
): Extract<Shape, { widths: unknown }> | undefined {
  if (widths === undefined) {
    if (inputWidth === undefined) return undefined;
    throw new InputError(
      '--input-width goes with --widths; with --width the input is as wide as the layers.',
    );
  }
  const given = Object.entries({ ...others, '--width': width }).find(([, value]) => value !== undefined);
  if (given !== undefined)
    throw new InputError(
      `--widths says how many layers there are and how wide they are: leave out ${given[0]}.`,
    );
  return {
    widths,
    inputWidth: inputWidth ?? widths[0]!,
    sumInverseWidths: widths.reduce((sum, each) => sum + 1 / each, 0),
  };
}

const mostShown = 12;

/** `d=64`, `widths 64, 32, 16 behind an input of width 64`. */
export function shapeText(shape: Shape): string {
  if (!('widths' in shape)) return `d=${shape.width}`;
  const { widths, inputWidth } = shape;
  const shown = widths.length > mostShown ? [...widths.slice(0, 5), '...', ...widths.slice(-5)] : widths;
  return `widths ${shown.join(', ')} behind an input of width ${inputWidth}`;
}

/** L/d, or what takes its place. */
export const ratioOf = ({ depth, shape }: Shaped): number =>
  'widths' in shape ? shape.sumInverseWidths : depth / shape.width;

export const ratioName = (shape: Shape): string => ('widths' in shape ? 'sum of 1/d' : 'L/d');
