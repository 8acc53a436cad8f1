/** Ctrl-C and SIGTERM: an end in good order at any moment, with no verdict that was not reached. */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { listenForInterrupts } from '../../cli/interrupt.js';
import type { Verdict } from '../../properties/verdict.js';
import { inBash, interrupt, runMain } from './spawn.js';

const claims = [
  'forward-log-expansion/series-mean',
  'forward-mean/leaky-relu',
  'forward-second-moment/linear',
  'dead-networks/drawn',
  '--claim',
  'median(forwardNorm2 | alive) = 1 for L in 4..16, d in 8..32 with init he-uniform',
];
const settings = ['--seed', '7', '--budget', '1e6', '--json'];
/** Keeps a thread busy for many seconds, most of them in a single unit. */
const slow = ['--claim', 'mean(forwardNorm2) = 1 for L = 12, d = 8 with init he-uniform'];
/** Takes its place, so that the others have the same shares of alpha, in a run that is not interrupted. */
const quick = ['--claim', 'mean(forwardNorm2) = 1 for L = 1, d = 1'];

interface Printed {
  partial?: boolean;
  verdicts: Verdict[];
}
const reached = (json: string): Record<string, unknown> =>
  Object.fromEntries(
    (JSON.parse(json) as Printed).verdicts.map(({ seconds: _seconds, ...rest }) => [rest.id, rest]),
  );

/** In the thread that plans or draws: a signal as soon as it sends such a message, to a worker or to the main thread; then what else is to be done there. */
const atMessage = (condition: string, signal: NodeJS.Signals, then = '') => `
  import { MessagePort, threadId } from 'node:worker_threads';
  const { postMessage } = MessagePort.prototype;
  let count = 0;
  if (threadId === 1) MessagePort.prototype.postMessage = function (message, ...rest) {
    postMessage.call(this, message, ...rest);
    count += 1;
    if (${condition}) {
      process.kill(process.pid, '${signal}');
      ${then}
    }
  };`;

/**
 * Milliseconds. A quiet machine takes 0.02 to 0.1 s from the signal to the end; while modules are loaded nothing can be interrupted, which takes as long as
 * a run that has nothing to do, on this machine as busy as it is. The slow claim takes many times that.
 */
let atOnce = 0;
beforeAll(() => {
  const start = performance.now();
  expect(runMain(['check', ...quick]).status).toBe(0);
  atOnce = 1000 + performance.now() - start;
});

describe('SIGINT', () => {
  let whole: Record<string, unknown> | undefined;
  const moments = ['1', '2'].flatMap((workers) => [0, 300, 1000, 2500].map((after) => ({ workers, after })));

  test.each(moments)('$workers workers, after $after ms', async ({ workers, after }) => {
    whole ??= reached(runMain(['check', ...claims, ...quick, ...settings]).stdout);
    expect(Object.keys(whole)).toHaveLength(6);
    const ended = await interrupt(
      ['check', ...claims, ...slow, ...settings, '--workers', workers],
      after,
      'SIGINT',
    );
    expect(ended).toMatchObject({ code: 130, err: '' });
    expect(ended.milliseconds).toBeLessThan(atOnce);
    expect(JSON.parse(ended.out)).toMatchObject({ partial: true, verdicts: expect.any(Array) });
    const found = reached(ended.out);
    expect(Object.keys(found)).not.toContain('claim-2');
    for (const [id, verdict] of Object.entries(found)) expect(verdict).toEqual(whole[id]);
  });

  test('planning does not delay it', async () => {
    // Counting this domain takes seconds: nine hundred thousand points with a sum of a thousand terms each.
    const claim =
      'mean(forwardNorm2) <= 2 for L in 1..950, d in 1..950 where sum(n, 1, 1000, 1/(n+L)) < 0.001 or d = 950';
    const ended = await interrupt(['check', '--claim', claim, '--json'], 1500, 'SIGINT');
    expect(ended).toMatchObject({ code: 130, err: '' });
    expect(ended.milliseconds).toBeLessThan(atOnce);
    expect(JSON.parse(ended.out)).toEqual({ partial: true, verdicts: [] });
  });

  test('as text', async () => {
    const ended = await interrupt(['check', ...slow, '--budget', '1e6'], 500, 'SIGINT');
    expect(ended).toMatchObject({ code: 130, err: '' });
    expect(ended.out).toMatch(/no verdict yet; .*stopped: partial, 1 claim without a verdict\n$/);
  });
});

