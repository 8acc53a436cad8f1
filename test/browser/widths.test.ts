/** Layers of unequal widths in the explorer: typed, refused, drawn, in each panel, and in claims. The seed fixes what is drawn: nothing here is random. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../cli/chromium.js';
import { lawSummary } from '../../explorer/compute/law-summary.js';
import { openHistogram } from '../../explorer/histogram.js';
import { powerText } from '../../explorer/numbers.js';
import { defaultState, type ExplorerState, fromQuery, networkOf, toQuery } from '../../explorer/state.js';
import { forwardSamples } from '../../numerics/network/forward.js';
import { cli } from '../cli/run-cli.js';
import { accessibilityFaults, addressHas, type Explorer, openExplorer } from './explorer.js';

const chromium = findChromium();
const soon = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 60_000, interval: 20 });
const square: ExplorerState = { ...defaultState, depth: 6, width: 4, claim: '' };
const state: ExplorerState = { ...square, widths: [7, 3, 5], inputWidth: 4 };
const median = (of: ExplorerState) => powerText(lawSummary(of).law!.median, 4);

describe.skipIf(chromium === undefined)('unequal widths', { timeout: 120_000 }, () => {
  let explorer: Explorer;
  beforeAll(async () => {
    explorer = await openExplorer(chromium!);
  });
  afterAll(() => explorer?.end());
  const open = (of: ExplorerState, options = {}) =>
    explorer.open(`?${toQuery(of)}`, { reducedMotion: 'reduce', ...options });

  test('typed, refused in one sentence, taken back: law, address and controls follow', async () => {
    const page = await open(square);
    const shown = () => page.textContent('.tile.median .number');
    await soon(shown).toBe(median(square));
    expect(await page.locator('#inputWidth').isVisible()).toBe(false);
    await page.fill('#widths', '7, 3,5');
    await soon(shown).toBe(median({ ...square, widths: [7, 3, 5] }));
    await addressHas(page, { widths: '7,3,5', inputWidth: '', depth: '6', width: '4' });
    expect(await page.textContent('#law .said')).toContain('At widths 7, 3, 5 the mean is');
    // As it was typed, until the field is left.
    expect(await page.inputValue('#widths')).toBe('7, 3,5');
    await page.fill('#inputWidth', '4');
    await soon(shown).toBe(median(state));
    expect(await page.inputValue('#widths')).toBe('7, 3, 5');
    expect(await page.textContent('#ratio')).toBe('Σ 1/dₗ = 0.676, in place of L/d');
    for (const id of ['depth', 'depth-slider', 'width', 'width-slider'])
      expect(await page.locator(`#${id}`).isDisabled()).toBe(true);
    expect([await page.inputValue('#depth'), await page.inputValue('#width')]).toEqual(['3', '']);
    // What is wrong changes nothing, and stays to be mended.
    await page.fill('#widths', '7, 3, x');
    expect(await page.textContent('#widths-complaint')).toBe(
      "Widths are whole numbers from 1 to 512, such as 64, 32, 16: not 'x'.",
    );
    await page.focus('#seed');
    expect(await page.inputValue('#widths')).toBe('7, 3, x');
    expect(await shown()).toBe(median(state));
    // Until all of it is set anew, be it to the same.
    await page.click('#reset');
    await soon(() => page.inputValue('#widths')).toBe('');
    await page.fill('#widths', '7, x');
    await page.click('#reset');
    await soon(() => page.inputValue('#widths')).toBe('');
    expect(await page.textContent('#widths-complaint')).toBe('');
    await page.goBack();
    await page.goBack();
    await soon(shown).toBe(median(state));
    await page.fill('#widths', '');
    await soon(shown).toBe(median(square));
    expect(await page.textContent('#widths-complaint')).toBe('');
    expect([await page.inputValue('#depth'), await page.inputValue('#width')]).toEqual(['6', '4']);
    await page.click('[data-preset="narrow"]');
    await soon(() => page.inputValue('#widths')).toBe('256, 256, 4, 256, 256');
    await page.goBack();
    await soon(() => page.inputValue('#widths')).toBe('');
    await page.context().close();
  });

  test('an address and a link hold them; the nets are those of Node, and of the command', async () => {
    const page = await open(state);
    expect([await page.inputValue('#widths'), await page.inputValue('#inputWidth')]).toEqual([
      '7, 3, 5',
      '4',
    ]);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copied = async (where: string, what: string) => {
      await page.locator(where).getByRole('button', { name: what }).click();
      await page.waitForSelector('.toast.shown');
      return page.evaluate(() => navigator.clipboard.readText());
    };
    const link = await copied('#controls', 'Copy link');
    expect(fromQuery(new URL(link).search)).toEqual({ state, complaints: [] });
    const values = new Float64Array(20_000);
    forwardSamples(networkOf(state), state.seed, 0, values.length, values);
    const summary = lawSummary(state);
    const nets = openHistogram(summary.domain, 64);
    nets.add(values);
    const status = () => page.textContent('#law .stream-text');
    // The distance moves with every net.
    await soon(status).toContain(`20,000 nets, ${nets.dead.toLocaleString('en-US')} of them dead`);
    expect(await status()).toContain(
      ` ${nets.distance(nets.edges.map(summary.law!.cdf)).toFixed(4)}, within`,
    );
    const command = await copied('#law', 'Copy as command');
    expect(command).toBe("npx vanishing-curvature law --widths '7,3,5' --input-width 4");
    const { out } = await cli('law', '--widths', '7,3,5', '--input-width', '4', '--json');
    expect(await page.textContent('.tile.median .number')).toBe(
      powerText(JSON.parse(out).logMedianGivenAlive, 4),
    );
    expect(await copied('#law', 'Copy as test')).toContain('with widths [7, 3, 5], inputWidth 4');
    await page.context().close();
  });

  test('each panel shows them, or says that it does not', async () => {
    const page = await open(state);
    const said = async (id: string) => {
      await page.locator(`#${id}`).scrollIntoViewIfNeeded();
      await soon(() => page.textContent(`#${id} .said`)).toMatch(/\d/);
      return page.textContent(`#${id} .said`);
    };
    const { out } = await cli(
      'law',
      '--widths',
      '7,3,5',
      '--input-width',
      '4',
      '--cdf',
      String(Math.log(0.1)),
      '--json',
    );
    const law = JSON.parse(out);
    const survival = law.alive * (1 - law.cdf[String(Math.log(0.1))]);
    expect(await said('survival-map')).toContain(
      `is ${Number((100 * survival).toPrecision(3))} % at widths 7, 3, 5 behind an input of width 4, where`,
    );
    expect(await page.textContent('#survival-map .finding')).toContain('The map is of layers of one width');
    expect(await page.locator('#survival-map .map-mark').isVisible()).toBe(false);
    // G1: (d_L/d_0)/d_L d_0/2 = 1/2 in layer 1, d_2/d_0 times that in layer 3.
    expect(await said('gradient')).toMatch(
      /^gradientNorm2\[1\].*: mean 0\.5;.*in layer 3 all of these are 0\.75 times/,
    );
    expect(await said('spectrum')).toContain('widths 7, 3, 5');
    expect(await said('race')).toContain('widths 7, 3, 5 behind an input of width 4');
    const depths = await page.$$eval('#spectrum svg g[aria-label="x-axis tick label"] text', (all) =>
      all.map((each) => each.textContent),
    );
    expect(depths).toEqual(['1', '2', '3']);
    // To a place on the map are nets of one width.
    await page.locator('#survival-map .pad').click();
    await addressHas(page, { widths: '' });
    expect(await page.locator('#survival-map .map-mark').isVisible()).toBe(true);
    await page.goBack();
    await addressHas(page, { widths: '7,3,5' });
    await soon(() => page.inputValue('#widths')).toBe('7, 3, 5');
    await page.context().close();
  });

  test('a list of equal widths has no place on the map, the same nets without one have', async () => {
    const page = await open({ ...square, depth: 3, widths: [4, 4, 4] });
    const mark = page.locator('#survival-map .map-mark');
    const finding = () => page.textContent('#survival-map .finding');
    await page.locator('#survival-map').scrollIntoViewIfNeeded();
    await soon(finding).toContain('The map is of layers of one width');
    expect(await mark.isVisible()).toBe(false);
    await page.fill('#widths', '');
    await soon(finding).toContain('From width');
    expect(await mark.isVisible()).toBe(true);
    await page.context().close();
  });

  test('gradients: of a last layer of another width it is not said that all have one', async () => {
    for (const [widths, inputWidth, words] of [
      [[5], 3, 'gradientNorm2[1], at width 5 behind an input of width 3: mean 0.5;'],
      [[8, 8, 3], undefined, 'l = 1 to 3, at widths 8, 8, 3, the same law in every layer: mean 0.5;'],
    ] as const) {
      const page = await open({ ...square, widths, inputWidth });
      await page.locator('#gradient').scrollIntoViewIfNeeded();
      await soon(() => page.textContent('#gradient .said')).toContain(words);
      await page.context().close();
    }
  });

  test('claims with widths: the verdict, the counterexample, and what is copied', async () => {
    const claim = 'mean(forwardNorm2) = d[L]/d[1] for n in 2..9, a in 2..9 with widths [n, 3], inputWidth a';
    const page = await open({ ...square, claim });
    await page.waitForSelector('.verdict strong.refuted');
    // Equal where n = a: the smallest point at which they differ.
    await soon(() => page.textContent('#claim h3')).toMatch(
      /^The counterexample: both sides against [na] at /,
    );
    await soon(() => page.textContent('#claim .said')).toContain('the smallest counterexample is');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copied = async (what: string) => {
      await page.locator('#claim').getByRole('button', { name: what }).click();
      await page.waitForSelector('.toast.shown');
      return page.evaluate(() => navigator.clipboard.readText());
    };
    expect(await copied('Copy as test')).toContain(JSON.stringify(claim));
    expect(await copied('Copy as command')).toBe(
      `npx vanishing-curvature check --claim '${claim}' --budget 5 --seed 1`,
    );
    const { code, out } = await cli('check', '--claim', claim, '--seed', '1', '--json');
    expect(code).toBe(1);
    const { n, a } = JSON.parse(out).verdicts[0].counterexample.point;
    const facts = await page.textContent('#claim .said');
    expect(facts).toMatch(new RegExp(`n ?= ?${n}\\b`));
    expect(facts).toMatch(new RegExp(`a ?= ?${a}\\b`));
    await page.context().close();
  });

  test.each([
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['on a phone', { viewport: { width: 375, height: 812 }, isMobile: true, hasTouch: true }],
  ] as const)('axe finds nothing, and nothing is too wide: %s', async (_, options) => {
    const page = await open({ ...state, widths: Array.from({ length: 40 }, (_, l) => 100 + l) }, options);
    await page.fill('#widths', `${await page.inputValue('#widths')}, 0`);
    expect(await page.locator('#widths-complaint').isVisible()).toBe(true);
    expect(await accessibilityFaults(page)).toEqual([]);
    const [needed, there] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(needed).toBeLessThanOrEqual(there!);
    await page.context().close();
    expect(explorer.complaints).toEqual([]);
  });
});
