/** `explore`: what it serves to whom, and what it writes where. No chance in it. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, get, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli } from './run-cli.js';
import { interrupt } from './spawn.js';

const newFolder = () => mkdtempSync(join(tmpdir(), 'explore-'));

describe('--static', () => {
  test('writes the page into a new folder, and into an empty one', async () => {
    for (const folder of [join(newFolder(), 'page'), newFolder()]) {
      const { code, out } = await cli('explore', '--static', folder, '--json');
      expect(code).toBe(0);
      const { files } = JSON.parse(out);
      const written = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) =>
        each.isFile(),
      );
      expect(files.length).toBe(written.length);
      const html = readFileSync(join(folder, 'index.html'), 'utf8');
      const named = [...html.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, path]) => path);
      expect(named.length).toBeGreaterThan(2);
      for (const path of named) expect(files).toContain(path);
      // Nothing is named that lies elsewhere.
      expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
    }
  });

  const full = newFolder();
  writeFileSync(join(full, 'mine.txt'), 'mine');
  mkdirSync(join(full, 'empty'));
  test.each([
    [[full], `--static needs a new or empty folder; '${full}' holds files.`],
    [[join(full, 'mine.txt')], `--static needs a folder; '${join(full, 'mine.txt')}' is a file.`],
    [
      [join(full, 'no', 'page')],
      `--static cannot use '${join(full, 'no', 'page')}': there is no folder '${join(full, 'no')}'.`,
    ],
    [[''], "--static needs the name of a folder, not ''."],
    [[join(full, 'empty'), '--port', '9000'], '--static serves nothing: leave out --port.'],
    [[join(full, 'empty'), '--open'], '--static serves nothing: leave out --open.'],
  ])('%j is refused, and nothing written', async (args, message) => {
    const { code, out, err } = await cli('explore', '--static', ...args);
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: `${message}\n` });
    expect(readdirSync(full, { recursive: true }).sort()).toEqual(['empty', 'mine.txt']);
  });
});

test('a port that is in use', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  try {
    const { code, out, err } = await cli('explore', '--port', String(port));
    const message = `Port ${port} is in use: name another one, or leave out --port for one that is free.\n`;
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: message });
  } finally {
    other.close();
  }
  const { code, err } = await cli('explore', '--port', '0');
  expect({ code, err }).toEqual({
    code: 2,
    err: "--port must be a whole number from 1 to 65535, not '0'.\n",
  });
});

test('serves this machine alone, until Ctrl-C', async () => {
  const port = await freePort();
  const answers: Record<string, IncomingMessage> = {};
  const ask = (name: string, path: string, options = {}) =>
    new Promise<void>((resolve) => {
      const asked = request({ host: '127.0.0.1', port, path, ...options }, (answer) => {
        answers[name] = answer.resume();
        resolve();
      });
      asked.on('error', () => resolve());
      asked.end();
    });
  let asked = false;
  const isUp = async () => {
    while (answers.page === undefined) await ask('page', '/?depth=3');
    await ask('kept', '/', { agent: false, headers: { connection: 'keep-alive' } });
    await ask('missing', '/../package.json');
    await ask('hidden', '/%2e%2e/package.json');
    await ask('elsewhere', '/', { headers: { host: 'evil.example' } });
    await ask('posted', '/', { method: 'POST' });
    asked = true;
  };
  void isUp();
  const { code, out, err } = await interrupt(
    ['explore', '--port', String(port), '--json'],
    () => asked,
    'SIGINT',
  );
  expect({ code, out, err }).toEqual({ code: 130, out: `{"url":"http://127.0.0.1:${port}/"}\n`, err: '' });
  const status = Object.fromEntries(
    Object.entries(answers).map(([name, { statusCode }]) => [name, statusCode]),
  );
  expect(status).toEqual({ page: 200, kept: 200, missing: 404, hidden: 404, elsewhere: 403, posted: 405 });
  expect(answers.posted!.headers.allow).toBe('GET, HEAD');
  const { headers } = answers.page!;
  expect(headers['content-security-policy']).toMatch(
    /^default-src 'self'; script-src 'self' 'wasm-unsafe-eval';/,
  );
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers['x-content-type-options']).toBe('nosniff');
  // It has ended.
  await expect(
    new Promise((resolve, reject) => get(`http://127.0.0.1:${port}/`, resolve).on('error', reject)),
  ).rejects.toThrow();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
