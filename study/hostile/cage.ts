/**
 * A process that may read the program's own files and nothing else: no file can be written, none outside the package be read, no process be
 * started, and no text be run as code. What is thrown at the program in there cannot do what the program itself could not.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Fuzzed } from './fuzz.js';
import type { SurfaceName } from './surface.js';

export interface Task {
  readonly surface: SurfaceName;
  readonly seed: number;
  readonly runs: number;
}

export interface Caged extends Fuzzed {
  /** Of memory, at most, Node itself included. */
  readonly megabytes: number;
}

const root = new URL(import.meta.url.includes('/dist/') ? '../../../' : '../../', import.meta.url);
/** Megabytes of JavaScript objects; whoever wants more is ended. */
const heap = 1024;
/** Seconds after which a task is taken for one that hangs. */
const patience = 180;

const permission = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission';

/** The bars; the command line alone may start threads, which are inside too. */
export function bars(surface: SurfaceName): string[] {
  return [
    permission,
    `--allow-fs-read=${fileURLToPath(root)}`,
    ...(surface === 'command line' ? ['--allow-worker'] : []),
    '--disallow-code-generation-from-strings',
    `--max-old-space-size=${heap}`,
    '--no-warnings',
  ];
}

export async function fuzzInCage(task: Task): Promise<Caged> {
  const inmate = fileURLToPath(new URL('dist/study/hostile/inmate.js', root));
  const child = spawn(process.execPath, [...bars(task.surface), inmate, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), patience * 1000);
  let last = '';
  let errors = '';
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    last = lines.at(-1) ?? last;
  });
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    errors = (errors + piece).slice(-2000);
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.on('close', (...ended) => resolve(ended)),
  );
  clearTimeout(timer);
  const line = last === '' ? {} : (JSON.parse(last) as { found?: Caged; trying?: string });
  if (line.found !== undefined) return line.found;
  const how =
    signal === 'SIGKILL'
      ? `It did not end within ${patience} s.`
      : `The process ended with ${code ?? signal}: ${errors.slice(-400)}`;
  const failure = { seed: task.seed, path: '', input: line.trying ?? 'unknown', message: how };
  return { cases: 0, outcomes: {}, slowest: { seconds: 0, input: '' }, megabytes: 0, failure };
}
