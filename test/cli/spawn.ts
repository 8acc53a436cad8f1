/** Runs the command line as built, in a process of its own. */
import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const main = new URL('../../dist/bin/main.js', import.meta.url).pathname;

/** The environment without what decides about colour, so that a test sees only what it sets itself. */
function plainEnvironment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { CI: _ci, NO_COLOR: _no, FORCE_COLOR: _force, ...rest } = process.env;
  return { ...rest, ...more };
}

/** `preload` is the text of a module that each thread of the process loads before anything else. */
export function runMain(
  args: readonly string[],
  { env = {}, preload }: { env?: Record<string, string>; preload?: string } = {},
): SpawnSyncReturns<string> {
  const before = preload === undefined ? [] : [`--import=${pathToFileURL(moduleFile(preload)).href}`];
  return spawnSync(process.execPath, [...before, main, ...args], {
    encoding: 'utf8',
    env: plainEnvironment(env),
  });
}

/** Runs a command line of bash; `vc` in it is the program, `"$NODE" "$MAIN"` where a function will not do. */
export function inBash(command: string): SpawnSyncReturns<string> {
  const env = { ...plainEnvironment(), NODE: process.execPath, MAIN: main };
  return spawnSync('bash', ['-c', `vc() { "$NODE" "$MAIN" "$@"; }\n${command}`], { encoding: 'utf8', env });
}

/** A file in a new folder that holds this module. */
export function moduleFile(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'module-')), 'module.mjs');
  writeFileSync(path, text);
  return path;
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** From the signal to the end. */
  readonly milliseconds: number;
}

/** Says, by a file, when the program has begun to listen to signals. */
const listening = `
  import { writeFileSync } from 'node:fs';
  import { threadId } from 'node:worker_threads';
  if (threadId === 0) process.on('newListener', (event) => {
    if (event === 'SIGINT') setImmediate(() => writeFileSync(process.env.LISTENING, ''));
  });`;

/**
 * Starts the program, sends it a signal some milliseconds after it has begun to listen to signals, or once something has happened, and
 * waits for its end.
 */
export async function interrupt(
  args: readonly string[],
  when: number | (() => boolean),
  signal: NodeJS.Signals,
): Promise<Ended> {
  const preload = moduleFile(listening);
  const file = `${preload}.listening`;
  const child = spawn(process.execPath, [`--import=${pathToFileURL(preload).href}`, main, ...args], {
    env: plainEnvironment({ LISTENING: file }),
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (piece) => {
    out += piece;
  });
  child.stderr.on('data', (piece) => {
    err += piece;
  });
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const begun = () => existsSync(file) || child.exitCode !== null;
  while (!begun()) await pause(5);
  if (typeof when === 'number') await pause(when);
  else while (!when() && child.exitCode === null) await pause(5);
  const start = performance.now();
  child.kill(signal);
  const code = await closed;
  return { code, out, err, milliseconds: performance.now() - start };
}
