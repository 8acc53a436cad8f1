/** Figures as SVG that stands alone, drawn by Observable Plot on a document that no browser needs. */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { escaped } from '../markup.js';

const { document } = parseHTML('<!doctype html><html><body></body></html>');

/**
 * Okabe and Ito's colours: told apart by colour-blind readers too; orange is darker than theirs, so that words in it can be read on white. A page may
 * set its own, for a dark background.
 */
export const colours = {
  blue: 'var(--blue, #0072b2)',
  orange: 'var(--orange, #c14f00)',
  green: 'var(--green, #009e73)',
  purple: 'var(--purple, #cc79a7)',
  ink: 'currentColor',
  quiet: 'var(--quiet, #888)',
} as const;

/** One plot, as an svg element without a document around it. */
export function plotSvg(options: Plot.PlotOptions): string {
  // With a legend or a title Plot wraps the svg into a figure: neither is asked for here.
  return String(Plot.plot({ ...options, document }).outerHTML);
}

/** Digits that would not fit beside an axis, of large numbers and of small ones. */
export function shortTicks([low, high]: readonly [number, number]): {
  readonly tickFormat?: string | ((x: number) => string);
} {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  if (largest >= 1e5) return { tickFormat: '.3~g' };
  return largest < 1e-3 ? { tickFormat: smallText } : {};
}

const smallText = (x: number) =>
  x === 0 ? '0' : Number(x.toPrecision(3)).toExponential().replace(/^-/, '−');

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Panel extends Size {
  readonly title: string;
  /** Below the title; may be empty. */
  readonly note: string;
  readonly svg: string;
}

export interface LegendEntry {
  readonly label: string;
  readonly colour: string;
  readonly look: 'line' | 'dashes' | 'area';
}

/** Entries in a row at the top of a plot, with margins of its own; at 12 pixels a letter is 6.4 wide at most on average. */
export function legendSvg(entries: readonly LegendEntry[], { width }: Size): { svg: string; height: number } {
  const [row, letter, swatch, gap] = [17, 6.4, 22, 12];
  let [x, y] = [0, 12];
  const items = entries.map(({ label, colour, look }) => {
    const needed = swatch + letter * label.length;
    if (x > 0 && x + needed > width) [x, y] = [0, y + row];
    const at = Math.round(x);
    x += needed + gap;
    const shape =
      look === 'area'
        ? `<path d="M${at} ${y - 9}h16v9h-16z" fill="${colour}" fill-opacity="0.25"/>`
        : `<path d="M${at} ${y - 4}h16" stroke="${colour}"${look === 'dashes' ? ' stroke-dasharray="4 2.5"' : ''}/>`;
    return `${shape}<text x="${at + swatch}" y="${y}">${escaped(label)}</text>`;
  });
  return {
    svg: `<g font-size="12" text-anchor="start" stroke-width="2">${items.join('')}</g>`,
    height: y + 6,
  };
}

/** Puts markup in front of what an svg element holds. */
export function withFirst(svg: string, first: string): string {
  return svg.replace(/^<svg [^>]*>/, (open) => `${open}${first}`);
}

/** Panels side by side under a title, on white. Programs that are no browsers lack variables: the colours are put in. */
export function figureOf(title: string, panels: readonly Panel[]): string {
  const gap = 32;
  const top = 76;
  const width = panels.reduce((sum, each) => sum + each.width + gap, gap);
  const height = Math.max(...panels.map((each) => each.height)) + top + gap;
  let x = gap;
  const placed = panels.map((panel) => {
    const at = x;
    x += panel.width + gap;
    const svg = panel.svg.replace(/^<svg /, `<svg x="${at}" y="${top}" `);
    return `<text x="${at}" y="${top - 24}" font-size="12" font-weight="600">${escaped(panel.title)}</text><text x="${at}" y="${top - 9}" font-size="11">${escaped(panel.note)}</text>${svg}`;
  });
  return withColours(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" fill="#1b1e23" color="#1b1e23">
<rect width="100%" height="100%" fill="white"/>
<text x="${gap}" y="26" font-size="14" font-weight="600">${escaped(title)}</text>
${placed.join('\n')}
</svg>
`);
}

const withColours = (svg: string) => svg.replace(/var\(--\w+, (#[0-9a-f]+)\)/g, '$1');
