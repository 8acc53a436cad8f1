/** That nothing moves under the reader's eyes while the page loads (CLS; Google calls 0.1 good). It is about layout: how long it takes does not matter. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../cli/chromium.js';
import { type Explorer, openExplorer } from './explorer.js';

const chromium = findChromium();

type Watched = typeof globalThis & { shifts: number[] };
const most = 0.1;

/** Notes the shifts, and holds the page's program back until what the file itself says is painted: the worst that a slow machine does. */
async function hold(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    (globalThis as Watched).shifts = shifts;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as never as { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.route(/\/index-[^/]*\.js$/, async (route) => {
    await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
    await route.continue();
  });
}

describe.skipIf(chromium === undefined)('the layout', { timeout: 120_000 }, () => {
  let explorer: Explorer;
  beforeAll(async () => {
    explorer = await openExplorer(chromium!);
  });
  afterAll(() => explorer?.end());

  const phone = { viewport: { width: 375, height: 812 }, isMobile: true, hasTouch: true };
  test.each([
    ['a phone', phone, ''],
    ['a phone, unequal widths', phone, '?widths=64,32,16&inputWidth=8'],
    ['a tablet', { viewport: { width: 900, height: 1100 } }, ''],
    ['a desktop', { viewport: { width: 1600, height: 1000 } }, ''],
  ])('of %s stays as it is while the page loads', async (_, options, query) => {
    const page = await explorer.open(query, options, hold);
    await page.waitForSelector('#claim .figures');
    // Shifts are told after the frame that they were in.
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100))),
    );
    const shifts = await page.evaluate(() => (globalThis as Watched).shifts);
    expect(shifts.reduce((sum, each) => sum + each, 0)).toBeLessThan(most);
    await page.context().close();
  });
});
