/** The report of `check --html` in a headless Chromium: legible to everyone, in light and dark, on paper and on a telephone. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../cli/chromium.js';
import { htmlReport } from '../../report/page.js';
import { sampleReport } from '../report/sample.js';
import { accessibilityFaults } from './explorer.js';

const program = findChromium();
if (program === undefined)
  process.stderr.write(
    'No Chromium in the PATH or the variable CHROMIUM: the tests of the report are skipped.\n',
  );

/** A page of each look: a slack map with marks, a law, a path, points, steps, all verdicts but one. */
const shown = [
  'forward-log-expansion/series-linear-mean',
  'escape-sign',
  'refuted',
  'drawn',
  'drawn-false',
  'undecided',
];

describe.skipIf(program === undefined)('the report', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'report-'));
  const file = join(folder, 'report.html');
  let browser: Browser;
  beforeAll(async () => {
    writeFileSync(file, htmlReport(await sampleReport((id) => shown.includes(id))));
    browser = await chromium.launch({ executablePath: program! });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  test.each(['light', 'dark'] as const)(
    'a verdict that no claim has can be read too: %s',
    async (colorScheme) => {
      const page = await browser.newPage({ colorScheme });
      await page.setContent(htmlReport(await sampleReport(() => false)));
      expect(await page.locator('.tile.none').count()).toBe(5);
      expect(await accessibilityFaults(page)).toEqual([]);
    },
  );

  async function open(options: BrowserContextOptions): Promise<Page> {
    const page = await browser.newPage(options);
    await page.goto(pathToFileURL(file).href);
    return page;
  }

  test.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['on a telephone', { viewport: { width: 390, height: 844 } }],
    ['a telephone in the dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
  ] as const)('axe finds nothing, and nothing is too wide: %s', async (_, options) => {
    const page = await open(options);
    expect(await page.locator('figure svg').count()).toBeGreaterThan(6);
    expect(await accessibilityFaults(page)).toEqual([]);
    // Formulas of claims scroll within their frames; those of theorems are broken between their pieces.
    const [wide, most] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      Math.max(
        ...[...document.querySelectorAll('.theorem math, dd math, .words math')].map(
          (each) => each.getBoundingClientRect().right,
        ),
      ),
    ]);
    const { width } = page.viewportSize()!;
    expect(wide).toBeLessThanOrEqual(width);
    expect(most).toBeLessThanOrEqual(width);
    await page.context().close();
  });

  test('without JavaScript it shows the same', async () => {
    const text = async (options: BrowserContextOptions) => {
      const page = await open(options);
      const words = await page.locator('main').ariaSnapshot();
      await page.context().close();
      return words;
    };
    const plain = await text({ javaScriptEnabled: false });
    expect(plain).toContain('Confidence sequence');
    expect(plain).toBe(await text({}));
  });

  // What axe does not look at: words in figures, on the ground that they have.
  test.each(['light', 'dark'] as const)('words of figures stand out by 4.5 : 1: %s', async (colorScheme) => {
    const page = await open({ colorScheme });
    const faults = await page.evaluate(() => {
      const channels = (colour: string) => [...colour.matchAll(/[\d.]+/g)].slice(0, 3).map(Number);
      const luminance = (colour: string) => {
        const [r, g, b] = channels(colour).map((each) => {
          const c = each / 255;
          return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
      };
      const ground = luminance(getComputedStyle(document.querySelector('.claim')!).backgroundColor);
      return [...document.querySelectorAll('figure svg text')].flatMap((text) => {
        const { fill } = getComputedStyle(text);
        const box = text.getBoundingClientRect();
        const under = [...text.closest('svg')!.querySelectorAll('path[stroke^="#"]')].find((path) => {
          const own = path.getBoundingClientRect();
          return own.left < box.left && own.right > box.right && own.top < box.top && own.bottom > box.bottom;
        });
        // Marks in cells: heat-map.test.ts.
        if (under !== undefined || /^rgb\((0, 0, 0|255, 255, 255)\)$/.test(fill)) return [];
        const ink = luminance(fill);
        const contrast = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
        // Signs that are larger than letters, of 3 : 1: triangles and names beside lines of their colour.
        return contrast < (text.textContent!.length === 1 ? 3 : 4.5)
          ? [`${text.textContent} ${fill} ${contrast}`]
          : [];
      });
    });
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
