/** Slack maps can be read: every mark stands out from its cell, and within it; the key says what colours mean. */
import { describe, expect, test } from 'vitest';
import type { ClaimJob } from '../../../properties/job.js';
import { runHere } from '../../../properties/run-here.js';
import { surveyExactly } from '../../../properties/tightness/tightness.js';
import { compact } from '../../../report/figures/compact.js';
import { inkOn, shortColour } from '../../../report/figures/contrast.js';
import { heatMap } from '../../../report/figures/heat-map.js';

/** WCAG 2.2, written anew: relative luminance and contrast of #rgb. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 2, 3].map((i) => {
    const c = Number.parseInt(colour[i]!, 16) / 15;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

test('black or white stands out from each of the 4096 colours by 4.5 : 1', () => {
  for (let i = 0; i < 4096; i++) {
    const ground = `#${i.toString(16).padStart(3, '0')}`;
    expect(contrast(inkOn(ground), ground)).toBeGreaterThanOrEqual(4.5);
  }
  expect(shortColour('rgb(68, 1, 84)')).toBe('#405');
  expect(shortColour('#fde725')).toBe('#fe2');
  expect(() => shortColour('steelblue')).toThrow(RangeError);
});

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Map {
  readonly cells: readonly (Box & { readonly colour: string })[];
  readonly marks: readonly {
    readonly x: number;
    readonly y: number;
    readonly text: string;
    readonly ink: string;
  }[];
}

/** Cells and what stands in them, from the SVG alone. */
function read(svg: string): Map {
  const cells = [
    ...(/aria-label="cell"[^>]*>(.*?)<\/g>/s.exec(svg)?.[1] ?? '').matchAll(/<rect [^>]*>/g),
  ].map(([rect]) => {
    const of = (name: string) => Number(new RegExp(` ${name}="([\\d.]+)"`).exec(rect!)![1]);
    return {
      left: of('x'),
      right: of('x') + of('width'),
      top: of('y'),
      bottom: of('y') + of('height'),
      colour: / fill="(#...)"/.exec(rect!)![1]!,
    };
  });
  const marks = [...svg.matchAll(/<g ([^>]*)aria-label="text">(.*?)<\/g>/gs)].flatMap(([, look, texts]) => {
    const [, dx = 0, dy = 0] = /transform="translate\(([\d.]+),([\d.]+)\)"/.exec(look!) ?? [];
    const ink = / fill="([^"]*)"/.exec(look!)?.[1] ?? 'currentColor';
    return [...texts!.matchAll(/translate\(([\d.]+),([\d.]+)\)[^>]*>([^<]*)</g)].map(([, x, y, text]) => ({
      x: Number(x) + Number(dx),
      y: Number(y) + Number(dy),
      text: text!,
      ink,
    }));
  });
  return { cells, marks };
}

const sizes = [
  { width: 380, height: 300 },
  { width: 460, height: 380 },
];

describe.each([
  // Fails, is open or says nothing nearly everywhere, on all colours of the scale.
  'mean(forwardNorm2) <= exp(1 - L/d) for L in 1..12, d in 4..9',
  'mean(forwardNorm2) <= exp(1 - L/d) for L in 1..40, d in 4..90',
  'P(forwardNorm2 >= eps) <= eps^(-1/2)*exp(-5*L/(8*d)) for L in 1..8, d in 2..6, eps = 1/100',
  'median(forwardNorm2) <= exp(-5*L/(2*d)) for L in 1..8, d in 2..6 where L >= d',
  'mean(forwardNorm2) <= exp(L/d) for L in 1..100, d in 1..200',
])('%s', (text) => {
  const job: ClaimJob = { id: 'claim', text, kind: 'claim', alpha: 1e-6, seed: 1, budget: 120 };

  const survey = surveyExactly(job, {}, runHere);

  test.each(sizes)(
    'marks stand out, lie within their cells, and do not meet: $width x $height',
    async (size) => {
      const { svg } = heatMap(await survey, size);
      const { cells, marks } = read(svg);
      expect(cells.length).toBeGreaterThan(10);
      // The least and the most slack at least.
      expect(marks.filter((each) => each.text.endsWith('▾'))).toHaveLength(1);
      expect(marks.filter((each) => each.text.endsWith('▴'))).toHaveLength(1);
      const boxes: Box[] = [];
      for (const { x, y, text: letters, ink } of marks) {
        const cell = cells.find((each) => x > each.left && x < each.right && y > each.top && y < each.bottom);
        if (ink !== 'currentColor') expect(contrast(ink, cell!.colour)).toBeGreaterThanOrEqual(4.5);
        // On the page itself, whose ink it takes.
        else expect(cell).toBeUndefined();
        // At 12 pixels a mark is 9 wide at most, and capitals are 9 high.
        const half = 4.5 * letters.length;
        const box = { left: x - half, right: x + half, top: y - 4.5, bottom: y + 4.5 };
        if (cell !== undefined && letters.length === 1 && cell.right - cell.left > 9) {
          expect(box.left).toBeGreaterThanOrEqual(cell.left - 0.5);
          expect(box.right).toBeLessThanOrEqual(cell.right + 0.5);
        }
        for (const other of boxes)
          expect(
            box.right <= other.left + 0.5 ||
              other.right <= box.left + 0.5 ||
              box.bottom <= other.top + 0.5 ||
              other.bottom <= box.top + 0.5,
          ).toBe(true);
        boxes.push(box);
      }
    },
  );

  test('the page has the same colours, cells and marks', async () => {
    const { svg } = heatMap(await survey, sizes[0]!);
    const small = compact(svg);
    const { cells } = read(svg);
    const strokes = /<g[^>]*stroke-width="[\d.]+"[^>]*>((?:<path stroke="#[0-9a-f]{3}"[^>]*>)+)<\/g>/.exec(
      small,
    )![1]!;
    const count = (colour: string) => {
      const [, d = ''] = new RegExp(`stroke="${colour}" d="([^"]*)"`).exec(strokes) ?? [];
      return d.split('M').length - 1;
    };
    for (const colour of new Set(cells.map((each) => each.colour)))
      expect(count(colour)).toBe(cells.filter((each) => each.colour === colour).length);
  });
});
