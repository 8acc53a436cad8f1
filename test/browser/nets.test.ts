/** The nets that the explorer draws: those of Node, bit for bit, all of them once. The seed fixes which: nothing here is random. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../cli/chromium.js';
import { lawSummary } from '../../explorer/compute/law-summary.js';
import { openHistogram } from '../../explorer/histogram.js';
import { defaultState, type ExplorerState, networkOf, toQuery } from '../../explorer/state.js';
import { forwardSamples } from '../../numerics/network/forward.js';
import { type Explorer, openExplorer } from './explorer.js';

const chromium = findChromium();
const soon = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 60_000, interval: 20 });
const count = 20_000;
const small: ExplorerState = { ...defaultState, depth: 6, width: 4, claim: '' };

interface Piece {
  readonly first: number;
  readonly seed: number;
  readonly values: Float64Array;
}
type Recorded = typeof globalThis & { pieces: Piece[] };

/** Keeps what the page's workers draw, and what they were asked for. */
function listen(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    const pieces: Piece[] = [];
    (globalThis as Recorded).pieces = pieces;
    globalThis.Worker = class extends Worker {
      readonly #asked = new Map<number, { first: number; state: { seed: number } }>();
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        this.addEventListener('message', ({ data }) => {
          const asked = this.#asked.get(data.id);
          if (asked === undefined || data.kind !== 'result') return;
          pieces.push({ first: asked.first, seed: asked.state.seed, values: data.value.values });
        });
      }
      override postMessage(message: unknown): void {
        const request = message as { kind: string; id: number; task: string; args: never };
        if (request.kind === 'run' && request.task === 'draw-nets') this.#asked.set(request.id, request.args);
        super.postMessage(message);
      }
    };
  });
}

/** All that was drawn of a seed, in the order of the nets. */
const drawnOf = (page: Page, seed: number) =>
  page.evaluate(
    (wanted) =>
      (globalThis as Recorded).pieces
        .filter((piece) => piece.seed === wanted)
        .sort((a, b) => a.first - b.first)
        .map(({ first, values }) => ({ first, values: [...values] })),
    seed,
  );

function inNode(state: ExplorerState): Float64Array {
  const values = new Float64Array(count);
  forwardSamples(networkOf(state), state.seed, 0, count, values);
  return values;
}

/** What the page says of these nets. */
function saidOf(state: ExplorerState, values: Float64Array): readonly string[] {
  const summary = lawSummary(state);
  const nets = openHistogram(summary.domain, 64);
  nets.add(values);
  const dead = nets.dead === 0 ? '' : `, ${nets.dead.toLocaleString('en-US')} of them dead`;
  const law = summary.law && nets.distance(nets.edges.map(summary.law.cdf)).toFixed(4);
  return [`20,000 nets${dead}`, ...(law === undefined ? [] : [` ${law}, `])];
}

describe.skipIf(chromium === undefined)('the nets', { timeout: 120_000 }, () => {
  let explorer: Explorer;
  beforeAll(async () => {
    explorer = await openExplorer(chromium!);
  });
  afterAll(() => explorer?.end());
  const open = (state: ExplorerState) => explorer.open(`?${toQuery(state)}`, {}, listen);
  const statusOf = (page: Page) => page.textContent('#law .stream-text');

  test.each([
    { init: 'normal' },
    { init: 'uniform', activation: 'leaky-relu' },
    { init: 'rademacher', activation: 'linear', gain: 1 },
    { init: 'orthogonal', depth: 3 },
  ] as const)('are those that Node draws, each once: $init', async (change) => {
    const state = { ...small, ...change };
    const page = await open(state);
    await soon(() => statusOf(page)).toContain('20,000 nets');
    const pieces = await drawnOf(page, state.seed);
    let next = 0;
    for (const { first, values } of pieces) {
      expect(first).toBe(next);
      next += values.length;
    }
    expect(next).toBe(count);
    const expected = inNode(state);
    // Object.is: -0 is not 0.
    const differing = pieces
      .flatMap(({ values }) => values)
      .filter((value, net) => !Object.is(value, expected[net]));
    expect(differing).toEqual([]);
    expect(new Set(expected).size).toBeGreaterThan(10);
    for (const text of saidOf(state, expected)) expect(await statusOf(page)).toContain(text);
    await page.context().close();
  });

  test('are drawn anew from a new seed', async () => {
    const page = await open(small);
    await soon(() => statusOf(page)).toContain('20,000 nets');
    const [before, state] = [await statusOf(page), { ...small, seed: 77 }];
    await page.fill('#seed', '77');
    const expected = inNode(state);
    for (const text of saidOf(state, expected)) {
      expect(before).not.toContain(text);
      await soon(() => statusOf(page)).toContain(text);
    }
    expect((await drawnOf(page, 77)).flatMap(({ values }) => values)).toEqual([...expected]);
    await page.context().close();
  });

  test('stop, go on and pause', async () => {
    const page = await open(small);
    await soon(() => statusOf(page)).toContain('20,000 nets');
    await page.getByRole('button', { name: 'Draw more' }).click();
    await soon(() => statusOf(page)).toContain('40,000 nets');
    // So many of these take minutes: there is time to stop them on the way.
    await page.fill('#depth', '900');
    await page.fill('#width', '64');
    await page.getByRole('button', { name: 'Pause' }).click();
    const goOn = page.getByRole('button', { name: 'Go on' });
    await goOn.waitFor();
    await goOn.click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await page.context().close();
  });
});
