/** The explorer as `explore` serves it, in a headless Chromium. What every page of it says and asks for is kept. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { ExplorerState } from '../../explorer/state.js';

const main = new URL('../../dist/cli/main.js', import.meta.url).pathname;

export interface Explorer {
  readonly url: string;
  readonly browser: Browser;
  /** A page of its own context, once the panels are there. @param prepare what to do to the page before it is asked for. */
  open(
    query?: string,
    options?: BrowserContextOptions,
    prepare?: (page: Page) => Promise<unknown>,
  ): Promise<Page>;
  /** Everything that any page has asked for, and every warning and error on its console. */
  readonly requests: readonly string[];
  readonly complaints: readonly string[];
  end(): Promise<void>;
}

export async function openExplorer(executablePath: string): Promise<Explorer> {
  const server = spawn(process.execPath, [main, 'explore', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(server.stdout, 'data');
  const { url } = JSON.parse(String(line));
  const browser = await chromium.launch({ executablePath });
  const requests: string[] = [];
  const complaints: string[] = [];
  return {
    url,
    browser,
    requests,
    complaints,
    async open(query = '', options = {}, prepare = async () => {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      // Of the context: what workers ask for is among it.
      context.on('request', (request) => requests.push(request.url()));
      context.on('console', (message) => {
        if (message.type() !== 'log') complaints.push(`${message.type()}: ${message.text()}`);
      });
      context.on('weberror', (error) => complaints.push(String(error.error())));
      const page = await context.newPage();
      page.on('websocket', (socket) => requests.push(socket.url()));
      await prepare(page);
      await page.goto(`${url}${query}`, { waitUntil: 'commit' });
      await page.waitForSelector('html[data-ready]');
      return page;
    },
    async end() {
      await browser.close();
      server.kill('SIGINT');
      await once(server, 'exit');
    },
  };
}

/** The state that the page's address holds, once it says so. */
export async function addressHas(
  page: Page,
  expected: Partial<Record<keyof ExplorerState, string>>,
): Promise<void> {
  await page.waitForFunction((wanted) => {
    const query = new URLSearchParams(location.search);
    return Object.entries(wanted).every(([name, value]) => query.get(name) === value);
  }, expected);
}

/** What axe finds wrong, in a line each. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate(
    `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
  )) as { violations: { id: string; help: string; nodes: { html: string }[] }[] };
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 160)}`),
  );
}