describe('tightness', () => {
  const drawn = 'median(forwardNorm2) <= 1 for L in 2..12, d in 4..9 with init he-uniform';

  test('the points that nets are done with, and that the rest is missing', async () => {
    // Half of the points are of depth 12 and take far longer than those of depth 2.
    const args = ['tightness', '--claim', drawn, '--budget', '1e5', '--workers', '2'];
    const text = await interrupt(args, 1500, 'SIGINT');
    expect(text).toMatchObject({ code: 130, err: '' });
    expect(text.milliseconds).toBeLessThan(atOnce);
    expect(text.out).toMatch(/stopped: (partial, \d+ points? reached|no answer)/);
    const json = await interrupt([...args, '--json'], 1500, 'SIGINT');
    expect(json.code).toBe(130);
    expect(JSON.parse(json.out)).toMatchObject({ partial: true, claim: drawn });
  });

  test('a point that was done is printed', () => {
    // The signal comes with the answer for the third of 12.
    const preload = atMessage(
      `JSON.stringify(message)?.includes('"enclosures"') && (globalThis.answers = (globalThis.answers ?? 0) + 1) === 3`,
      'SIGINT',
    );
    const args = ['tightness', '--claim', drawn, '--budget', '0.3', '--workers', '1', '--json'];
    const ended = runMain(args, { preload });
    expect(ended).toMatchObject({ status: 130, stderr: '' });
    const { partial, points, rooms, oracle } = JSON.parse(ended.stdout);
    expect({ partial, oracle }).toEqual({ partial: true, oracle: 'simulated' });
    expect(points).toBeGreaterThanOrEqual(2);
    expect(points).toBeLessThan(12);
    expect(rooms).toEqual(JSON.parse(runMain(args).stdout).rooms.slice(0, points));
  });
});

describe('tightness by the exact law', () => {
  const exact = 'median(forwardNorm2) <= exp(-2*L/d) for L in 1..24, d in 400..423';

  test('the part of the map that was reached, and nothing that was not', () => {
    // The signal comes with the second answer of rooms.
    const preload = atMessage(
      `JSON.stringify(message)?.includes('"rooms":[') && (globalThis.answers = (globalThis.answers ?? 0) + 1) === 2`,
      'SIGINT',
    );
    const args = ['tightness', '--claim', exact, '--workers', '1'];
    const whole = JSON.parse(runMain([...args, '--json']).stdout);
    const ended = runMain([...args, '--json'], { preload });
    expect(ended).toMatchObject({ status: 130, stderr: '' });
    const { partial, points, growth, grid } = JSON.parse(ended.stdout);
    expect({ partial, growth }).toEqual({ partial: true, growth: null });
    expect(points).toBeGreaterThan(0);
    expect(points).toBeLessThan(whole.points);
    const [found, all] = [grid.rooms.flat(), whole.grid.rooms.flat()];
    const reachedCells = found.filter((room: unknown) => room !== null).length;
    expect(reachedCells).toBe(Math.min(points, all.length));
    expect(found.slice(0, reachedCells)).toEqual(all.slice(0, reachedCells));
    const svg = join(tmpdir(), `partial-${process.pid}.svg`);
    const text = runMain([...args, '--svg', svg], { preload });
    expect(text.status).toBe(130);
    expect(text.stdout).toMatch(/L \|\n/);
    expect(text.stdout).toMatch(/stopped: partial, \d+ points reached; .*no file was written\n$/);
    expect(existsSync(svg)).toBe(false);
  });
});

describe('phases', () => {
  const failing = 'median(forwardNorm2 | alive) = 1 for L in 4..6, d in 8..9 with init he-uniform';

  test.each([
    ['scan', 'SIGTERM', 143],
    ['simulate', 'SIGHUP', 129],
    ['shrink', 'SIGINT', 130],
    ['confirm', 'SIGINT', 130],
  ] as const)('%s, %s', (kind, signal, status) => {
    // What is sent next waits until the main thread has heard the signal, lest the run end before.
    const heard = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000)';
    const isPhase = `JSON.stringify(message)?.includes('"kind":"${kind}"')`;
    const preload = atMessage(isPhase, signal, heard);
    const ended = runMain(['check', '--claim', failing, '--json'], { preload });
    expect(ended).toMatchObject({ status, stderr: '' });
    // A refutation is no verdict until it is confirmed.
    expect(JSON.parse(ended.stdout)).toEqual({ partial: true, verdicts: [] });
  });

  test('before the start: nothing has been done, the process dies of it', () => {
    const preload =
      "import { threadId } from 'node:worker_threads'; if (threadId === 0) process.kill(process.pid, 'SIGINT');";
    const { signal, stdout, stderr } = runMain(['check', '--claim', failing], { preload });
    expect({ signal, stdout, stderr }).toEqual({ signal: 'SIGINT', stdout: '', stderr: '' });
  });

  test('printing: the run has ended, and what it says is whole', () => {
    const preload = `
      import { threadId } from 'node:worker_threads';
      const { write } = process.stdout;
      if (threadId === 0) process.stdout.write = (text) => {
        process.kill(process.pid, 'SIGINT');
        return write.call(process.stdout, text);
      };`;
    const { status, stdout, stderr } = runMain(['check', '--claim', failing, '--json'], { preload });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(JSON.parse(stdout).verdicts).toMatchObject([{ verdict: 'refuted' }]);
    expect(stdout).not.toContain('partial');
  });
});

