/** Ctrl-C and SIGTERM: an end in good order at any moment, with no verdict that was not reached. */
import { describe, expect, test, vi } from 'vitest';
import { listenForInterrupts } from '../../cli/interrupt.js';
import type { Verdict } from '../../properties/verdict.js';
import { interrupt, runMain } from './spawn.js';

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

/** A quiet machine takes 0.02 to 0.1 s from the signal to the end; a unit of the slow claim takes several seconds. */
const atOnce = 1000;

describe('SIGINT', () => {
  let whole: Record<string, unknown> | undefined;
  const moments = ['1', '2'].flatMap((workers) => [300, 1000, 2500].map((after) => ({ workers, after })));

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
    const ended = await interrupt(['check', ...slow, '--budget', '1e6'], 1000, 'SIGINT');
    expect(ended).toMatchObject({ code: 130, err: '' });
    expect(ended.out).toMatch(/no verdict yet; .*stopped: partial, 1 claim without a verdict\n$/);
  });
});

test('SIGTERM: the same with 143', async () => {
  const ended = await interrupt(['check', ...slow, '--budget', '1e6', '--json'], 1000, 'SIGTERM');
  expect(ended).toMatchObject({ code: 143, err: '' });
  expect(JSON.parse(ended.out)).toEqual({ partial: true, verdicts: [] });
});

test('a command without partial results dies of the signal', async () => {
  const ended = await interrupt(
    ['simulate', '--depth', '500', '--width', '500', '--nets', '1000000'],
    1000,
    'SIGINT',
  );
  expect(ended).toMatchObject({ code: null, out: '', err: '' });
});

test('the second one ends at once', async () => {
  const exit = vi.spyOn(process, 'exit').mockImplementation((() => {}) as typeof process.exit);
  const interruption = listenForInterrupts();
  try {
    expect(interruption.code()).toBeUndefined();
    process.emit('SIGINT', 'SIGINT');
    await interruption.came;
    expect(interruption.code()).toBe(130);
    expect(exit).not.toHaveBeenCalled();
    process.emit('SIGTERM', 'SIGTERM');
    expect(exit).toHaveBeenCalledExactlyOnceWith(130);
  } finally {
    interruption.stopListening();
    exit.mockRestore();
  }
  expect(process.listeners('SIGINT')).toEqual([]);
});
