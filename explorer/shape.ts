/** How many layers nets have and how wide these are, in words and in sums: in place of depth and width where the widths differ. */

/** d_0, d_1, ..., d_L. */
export type Layers = readonly number[];

const mostLayers = 256;
export const widestLayer = 512;

const asked = `Widths are whole numbers from 1 to ${widestLayer}, such as 64, 32, 16`;

/** d_1, ..., d_L as they are typed: numbers with commas or spaces between; nothing at all is an empty list. Or what is wrong, in a sentence. */
export function readWidths(text: string): readonly number[] | string {
  const words = text.trim().replace(/,$/, '').trim();
  if (words === '') return [];
  const parts = words.split(/\s*,\s*|\s+/);
  const wrong = parts.find((part) => !isWidth(part));
  if (wrong !== undefined) return `${asked}: not '${wrong.length > 20 ? `${wrong.slice(0, 20)}…` : wrong}'.`;
  if (parts.length > mostLayers)
    return `At most ${mostLayers} layers have widths of their own, not ${parts.length}.`;
  return parts.map(Number);
}

/** Numbers as claims have them: `8`, `1e2`. */
const isWidth = (text: string) =>
  /^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) &&
  Number.isInteger(Number(text)) &&
  Number(text) >= 1 &&
  Number(text) <= widestLayer;

export const widthsText = (widths: readonly number[]) => widths.join(', ');

const mostShown = 12;

/** `depth 3 and width 8`; `widths 64, 32, 16 behind an input of width 8`. */
export function shapeText([input, ...widths]: Layers): string {
  if (widths.every((width) => width === input)) return `depth ${widths.length} and width ${input}`;
  const shown = widths.length > mostShown ? [...widths.slice(0, 5), '…', ...widths.slice(-5)] : widths;
  const behind = input === widths[0] ? '' : ` behind an input of width ${input}`;
  return `width${widths.length === 1 ? '' : 's'} ${shown.join(', ')}${behind}`;
}

/** Weights of all hidden layers. */
export function weightCount(layers: Layers): number {
  return layers.reduce((sum, width, l) => sum + (l === 0 ? 0 : width * layers[l - 1]!), 0);
}

/** Sum of 1/d_l over the hidden layers: L/d where all are as wide. */
export function inverseWidths(layers: Layers): number {
  let sum = 0;
  for (let l = 1; l < layers.length; ) {
    const count = equalFrom(layers, l);
    sum += count / layers[l]!;
    l += count;
  }
  return sum;
}

/** Layers from this one on that are as wide, and whose inputs are. */
export function equalFrom(layers: Layers, from: number): number {
  if (layers[from - 1] !== layers[from]) return 1;
  let next = from + 1;
  while (layers[next] === layers[from]) next++;
  return next - from;
}

/** Layers of these widths times a factor, rounded down, each at least 1. */
export const scaled = (layers: Layers, factor: number): number[] =>
  layers.map((width) => Math.max(1, Math.floor(width * factor)));