describe('the second one', () => {
  const large = ['simulate', '--depth', '500', '--width', '500', '--nets', '1000000', '--json'];

  test.runIf(process.platform === 'linux')('is the same event if it comes at once, as from `timeout`', () => {
    const words = large.join(' ');
    const { status, stdout, stderr } = inBash(`timeout -s INT 1 "$NODE" "$MAIN" ${words}`);
    // 124 is what timeout says.
    expect({ status, stderr }).toEqual({ status: 124, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ partial: true, depth: 500 });
  });

  test('ends at once if it comes later', async () => {
    const exit = vi.spyOn(process, 'exit').mockImplementation((() => {}) as typeof process.exit);
    const clock = vi.spyOn(performance, 'now').mockReturnValue(1000);
    const interruption = listenForInterrupts();
    try {
      expect(interruption.code()).toBeUndefined();
      process.emit('SIGINT', 'SIGINT');
      await interruption.came;
      expect(interruption.code()).toBe(130);
      // Its echo must not end what is being printed now.
      interruption.stopListening();
      clock.mockReturnValue(1250);
      process.emit('SIGINT', 'SIGINT');
      expect(exit).not.toHaveBeenCalled();
      clock.mockReturnValue(1350);
      process.emit('SIGTERM', 'SIGTERM');
      expect(exit).toHaveBeenCalledExactlyOnceWith(130);
    } finally {
      for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) process.removeAllListeners(signal);
      clock.mockRestore();
      exit.mockRestore();
    }
  });

  test('without a first one, nobody listens any more once the run has ended', () => {
    const before = process.listenerCount('SIGINT');
    listenForInterrupts().stopListening();
    expect(process.listenerCount('SIGINT')).toBe(before);
  });
});

describe('other commands', () => {
  test.each([
    ['simulate', '--depth', '200', '--width', '200', '--nets', '1000000'],
    ['spectrum', '--depth', '20..40', '--width', '8', '--nets', '100000'],
    ['race', '--nets', '1000000'],
  ])('%s', (...args) => {
    const text = runMain(args, { preload: atMessage('count === 4', 'SIGINT') });
    expect(text).toMatchObject({ status: 130, stderr: '' });
    expect(text.stdout).toMatch(/\nstopped: partial, .*\d of \d+ nets.*\n$/);
    const json = runMain([...args, '--json'], { preload: atMessage('count === 4', 'SIGHUP') });
    expect(json).toMatchObject({ status: 129, stderr: '' });
    expect(json.stdout.startsWith('{\n  "partial": true,\n')).toBe(true);
    JSON.parse(json.stdout);
  });

  test('the nets of a simulation that was stopped are the first ones of the whole', () => {
    const args = ['simulate', '--depth', '200', '--width', '100', '--json', '--nets'];
    const preload = atMessage('count === 9', 'SIGINT');
    const { nets, partial, ...stopped } = JSON.parse(runMain([...args, '1000000'], { preload }).stdout);
    expect(partial).toBe(true);
    const { nets: all, ...whole } = JSON.parse(runMain([...args, String(nets)]).stdout);
    expect(all).toBe(nets);
    expect(stopped).toEqual(whole);
  });

  test('one without partial results dies of the signal', () => {
    // Each of these ends within a second.
    for (const args of [
      ['law', '--depth', '5', '--width', '5'],
      ['threshold', '--depth', '100', '--floor', '0.1', '--risk', '0.1'],
      ['explain', 'forward-tail'],
    ]) {
      const preload = `
        import { threadId } from 'node:worker_threads';
        if (threadId === 0) setImmediate(() => process.kill(process.pid, 'SIGINT'));`;
      const { signal, stdout, stderr } = runMain(args, { preload });
      expect({ args, signal, stdout, stderr }).toEqual({ args, signal: 'SIGINT', stdout: '', stderr: '' });
    }
  });
});
