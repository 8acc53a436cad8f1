/**
 * What waiting the explorer asks for, in a headless Chromium, beside the same work of the library in Node; the two take turns. Clocks, not processor time:
 * waiting is what it is about, and so the figures are as good as the machine is idle. Beside a move stands the processor time of the page's main thread.
 *
 * verdict: from the call for the page to the first verdict shown, by a browser that has nothing of it kept; from the start of a process to the same verdict.
 * move: a slider moved at (L, d) = (1000, 512), until the frame with the new law is ready; the law, its median and its density where the page draws them.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Browser, chromium } from 'playwright-core';
import { findChromium } from '../cli/chromium.js';
import { exactLawOf } from '../numerics/law/index.js';
import { squareNetwork } from '../numerics/network/network.js';
import { machine, report } from './report.js';
import { digits, quantile } from './turns.js';

const rounds = 10;
const movesInRound = 10;
/** Pauses after moves, in milliseconds: nets begin to come in after the long ones. */
const pauses = [80, 80, 80, 80, 400];
/** Places where the page draws the density. */
const places = 161;
const reach = 8;
const library = new URL('../index.js', import.meta.url).href;
const program = new URL('../bin/main.js', import.meta.url).pathname;

/** Run by the browser. */
const inPage = {
  watch: `
    globalThis.verdictAt = new Promise((resolve) => {
      const look = () => document.querySelector('.verdict strong') && resolve(performance.now());
      new MutationObserver(look).observe(document, { childList: true, subtree: true });
    });`,
  /** The slider to a place of its 1000; what size the page shows then. Layout and painting are done in the turn after the frame. */
  move: `async (name, place) => {
    const slider = document.getElementById(name + '-slider');
    const start = performance.now();
    slider.value = String(place);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(undefined);
    });
    const milliseconds = performance.now() - start;
    const [depth, width] = ['depth', 'width'].map((id) => document.getElementById(id).valueAsNumber);
    return { milliseconds, depth, width };
  }`,
};

interface Size {
  readonly depth: number;
  readonly width: number;
}
interface Move extends Size {
  readonly page: number;
  readonly mainThread: number;
  readonly node: number;
}

async function firstVerdict(browser: Browser, url: string) {
  const context = await browser.newContext();
  await context.addInitScript(inPage.watch);
  const page = await context.newPage();
  await page.goto(url);
  const milliseconds = await page.evaluate<number>('verdictAt');
  const claim = await page.inputValue('#claim-text');
  const verdict = await page.textContent('.verdict strong');
  await context.close();
  return { milliseconds, claim, verdict };
}

/** A process of its own for each: what a module costs that is loaded is paid there too. */
async function verdictInNode(claim: string) {
  const code = `const { checkClaim } = await import(${JSON.stringify(library)});
    const { verdict } = await checkClaim(${JSON.stringify(claim)}, { seed: 1, budget: 5 });
    process.stdout.write(verdict);`;
  const start = performance.now();
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [verdict] = await once(child.stdout, 'data');
  return { milliseconds: performance.now() - start, verdict: String(verdict) };
}

/** Milliseconds of the law that a move shows. */
function lawInNode({ depth, width }: Size): number {
  const start = performance.now();
  const law = exactLawOf(squareNetwork(1, width), { repeat: depth });
  const [centre, spread] = [law.logMean().value, law.logSpread];
  law.quantile(0.5);
  const density = law.densityWithin(reach);
  for (let i = 0; i < places; i++) density(centre + spread * ((8.4 * i) / (places - 1) - 4.2));
  return performance.now() - start;
}

async function moves(browser: Browser, url: string): Promise<Move[]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${url}?depth=1000&width=512`);
  await page.waitForSelector('.verdict strong');
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const mainThread = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * metrics.find(({ name }) => name === 'TaskDuration')!.value;
  };
  const done: Move[] = [];
  for (let round = 0; round < rounds; round++) {
    const sizes: { readonly size: Size; readonly page: number; readonly mainThread: number }[] = [];
    for (let i = 0; i < movesInRound; i++) {
      const k = round * movesInRound + i;
      const [name, place] = k % 2 === 0 ? ['depth', 1000 - (k % 60)] : ['width', 1000 - ((3 * k) % 200)];
      const before = await mainThread();
      const { milliseconds, ...size } = await page.evaluate<Size & { milliseconds: number }>(
        `(${inPage.move})('${name}', ${place})`,
      );
      sizes.push({ size, page: milliseconds, mainThread: (await mainThread()) - before });
      await new Promise((resolve) => setTimeout(resolve, pauses[i % pauses.length]));
    }
    for (const { size, ...times } of sizes) done.push({ ...size, ...times, node: lawInNode(size) });
  }
  await context.close();
  return done;
}

function summary(values: readonly number[]) {
  const [low, median, high, worst] = [0.25, 0.5, 0.75, 1].map((p) => digits(quantile(values, p), 3));
  return { median: median!, low: low!, high: high!, worst: worst! };
}

const chromiumPath = findChromium();
if (chromiumPath === undefined) {
  process.stdout.write('No Chromium in the PATH or the variable CHROMIUM: the explorer is not measured.\n');
} else {
  const server = spawn(process.execPath, [program, 'explore', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(server.stdout, 'data');
  const { url } = JSON.parse(String(line)) as { url: string };
  const browser = await chromium.launch({ executablePath: chromiumPath });
  const verdicts: { readonly page: number; readonly node: number }[] = [];
  // The first round is a warm-up: files are read from the disk then.
  for (let round = 0; round <= rounds; round++) {
    const shown = await firstVerdict(browser, url);
    const told = await verdictInNode(shown.claim);
    if (shown.verdict !== told.verdict)
      throw new Error(`The page says ${shown.verdict}, Node ${told.verdict}.`);
    if (round > 0) verdicts.push({ page: shown.milliseconds, node: told.milliseconds });
  }
  const moved = await moves(browser, url);
  const version = browser.version();
  await browser.close();
  server.kill('SIGINT');

  const figures = {
    verdict: {
      page: summary(verdicts.map(({ page }) => page)),
      node: summary(verdicts.map(({ node }) => node)),
      ratio: digits(
        quantile(
          verdicts.map(({ page, node }) => page / node),
          0.5,
        ),
        3,
      ),
    },
    move: {
      page: summary(moved.map(({ page }) => page)),
      mainThread: summary(moved.map(({ mainThread }) => mainThread)),
      node: summary(moved.map(({ node }) => node)),
    },
  };
  const cells = ({ median, low, high, worst }: ReturnType<typeof summary>) =>
    `${median} [${low}, ${high}] | ${worst}`;
  const about = `${machine.processor}, ${machine.processors} processors; Chromium ${version}, Node ${process.version}. ${rounds} pages and processes by turns; ${moved.length} moves of the sliders, each to a size not seen before. Milliseconds: median [quartiles], and the worst.`;
  const table = [
    '| | ms | worst |',
    '|---|---|---|',
    `| page called until first verdict | ${cells(figures.verdict.page)} |`,
    `| process started until the same verdict (page ${figures.verdict.ratio} times as long) | ${cells(figures.verdict.node)} |`,
    `| slider moved at (1000, 512) until the frame is ready | ${cells(figures.move.page)} |`,
    `| of it processor time of the main thread | ${cells(figures.move.mainThread)} |`,
    `| the same law in Node | ${cells(figures.move.node)} |`,
  ].join('\n');
  process.stdout.write(`${about}\n${table}\n`);
  report('explorer', { machine, chromium: version, rounds, moves: moved.length, figures }, [about, table]);
}
