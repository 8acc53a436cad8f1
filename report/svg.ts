/** Figures as SVG that stands alone, drawn by Observable Plot on a document that no browser needs. */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';

const { document } = parseHTML('<!doctype html><html><body></body></html>');

/** One plot, as an svg element without a document around it. */
export function plotSvg(options: Plot.PlotOptions): string {
  // With a legend or a title Plot wraps the svg into a figure: neither is asked for here.
  return String(Plot.plot({ ...options, document }).outerHTML);
}

export interface Panel {
  readonly title: string;
  /** Below the title; may be empty. */
  readonly note: string;
  readonly width: number;
  readonly height: number;
  readonly svg: string;
}

/** Panels side by side under a title, on white. */
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
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" fill="#1b1e23" color="#1b1e23">
<rect width="100%" height="100%" fill="white"/>
<text x="${gap}" y="26" font-size="14" font-weight="600">${escaped(title)}</text>
${placed.join('\n')}
</svg>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`);
}
