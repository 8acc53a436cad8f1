/** The explorer's panels as people use them: the map by mouse and keys, the race played and stopped, numbers that are those of the library. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../cli/chromium.js';
import { depths } from '../../explorer/panels/place.js';
import { defaultState, type ExplorerState, fromQuery, toQuery } from '../../explorer/state.js';
import { ProductLaw } from '../../numerics/law/product-law.js';
import { smallestWidth } from '../../numerics/law/width.js';
import { addressHas, type Explorer, openExplorer } from './explorer.js';

const chromium = findChromium();
const soon = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 60_000, interval: 50 });
const state: ExplorerState = { ...defaultState, depth: 10, width: 6, claim: '' };

describe.skipIf(chromium === undefined)('panels', { timeout: 120_000 }, () => {
  let explorer: Explorer;
  beforeAll(async () => {
    explorer = await openExplorer(chromium!);
  });
  afterAll(() => explorer?.end());
  const open = (change: Partial<ExplorerState> = {}, reducedMotion: 'reduce' | 'no-preference' = 'reduce') =>
    explorer.open(`?${toQuery({ ...state, ...change })}`, { reducedMotion });

  test('the map: exact numbers, the mouse and the keys', async () => {
    const page = await open();
    const pad = page.locator('#survival-map .pad');
    await pad.scrollIntoViewIfNeeded();
    const said = () => page.textContent('#survival-map .said');
    const law = new ProductLaw([{ width: 6, gain: 2, activation: 'relu', count: 10 }]);
    const probability = law.aliveProbability.value * law.survival(Math.log(0.1)).value;
    await soon(said).toContain(`is ${Number((100 * probability).toPrecision(3))} % at depth 10 and width 6`);
    expect(await said()).toContain(
      `The smallest width with a risk of at most 10 % is ${smallestWidth({ depth: 10, floor: 0.1, risk: 0.1 })},`,
    );
    // 40 depths and 36 widths at least twice over: the small ones coincide.
    await soon(() => page.locator('#survival-map svg g[aria-label="rect"] rect').count()).toBeGreaterThan(
      1000,
    );

    await pad.focus();
    await page.keyboard.press('ArrowRight');
    await addressHas(page, { depth: String(depths.find((depth) => depth > 10)) });
    await page.keyboard.press('Shift+ArrowUp');
    await addressHas(page, { width: '7' });
    const box = (await pad.boundingBox())!;
    await pad.click({ position: { x: box.width - 20, y: 12 } });
    await addressHas(page, { depth: '1000', width: '512' });
    // What is shown follows, with the mark where the pointer was.
    await soon(said).toContain('at depth 1000 and width 512');
    const mark = (await page.locator('#survival-map .map-mark').boundingBox())!;
    expect(Math.abs(mark.x + mark.width / 2 - (box.x + box.width - 20))).toBeLessThan(12);
    await page.context().close();
  });

  test('a new state ends the work on the last one', async () => {
    const page = await open({ depth: 1000, width: 512 });
    await page.locator('#gradient').scrollIntoViewIfNeeded();
    // The law is told before the nets, which take seconds each.
    await soon(() => page.textContent('#gradient .said')).toContain('at width 512');
    await page.fill('#depth', '3');
    await page.fill('#width', '4');
    await soon(() => page.textContent('#gradient .said')).toMatch(
      /l = 1 to 3, at width 4.* Over 200 drawn nets/,
    );
    await page.context().close();
  });

  test('the map: no width is said to keep the mean above the floor where none does', async () => {
    // The mean is 0.75^12, 0.03. At width 8 the risk is 96 %, which is below 99 %: not every width is too risky.
    const page = await open({ depth: 12, width: 8, gain: 1.5, risk: 0.99 });
    await page.locator('#survival-map').scrollIntoViewIfNeeded();
    const words = 'There is no width from which on the risk is at most 99 %: the widest nets fall below 0.1.';
    await soon(() => page.textContent('#survival-map .finding')).toContain(words);
    await soon(() => page.textContent('#survival-map .said')).toContain(words);
    const key = () => page.textContent('#survival-map .map-key');
    expect(await key()).not.toContain('proportional');
    await page.getByRole('button', { name: 'kept mean' }).click();
    await soon(key).toContain('closed form, proportional to L');
    await page.context().close();
  });

  test('spectra: the width that they stand for is that of the nets', async () => {
    const page = await open({ width: 64 });
    const status = () => page.textContent('#spectrum .stream-text');
    await soon(status).toContain('Width 8 stands for 64:');
    await page.fill('#width', '128');
    await soon(status).toContain('Width 8 stands for 128:');
    await page.fill('#width', '8');
    await soon(status).not.toContain('stands for');
    await page.context().close();
  });

  test('the race plays once it is in sight, stops, and goes by hand', async () => {
    const page = await open({}, 'no-preference');
    const slider = page.locator('#race .playback input');
    await page.locator('#race .playback').scrollIntoViewIfNeeded();
    // In the page, between two frames: however slow the machine, the race has not ended when it is stopped.
    const [stoppedAt, word, later] = await page.evaluate(async () => {
      const toggle = document.querySelector<HTMLButtonElement>('#race .playback button')!;
      const place = document.querySelector<HTMLInputElement>('#race .playback input')!;
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      while (toggle.textContent !== 'Pause' || Number(place.value) === 0) await frame();
      toggle.click();
      const before = place.value;
      for (let i = 0; i < 5; i++) await frame();
      return [before, toggle.textContent, place.value];
    });
    expect(Number(stoppedAt)).toBeLessThan(500);
    expect([word, later]).toEqual(['Play', stoppedAt]);
    await slider.focus();
    await page.keyboard.press('End');
    expect(await slider.getAttribute('aria-valuetext')).toBe('step 2,000');
    await page.keyboard.press('Home');
    expect(await slider.getAttribute('aria-valuetext')).toBe('step 0');
    await page.context().close();
  });

  test('the race stands still for those who ask for that', async () => {
    const page = await open();
    await page.locator('#race .playback').scrollIntoViewIfNeeded();
    await soon(() => page.locator('#race .chart svg').count()).toBe(2);
    expect(await page.inputValue('#race .playback input')).toBe('500');
    expect(await page.textContent('#race .playback button')).toBe('Replay');
    await page.context().close();
  });

  test('pictures come without moving what is around them', async () => {
    const page = await open();
    const heights = () =>
      page.evaluate(() =>
        [
          ...document.querySelectorAll(
            '#survival-map .pad, #gradient .chart, #spectrum .chart, #race .chart',
          ),
        ].map((each) => Math.round(each.getBoundingClientRect().height)),
      );
    const before = await heights();
    for (const id of ['survival-map', 'gradient', 'spectrum', 'race']) {
      await page.locator(`#${id}`).scrollIntoViewIfNeeded();
      await soon(() => page.textContent(`#${id} .said`)).toMatch(/\d/);
      expect(await page.locator(`#${id} .chart svg`).count()).toBeGreaterThan(0);
    }
    expect(await heights()).toEqual(before);
    expect(explorer.complaints).toEqual([]);
    expect(fromQuery(new URL(page.url()).search).complaints).toEqual([]);
    await page.context().close();
  });
});
