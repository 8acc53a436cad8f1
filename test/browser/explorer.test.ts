/** The explorer in a real browser. Which nets are drawn is fixed by the seed: nothing here is random. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../cli/chromium.js';
import { lawSummary } from '../../explorer/compute/law-summary.js';
import { powerText } from '../../explorer/numbers.js';
import { presets } from '../../explorer/presets.js';
import { defaultState, type ExplorerState, fromQuery, toQuery } from '../../explorer/state.js';
import { checkClaim } from '../../properties/check-claim.js';
import { evidence } from '../../report/words.js';
import { cli } from '../cli/run-cli.js';
import { accessibilityFaults, addressHas, type Explorer, openExplorer } from './explorer.js';

const chromium = findChromium();
if (chromium === undefined) {
  process.stderr.write(
    'No Chromium in the PATH or the variable CHROMIUM: the tests of the explorer are skipped.\n',
  );
}

const panels = ['survival-map', 'gradient', 'spectrum', 'race'] as const;
const phone = { viewport: { width: 375, height: 812 }, isMobile: true, hasTouch: true } as const;
/** Retried until it holds: how long a page takes depends on what else the machine does. */
const soon = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 60_000, interval: 20 });
/** Nets so small that all panels are done at once. */
const small: ExplorerState = {
  ...defaultState,
  depth: 6,
  width: 4,
  claim: 'median(forwardNorm2) <= 1 for L in 1..4, d in 2..4',
};

