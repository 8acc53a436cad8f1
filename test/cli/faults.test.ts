/** Faults of the program: exit code 70 and one sentence, whichever thread they come up in, never 0, 1 or 3. */
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openPool } from '../../cli/pool.js';
import type { ClaimJob } from '../../properties/job.js';
import { main, moduleFile, runMain } from './spawn.js';

const threads = "import { threadId } from 'node:worker_threads';\n";
/** Thread 0 listens, thread 1 plans, the others run units. */
const faults = [
  [
    'an exception',
    'if (threadId === 0) setTimeout(() => { throw new Error("broken\\non purpose."); }, 100);',
  ],
  [
    'a rejection',
    'if (threadId === 0) setTimeout(() => Promise.reject(new Error("broken on purpose")), 100);',
  ],
  ['a thrown number', 'if (threadId === 0) setTimeout(() => { throw 17; }, 100);'],
  ['an exception in the planning thread', 'if (threadId === 1) throw new Error("broken on purpose");'],
  ['the end of the planning thread', 'if (threadId === 1) process.exit(0);'],
  ['an exception before the first unit', 'if (threadId > 1) throw new Error("broken on purpose");'],
  ['a thread that ends before its first unit', 'if (threadId > 1) process.exit(0);'],
  [
    'an exception within a unit',
    'const { log } = Math; let n = 0; if (threadId > 1) Math.log = (x) => { if (++n > 20000) throw new Error("broken on purpose"); return log(x); };',
  ],
  [
    'a thread that ends within a unit',
    'const { log } = Math; let n = 0; if (threadId > 1) Math.log = (x) => { if (++n > 20000) process.exit(0); return log(x); };',
  ],
] as const;

describe.each(faults)('%s', (_name, preload) => {
  const args = ['check', 'forward-tail', 'chain-uniform/median', '--workers', '2'];

  test('70, one sentence, nothing printed', () => {
    const { status, stdout, stderr } = runMain(args, { preload: threads + preload });
    expect({ stderr, status, stdout }).toMatchObject({ status: 70, stdout: '' });
    const lines = stderr.split('\n').filter((line) => line.startsWith('Internal error'));
    expect(lines).toEqual([
      expect.stringMatching(/^Internal error: .+[^.]; please report it with this command line\.$/),
    ]);
    expect(stderr).not.toMatch(/\n\s+at /);
    if (preload.includes('on purpose')) expect(stderr).toContain('broken on purpose');
  });

  test('as JSON', () => {
    const { status, stdout, stderr } = runMain([...args, '--json'], { preload: threads + preload });
    expect({ stderr, status, stdout }).toMatchObject({ status: 70, stdout: '' });
    const line = stderr.split('\n').find((each) => each.startsWith('{'))!;
    expect(JSON.parse(line)).toEqual({
      error: { message: expect.stringContaining('Internal error: '), internal: true },
    });
  });
});

describe('a pool whose worker', () => {
  const job: ClaimJob = { id: 'a', text: '', kind: 'claim', alpha: 1e-6, seed: 1, budget: 1 };
  test.each([
    ['throws', 'export default () => { throw new Error("on purpose"); }', /on purpose/],
    ['ends', 'export default () => process.exit(0);', /exited/],
    ['cannot be loaded', 'throw new Error("on purpose");', /on purpose/],
    ['ends while it is loaded', 'process.exit(0);', /exited|ended/],
    ['is no function', 'export default 7;', /function/],
  ])('%s rejects, every time', async (_name, text, message) => {
    for (const workers of [1, 3]) {
      const pool = openPool(workers, pathToFileURL(moduleFile(text)));
      for (let round = 0; round < 2; round++) {
        const runs = [1, 2, 3, 4].map(() => pool.run(job, { kind: 'scan' }));
        for (const settled of await Promise.allSettled(runs)) {
          expect(settled).toMatchObject({
            status: 'rejected',
            reason: { message: expect.stringMatching(message) },
          });
        }
      }
      await pool.close();
    }
  });

  test.each([
    ['cannot be loaded', 'throw new Error("on purpose");', /on purpose/],
    ['ends while it is loaded', 'process.exit(0);', /ended/],
  ])('%s before it is asked for anything rejects', async (_name, text, message) => {
    const pool = openPool(2, pathToFileURL(moduleFile(text)));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await expect(pool.run(job, { kind: 'scan' })).rejects.toThrow(message);
    await pool.close();
  });

  test('works, works', async () => {
    const text = 'export default ({ unit }) => ({ outcome: { points: unit.from }, milliseconds: 1 });';
    const pool = openPool(2, pathToFileURL(moduleFile(text)));
    const units = [5, 6, 7].map((from) => pool.run(job, { kind: 'walk', from, to: 9 }));
    expect(await Promise.all(units)).toEqual(
      [5, 6, 7].map((points) => ({ outcome: { points }, milliseconds: 1 })),
    );
    expect(await pool.run(job, { kind: 'scan' }, () => false)).toBeUndefined();
    await pool.close();
  });
});

test.runIf(process.platform === 'linux')('output that cannot be written is no verdict: 74', () => {
  const { status, stderr } = spawnSync(
    'bash',
    ['-c', `"${process.execPath}" "${main}" check forward-mean/linear > /dev/full`],
    { encoding: 'utf8' },
  );
  expect({ status, stderr }).toEqual({
    status: 74,
    stderr: expect.stringMatching(/^The output could not be written: .*\.\n$/),
  });
});

test('a reader that has gone does not change the exit code', () => {
  const claim = 'mean(forwardNorm2) <= 1/2 for L in 1..2, d in 1..2';
  const { stdout } = spawnSync(
    'bash',
    ['-c', `"${process.execPath}" "${main}" check --claim "${claim}" | true; echo \${PIPESTATUS[0]}`],
    { encoding: 'utf8' },
  );
  expect(stdout).toBe('1\n');
});
