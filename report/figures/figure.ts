/** What a report shows of one claim: a picture, what it says in words, and the numbers behind it. */
import type { FigureKind } from './kinds.js';
import type { Panel, Size } from './svg.js';

export interface Figure extends Panel {
  readonly kind: FigureKind;
  /** For those who cannot see it. */
  readonly description: string;
  /** With a header. */
  readonly csv: string;
}

/** Three of them fit beside each other on a page, one on a phone. */
export const figureSize: Size = { width: 380, height: 300 };

/** Four significant digits: no picture shows more. */
export const rounded = (x: number | null | undefined): string =>
  x === null || x === undefined || Number.isNaN(x) ? '' : shorter(Number(x.toPrecision(4)));

/** Digits, or an exponent where that takes less. */
function shorter(x: number): string {
  const [digits, exponent] = [String(x), x.toExponential().replace('e+', 'e')];
  return exponent.length < digits.length ? exponent : digits;
}

export function csvText(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, ...rows].map((row) => row.join(',')).join('\n');
}