describe.skipIf(chromium === undefined)('the explorer', { timeout: 120_000 }, () => {
  let explorer: Explorer;
  beforeAll(async () => {
    explorer = await openExplorer(chromium!);
  });
  afterAll(() => explorer?.end());

  test('a page without an address has a verdict, and answers at the far ends of its sliders', async () => {
    const page = await explorer.open();
    await page.waitForSelector('.verdict strong');
    const median = page.locator('.tile.median .number');
    const far = { ...defaultState, depth: 1000, width: 512 };
    for (const [name, value] of [
      ['depth', far.depth],
      ['width', far.width],
    ] as const) {
      await page.fill(`#${name}`, String(value));
    }
    await soon(() => median.textContent()).toBe(powerText(lawSummary(far).law!.median, 4));
    await page.context().close();
  });

  test('every control changes what is shown, and the address', async () => {
    const page = await explorer.open(`?${toQuery(small)}`);
    const median = page.locator('.tile.median .number');
    await soon(() => median.textContent()).toBe(powerText(lawSummary(small).law!.median, 4));

    for (const [name, value] of [
      ['depth', 9],
      ['width', 5],
      ['gain', 1.5],
      ['floor', 0.5],
      ['risk', 0.25],
      ['seed', 77],
    ] as const) {
      await page.fill(`#${name}`, String(value));
      await addressHas(page, { [name]: String(value) });
    }
    const changed = { ...small, depth: 9, width: 5, gain: 1.5 };
    await soon(() => median.textContent()).toBe(powerText(lawSummary(changed).law!.median, 4));
    for (const name of ['depth', 'width', 'gain', 'floor', 'risk'] as const) {
      const before = Number(await page.inputValue(`#${name}`));
      await page.focus(`#${name}-slider`);
      await page.keyboard.press('ArrowRight');
      await soon(async () => Number(await page.inputValue(`#${name}`))).toBeGreaterThan(before);
      await page.keyboard.press('PageDown');
      await page.keyboard.press('PageDown');
      await soon(async () => Number(await page.inputValue(`#${name}`))).toBeLessThan(before);
    }
    await page.locator('#depth-slider').fill('1000');
    await addressHas(page, { depth: '1000' });
    await page.fill('#depth', '6');
    await page.getByRole('button', { name: 'Xavier 1' }).click();
    await addressHas(page, { depth: '6', gain: '1' });
    await page.selectOption('#init', 'uniform');
    await page.selectOption('#activation', 'leaky-relu');
    await addressHas(page, { init: 'uniform', activation: 'leaky-relu' });
    await page.fill('#slope', '0.5');
    await addressHas(page, { slope: '0.5' });
    await page.click('#new-seed');
    await soon(() => page.inputValue('#seed')).not.toBe('77');
    await page.getByRole('button', { name: 'Dark' }).click();
    expect(await page.getAttribute('html', 'data-theme')).toBe('dark');
    await page.click('#reset');
    await addressHas(page, { depth: String(defaultState.depth), init: 'normal', seed: '1' });
    // What cannot be shown changes nothing.
    await page.fill('#depth', '0');
    // ARIA takes an empty value for false.
    expect(await page.getAttribute('#depth', 'aria-invalid')).toBe('true');
    await page.focus('#width');
    expect(await page.inputValue('#depth')).toBe(String(defaultState.depth));
    await page.context().close();
  });

  test('an address shows its state, and says what it cannot show', async () => {
    const state: ExplorerState = {
      depth: 7,
      width: 3,
      widths: [],
      inputWidth: undefined,
      gain: 1.25,
      init: 'rademacher',
      activation: 'leaky-relu',
      slope: 0.25,
      floor: 0.2,
      risk: 0.3,
      seed: 4_000_000_000,
      claim: 'mean(forwardNorm2) <= 2 for L = 1, d = 2 with init normal(2)',
    };
    const page = await explorer.open(`?${toQuery(state)}`);
    const shown = await page.evaluate(() =>
      Object.fromEntries(
        [...document.querySelectorAll<HTMLInputElement>('[name]')].map(({ name, value }) => [name, value]),
      ),
    );
    delete shown.description;
    delete shown.viewport;
    delete shown['color-scheme'];
    expect(shown).toMatchObject(
      Object.fromEntries(Object.entries(state).map(([name, value]) => [name, String(value ?? '')])),
    );
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy link' }).click();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(fromQuery(new URL(link).search)).toEqual({ state, complaints: [] });
    await page.goto(`${explorer.url}?depth=5000&init=he`);
    await page.waitForSelector('html[data-ready]');
    expect(await page.textContent('#complaint')).toBe(
      "depth cannot be '5000': 1000 is shown. init cannot be 'he': normal is shown.",
    );
    await page.context().close();
  });

  test('verdicts are those of checkClaim, and come with the counterexample', async () => {
    const page = await explorer.open(`?${toQuery(small)}`);
    const claims = [
      'mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..20, d in 1..32',
      'median(forwardNorm2) <= exp(-5*L/(2*d)) for L in 1..12, d in 2..8 where L >= d',
      'mean(forwardNorm2) = (1/2)^L for L in 1..12, d in 1..8 with init xavier-normal',
      'P(forwardNorm2 >= 1) >= 9/10 for L in 2..3, d = 4 with init he-uniform',
    ];
    const words: string[] = [];
    for (const claim of claims) {
      const expected = await checkClaim(claim, { seed: 1, budget: 5 });
      words.push(expected.verdict);
      await page.fill('#claim-text', claim);
      // The old verdict is gone before the new one is there.
      await page.waitForFunction(() => document.querySelector('.verdict strong') === null);
      await page.waitForSelector('.verdict strong');
      const text = (await page.textContent('.verdict'))!.replace(/ \([^()]* s\)$/, '');
      expect(text).toBe(`${expected.verdict}: ${evidence({ ...expected, seconds: 0 })}`);
      expect(await page.locator('#claim math').count()).toBeGreaterThan(0);
      if (claim === claims[0]) {
        await page.waitForSelector('#claim h3');
        expect(await page.textContent('#claim h3')).toContain('The counterexample');
        expect(await page.locator('#claim .chart svg').count()).toBe(1);
        await soon(() => page.textContent('#claim .said')).toContain('fails at 1 of the');
      }
    }
    expect(new Set(words).size).toBeGreaterThan(1);
    expect(words).toContain('refuted');
    await page.context().close();
  });

  test('figures of a claim look as in the report', async () => {
    // Shapes, and words: how letters are gathered into elements is nothing one sees.
    const looks = (page: Page) =>
      page.$$eval('figure svg :is(path, rect, circle, text)', (all) =>
        all
          .filter(({ localName, textContent }) => localName !== 'text' || /[a-z]{2}/.test(textContent))
          .map((each) => {
            const { stroke, strokeWidth, strokeDasharray, strokeLinecap, fill, fillOpacity, textAnchor } =
              getComputedStyle(each);
            const colours = { stroke, fill };
            return { ...colours, strokeWidth, strokeDasharray, strokeLinecap, fillOpacity, textAnchor };
          }),
      );
    const folder = mkdtempSync(join(tmpdir(), 'explorer-'));
    const file = join(folder, 'report.html');
    await cli('check', '--claim', small.claim, '--seed', '1', '--budget', '5', '--html', file);
    const report = await explorer.browser.newPage();
    await report.goto(pathToFileURL(file).href);
    const expected = await looks(report);
    expect(new Set(expected.map(({ stroke }) => stroke)).size).toBeGreaterThan(5);
    const page = await explorer.open(`?${toQuery(small)}`);
    await page.waitForSelector('#claim figure svg');
    expect(await looks(page)).toEqual(expected);
    await report.close();
    await page.context().close();
    rmSync(folder, { recursive: true });
  });

  test('a malformed claim is refused with its column, and a new one is checked', async () => {
    const page = await explorer.open(
      `?${toQuery({ ...small, claim: 'median(forwardNorm) <= 1 for L in 1..20, d in 4..64' })}`,
    );
    expect(await page.textContent('#claim-complaint')).toContain(
      "Column 8: 'forwardNorm' is not an observable: did you mean forwardNorm2?",
    );
    expect(await page.textContent('.verdict')).toBe('');
    await page.fill('#claim-text', '');
    await soon(() => page.textContent('#claim-complaint')).toContain('A claim is a line such as');
    // Markup is text, and a text without end has an end on the page.
    const markup = '<img src=x onerror=alert(1)>';
    await page.fill('#claim-text', markup);
    await soon(() => page.textContent('#claim-complaint')).toContain("Column 1: found '<'");
    expect(await page.textContent('#claim-complaint pre')).toContain(markup.slice(0, 20));
    expect(await page.locator('img').count()).toBe(0);
    await page.fill('#claim-text', 'x'.repeat(100_000));
    await soon(() => page.textContent('#claim-complaint')).toContain('at most 20000 are allowed');
    expect((await page.locator('#claim-text').boundingBox())!.height).toBeLessThan(450);
    // A closed form that is undefined somewhere is found by the worker.
    await page.fill('#claim-text', 'median(forwardNorm2) <= log(L-2) for L in 1..4, d in 2..4');
    await soon(() => page.textContent('#claim-complaint')).toContain('At L=');
    await page.getByRole('button', { name: 'proved for all widths' }).click();
    await page.waitForSelector('.verdict strong.proved');
    expect(await page.textContent('#claim-complaint')).toBe('');
    // What was typed is a step back.
    await page.goBack();
    await soon(() => page.inputValue('#claim-text')).toBe(
      'median(forwardNorm2) <= log(L-2) for L in 1..4, d in 2..4',
    );
    await page.context().close();
  });

  test('what is copied gives the numbers shown', async () => {
    const page = await explorer.open(`?${toQuery(small)}`);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copied = async (panel: string, what: string) => {
      await page
        .locator(`#${panel}`)
        .getByRole('button', { name: `Copy as ${what}` })
        .click();
      await page.waitForSelector('.toast.shown');
      return page.evaluate(() => navigator.clipboard.readText());
    };
    const command = await copied('law', 'command');
    const [npx, program, ...args] = command.split(' ');
    expect([npx, program]).toEqual(['npx', 'vanishing-curvature']);
    const { code, out } = await cli(...args, '--json');
    expect(code).toBe(0);
    expect(await page.textContent('.tile.median .number')).toBe(
      powerText(JSON.parse(out).logMedianGivenAlive, 4),
    );
    expect(await copied('law', 'test')).toContain("import { theorem } from 'vanishing-curvature/vitest'");
    expect(await copied('claim', 'command')).toBe(
      `npx vanishing-curvature check --claim '${small.claim}' --budget 5 --seed 1`,
    );
    expect(await copied('claim', 'test')).toContain(JSON.stringify(small.claim));
    for (const panel of panels)
      expect(await copied(panel, 'command')).toMatch(/^npx vanishing-curvature \w+ --/);
    await page.context().close();
  });

  test('presets show their findings, and Back leads back', async () => {
    const page = await explorer.open(`?${toQuery(small)}`);
    const names = await page.$$eval('[data-preset]', (all) =>
      all.map((each) => (each as HTMLElement).dataset.preset!),
    );
    expect(names).toEqual(Object.keys(presets));
    for (const [name, { change }] of Object.entries(presets)) {
      await page.click(`[data-preset="${name}"]`);
      await addressHas(
        page,
        Object.fromEntries(Object.entries(change).map(([name, value]) => [name, String(value ?? '')])),
      );
      await page.goBack();
      await addressHas(page, { depth: String(small.depth), claim: small.claim });
      await soon(() => page.inputValue('#depth')).toBe(String(small.depth));
    }
    await page.context().close();
  });

  test('a link within the page leaves a claim that is too long for an address', async () => {
    const page = await explorer.open(`?${toQuery(small)}`);
    const claim = `median(forwardNorm2) <= 1${' + 0'.repeat(1600)} for L in 1..4, d in 2..4`;
    await page.fill('#claim-text', claim);
    await addressHas(page, { claim: '' });
    await page.focus('.skip');
    await page.keyboard.press('Enter');
    await page.waitForURL(/#panels$/);
    await page.fill('#depth', '9');
    await addressHas(page, { depth: '9' });
    expect(await page.inputValue('#claim-text')).toBe(claim);
    await page.context().close();
  });

  test('the keyboard reaches every control, and sees where it is', async () => {
    const page = await explorer.open(`?${toQuery(small)}`);
    const count = await page.evaluate(
      () =>
        [
          ...document.querySelectorAll<HTMLElement>(
            'a[href], button:not(:disabled), input:not(:disabled), select, textarea, [tabindex="0"]',
          ),
        ].filter((each) => each.checkVisibility({ visibilityProperty: true })).length,
    );
    expect(count).toBeGreaterThan(40);
    const reached = new Set<string>();
    for (let i = 0; i < count + 5; i++) {
      await page.keyboard.press('Tab');
      const found = await page.evaluate(() => {
        const each = document.activeElement as HTMLElement;
        if (each === document.body) return undefined;
        each.dataset.visited ??= String(Math.random());
        return { id: each.dataset.visited, outline: getComputedStyle(each).outlineStyle };
      });
      if (found === undefined) continue;
      expect(found.outline).not.toBe('none');
      reached.add(found.id);
    }
    expect(reached.size).toBeGreaterThanOrEqual(count);
    await page.context().close();
  });

  test.each([
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['on a phone', phone],
  ] as const)('axe finds nothing, and nothing is too wide: %s', async (_, options) => {
    const page = await explorer.open(`?${toQuery(small)}`, { reducedMotion: 'reduce', ...options });
    await page.waitForSelector('.verdict strong');
    for (const id of panels) {
      await page.locator(`#${id}`).scrollIntoViewIfNeeded();
      await soon(() => page.textContent(`#${id} .said`)).toMatch(/\d/);
      expect(await page.locator(`#${id} svg`).count()).toBeGreaterThan(0);
    }
    expect(await accessibilityFaults(page)).toEqual([]);
    const [needed, there] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(needed).toBeLessThanOrEqual(there!);
    await page.context().close();
  });

  test('no page has asked for anything elsewhere, or complained', () => {
    expect(explorer.requests.filter((url) => !url.startsWith(explorer.url))).toEqual([]);
    expect(explorer.requests.some((url) => url.includes('claim-worker'))).toBe(true);
    expect(explorer.complaints).toEqual([]);
    expect(explorer.requests.length).toBeGreaterThan(50);
  });

  // What its Content-Security-Policy forbids a worker to ask for, no browser tells: here it may ask.
  test('without its policy, too, the page and its workers ask for nothing elsewhere', async () => {
    const outside: string[] = [];
    const page = await explorer.open(`?${toQuery(small)}`, {}, (each) =>
      each.context().route(
        () => true,
        async (route) => {
          const url = route.request().url();
          if (!url.startsWith(explorer.url)) {
            outside.push(url);
            return route.abort();
          }
          const response = await route.fetch();
          const { 'content-security-policy': _, ...headers } = response.headers();
          return route.fulfill({ response, headers });
        },
      ),
    );
    await page.waitForSelector('.verdict strong');
    for (const id of panels) {
      await page.locator(`#${id}`).scrollIntoViewIfNeeded();
      await soon(() => page.textContent(`#${id} .said`)).toMatch(/\d/);
    }
    expect(outside).toEqual([]);
    // That it would be seen.
    const asked = 'https://elsewhere.example/';
    const worker = page.workers().find((each) => each.url().includes('compute-worker'))!;
    await worker.evaluate((url) => fetch(url).catch(() => undefined), asked);
    expect(outside).toEqual([asked]);
    await page.context().close();
  });

  test('a page whose server has ended says so, and goes on once there is one again', async () => {
    const page = await explorer.open(`?${toQuery(small)}`);
    await page.waitForSelector('.verdict strong');
    const status = () => page.textContent('.verdict');
    const gone = /-worker/;
    await page.context().route(gone, (route) => route.abort());
    const ask = async (bound: number) => {
      await page.fill('#claim-text', '');
      await soon(status).toBe('');
      await page.fill('#claim-text', `median(forwardNorm2) <= ${bound} for L in 1..4, d in 2..4`);
      await soon(status).toMatch(/^verified|^This/);
    };
    // The worker that waits may have been loaded by then; the one after it is not.
    for (const bound of [2, 3, 4]) await ask(bound);
    expect(await status()).toBe(
      'This claim could not be checked: its worker could not be loaded, perhaps as the server of this page has ended.',
    );
    await page.context().unroute(gone);
    await ask(5);
    expect(await status()).toMatch(/^verified/);
    await page.context().close();
  });

  test('a worker that could not be loaded is tried again with the next state', async () => {
    const gone = /compute-worker/;
    const page = await explorer.open(`?${toQuery({ ...small, claim: '' })}`, {}, (each) =>
      each.context().route(gone, (route) => route.abort()),
    );
    const status = () => page.textContent('#law .stream-text');
    await soon(status).toContain('These nets cannot be drawn: its worker could not be loaded');
    await page.fill('#depth', '5');
    await soon(status).toContain('These nets cannot be drawn');
    await page.context().unroute(gone);
    await page.fill('#depth', '4');
    await soon(status).toContain('20,000 nets');
    await page.context().close();
  });

  test('nets are drawn where a browser does not tell how many processors there are', async () => {
    const page = await explorer.open(`?${toQuery(small)}`, {}, (each) =>
      each.addInitScript(() => Object.defineProperty(navigator, 'hardwareConcurrency', { value: undefined })),
    );
    await soon(() => page.textContent('#law .stream-text')).toContain('20,000 nets');
    await page.context().close();
  });
});
