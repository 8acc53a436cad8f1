/** A headless Chromium, where one is installed, and the compiled code served to it. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from 'playwright-core';

const root = new URL('../../', import.meta.url);

export interface Session {
  /** An empty page whose origin serves the repository's modules by their paths. */
  readonly page: Page;
  end(): Promise<void>;
}

export async function openPage(executablePath: string): Promise<Session> {
  const server = serve();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  let browser: Browser | undefined;
  const end = async () => {
    await browser?.close();
    server.close();
  };
  try {
    browser = await chromium.launch({ executablePath });
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return { page, end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Modules below the repository's root; an empty page at /. */
function serve(): Server {
  return createServer(({ url }, response) => {
    if (url === '/') {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>test</title>');
      return;
    }
    try {
      const text = readFileSync(new URL(`.${url}`, root));
      response.setHeader('content-type', 'text/javascript').end(text);
    } catch {
      response.writeHead(404).end();
    }
  });
}
