/** `explore`: serves the explorer's page on loopback, or writes it to a folder. */
import { spawn } from 'node:child_process';
import { type Dirent, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join, relative, sep } from 'node:path';
import { InputError } from '../../theory/errors.js';
import type { ExploreOptions } from '../commands/explore.js';
import type { Interruption } from '../interrupt.js';
import { pageFolder } from '../page-folder.js';
import { OutputError, reasonOf } from '../system-error.js';

const host = '127.0.0.1';

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Nothing from elsewhere, and no code but the page's own; the kernel is WebAssembly, and charts set styles of their own. */
const headers = {
  'content-security-policy':
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

export async function explore(options: ExploreOptions, interruption: Interruption): Promise<number> {
  const files = pageFiles();
  if (options.static !== undefined) return writeFiles(files, options.static, options);
  const server = serverOf(files);
  const port = await listen(server, options.port);
  const url = `http://${host}:${port}/`;
  process.stdout.write(
    options.json ? `${JSON.stringify({ url })}\n` : `Explorer at ${url} (Ctrl-C ends it)\n`,
  );
  if (options.open) openInBrowser(url);
  await interruption.came;
  server.closeAllConnections();
  server.close();
  return interruption.code()!;
}

/** Contents of the page's files, by their paths: `index.html`, `assets/...`. */
function pageFiles(): ReadonlyMap<string, Buffer> {
  let entries: Dirent[];
  try {
    entries = readdirSync(pageFolder, { recursive: true, withFileTypes: true });
  } catch {
    throw new InputError(
      `The page has not been built: there is no folder '${pageFolder}'; run npm run build.`,
    );
  }
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(pageFolder, path).split(sep).join('/'), readFileSync(path)]),
  );
}

function serverOf(files: ReadonlyMap<string, Buffer>): Server {
  return createServer(({ method, url = '/', headers: { host: asked = '' } }, response) => {
    const refuse = (code: number) => response.writeHead(code, headers).end();
    // Another site's name that leads here is none of ours (DNS rebinding).
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(asked)) return refuse(403);
    if (method !== 'GET' && method !== 'HEAD') {
      return response.writeHead(405, { ...headers, allow: 'GET, HEAD' }).end();
    }
    const path = url.replace(/[?#].*/s, '').slice(1) || 'index.html';
    const content = files.get(path);
    if (content === undefined) return refuse(404);
    const type = types[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
    response.writeHead(200, { ...headers, 'content-type': type, 'content-length': content.length });
    return response.end(method === 'HEAD' ? undefined : content);
  });
}

async function listen(server: Server, port: number | undefined): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port ?? 0, host, resolve);
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw new InputError(
        `Port ${port} is in use: name another one, or leave out --port for one that is free.`,
      );
    throw new InputError(`Port ${port ?? 0} of ${host} cannot be used: ${reasonOf(error)}.`);
  }
  return (server.address() as AddressInfo).port;
}

/** The system's own program opens it; without one the address stands on the screen all the same. */
function openInBrowser(url: string): void {
  const [program, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', url]
        : ['xdg-open', url];
  const child = spawn(program!, args, { detached: true, stdio: 'ignore' });
  child.on('error', () => process.stderr.write(`No browser could be opened: ${program} is not there.\n`));
  child.unref();
}

function writeFiles(
  files: ReadonlyMap<string, Buffer>,
  folder: string,
  { port, open, json }: ExploreOptions,
): number {
  if (port !== undefined || open)
    throw new InputError(`--static serves nothing: leave out ${open ? '--open' : '--port'}.`);
  refuseUnfit(folder);
  const folders = new Set([folder, ...[...files.keys()].sort().map((path) => dirname(join(folder, path)))]);
  for (const each of folders) ifPossible(each, () => mkdirUnlessThere(each));
  for (const [path, content] of files) {
    const target = join(folder, path);
    ifPossible(target, () => writeFileSync(target, content));
  }
  const names = [...files.keys()].sort();
  process.stdout.write(
    json
      ? `${JSON.stringify({ folder, files: names }, null, 2)}\n`
      : `${names.length} files written to '${folder}'; any web server can serve them.\n`,
  );
  return 0;
}

function ifPossible(target: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new OutputError(`'${target}' could not be written: ${reasonOf(error)}.`);
  }
}

function mkdirUnlessThere(folder: string): void {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) mkdirSync(folder);
}

function refuseUnfit(folder: string): void {
  if (folder === '') throw new InputError("--static needs the name of a folder, not ''.");
  try {
    const there = statSync(folder, { throwIfNoEntry: false });
    if (there === undefined) {
      const parent = dirname(folder);
      if (statSync(parent, { throwIfNoEntry: false })?.isDirectory()) return;
      throw new InputError(`--static cannot use '${folder}': there is no folder '${parent}'.`);
    }
    if (!there.isDirectory()) throw new InputError(`--static needs a folder; '${folder}' is a file.`);
    if (readdirSync(folder).length > 0)
      throw new InputError(`--static needs a new or empty folder; '${folder}' holds files.`);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`--static cannot use '${folder}': ${reasonOf(error)}.`);
  }
}
