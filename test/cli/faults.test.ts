/** Faults of the program: exit code 70 and one sentence, whichever thread they come up in, never 0, 1 or 3. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openPool } from '../../cli/pool.js';
import type { ClaimJob } from '../../properties/job.js';
import { type RunUnit, runAll } from '../../properties/run-units.js';
import type { Unit } from '../../properties/unit.js';
import { inBash, main, moduleFile, runMain } from './spawn.js';

const threads = "import { threadId } from 'node:worker_threads';\n";
/** Not before the program has begun to listen for such: on a busy machine that takes longer than any fixed time. */
const later = (fault: string) =>
  `if (threadId === 0) { const waiting = setInterval(() => { if (process.listenerCount('uncaughtException') === 0) return; clearInterval(waiting); setTimeout(() => { ${fault} }, 100); }, 5); }`;

/** Thread 0 listens, thread 1 plans, the others run units. */
const faults = [
  ['an exception', later('throw new Error("broken\\non purpose.");')],
  ['a rejection', later('Promise.reject(new Error("broken on purpose"));')],
  ['a thrown number', later('throw 17;')],
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
  [
    'a unit that the memory is too small for',
    'const kept = []; if (threadId > 1) Math.log = () => { for (;;) kept.push(new Array(1000).fill({})); };',
    'memory limit',
  ],
  // It came out as a point of the claim at which nets cannot be drawn.
  [
    'nets that the memory is too small for',
    'const { set } = Int32Array.prototype; let n = 0; if (threadId > 1) Int32Array.prototype.set = function (...of) { if (new Error().stack.includes("drawAt") && ++n % 2 === 0) throw new RangeError("Array buffer allocation failed"); return set.apply(this, of); }; Error.stackTraceLimit = 50;',
    'Array buffer allocation failed',
  ],
] as const;

describe.each(faults)('%s', (name, preload, words: string | undefined = undefined) => {
  const args = ['check', 'forward-tail', 'chain-uniform/median', '--workers', '2'];
  const env = { NODE_OPTIONS: '--max-old-space-size=100' };

  test('70, one sentence, nothing printed', () => {
    const { status, stdout, stderr } = runMain(args, { preload: threads + preload, env });
    expect({ stderr, status, stdout }).toMatchObject({ status: 70, stdout: '' });
    const lines = stderr.split('\n').filter((line) => line.startsWith('Internal error'));
    expect(lines).toEqual([
      expect.stringMatching(/^Internal error: .+[^.]; please report it with this command line\.$/),
    ]);
    expect(stderr).not.toMatch(/\n\s+at /);
    if (preload.includes('on purpose')) expect(stderr).toContain('broken on purpose');
    if (words !== undefined) expect(stderr).toContain(words);
  });

  // In each thread one that throws and one that ends: how it is printed is a matter of the arguments alone.
  const routes =
    /^(an exception|the end of the planning thread|an exception within a unit|a thread that ends within a unit)$/;
  if (!routes.test(name)) return;

  test('as JSON', () => {
    const { status, stdout, stderr } = runMain([...args, '--json'], { preload: threads + preload, env });
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

describe('after a failure a pool starts no further unit:', () => {
  /** Units leave a letter in the file that is named by the job's id; the first one fails, in one way or the other. */
  const moduleOf = (failure: string) =>
    `import { appendFileSync } from 'node:fs'; export default ({ job, unit }) => { appendFileSync(job.id, 'x'); if (unit.from === 0) { ${failure} } return { outcome: { points: 1 }, milliseconds: 1 }; };`;
  const units = [0, 1, 2, 3, 4, 5].map((from): Unit => ({ kind: 'walk', from, to: from + 1 }));
  test.each([
    ['one that throws', 'throw new Error("on purpose");'],
    ['one that ends its thread', 'process.exit(0);'],
    [
      'a point at which the claim fails',
      'return { outcome: { points: 1, failure: { point: {}, lhs: 1, lhsError: 0, rhs: 0 } }, milliseconds: 1 };',
    ],
    ['bad input', 'return { outcome: { points: 0, badInput: { message: "bad" } }, milliseconds: 1 };'],
  ])('%s', async (_name, failure) => {
    const file = join(mkdtempSync(join(tmpdir(), 'pool-')), 'started');
    const job: ClaimJob = { id: file, text: '', kind: 'claim', alpha: 1e-6, seed: 1, budget: 1 };
    const pool = openPool(1, pathToFileURL(moduleFile(moduleOf(failure))));
    const run: RunUnit = async (each, unit, wanted) => (await pool.run(each, unit, wanted))?.outcome;
    await Promise.allSettled([runAll(job, units, run)]);
    // A unit that was handed over in vain would be under way by now.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await pool.close();
    expect(readFileSync(file, 'utf8')).toBe('x');
  });
});

/** A quick run of each command; the code that it ends with. */
const commands = [
  ['check forward-mean/linear', 0],
  ['check --claim "mean(forwardNorm2) <= 1/2 for L in 1..2, d in 1..2"', 1],
  ['law --depth 5 --width 5', 0],
  ['threshold --depth 100 --floor 0.1 --risk 0.1', 0],
  ['simulate --depth 4 --width 4 --nets 100', 0],
  ['spectrum --depth 3 --width 2 --nets 2', 0],
  ['race --depth 3 --nets 2 --cap 20', 0],
  ['explain forward-tail', 0],
  ['check --help', 0],
  ['--version', 0],
] as const;

describe.each(commands)('%s', (command, code) => {
  test.runIf(existsSync('/dev/full'))('output that cannot be written is no verdict: 74', () => {
    const { status, stderr } = inBash(`vc ${command} > /dev/full`);
    const message = 'The output could not be written: no space left on device (ENOSPC).';
    expect({ status, stderr }).toEqual({ status: 74, stderr: `${message}\n` });
    if (!command.startsWith('race')) return;
    const json = inBash(`vc ${command} --json > /dev/full`);
    expect({ status: json.status, stderr: json.stderr }).toEqual({
      status: 74,
      stderr: `${JSON.stringify({ error: { message } })}\n`,
    });
  });

  test('readers that have gone do not change the exit code', () => {
    // Both outputs; the program starts long after they have gone.
    const { stdout } = inBash(`{ { vc ${command}; echo $? >&3; } 2>&1 | true; } 3>&1`);
    expect(stdout).toBe(`${code}\n`);
  });
});

describe('a file that takes a part of the output', () => {
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  const path = join(folder, 'out');
  const command = 'spectrum --depth 1..60 --step 1 --width 1 --nets 2 --bins 200 --json';
  let whole = '';

  test.runIf(process.platform === 'linux')('is not taken for the whole: 74', () => {
    whole = inBash(`vc ${command} | cat`).stdout;
    expect(whole.length).toBeGreaterThan(1e5);
    const { status, stderr } = inBash(`ulimit -f 50; vc ${command} > ${path}`);
    expect({ status, stderr }).toEqual({
      status: 74,
      stderr: '{"error":{"message":"The output could not be written: file too large (EFBIG)."}}\n',
    });
    expect(statSync(path).size).toBe(51200);
    expect(inBash(`vc ${command} > ${path}`).status).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(whole);
  });

  test.runIf(process.platform === 'linux')('a slow reader gets all of it', () => {
    // Far more than a pipe holds (64 KiB).
    expect(inBash(`vc ${command} | { sleep 1; cat; }`).stdout).toBe(whole);
    // Appended, to what is there.
    inBash(`echo before > ${path}; vc ${command} >> ${path}`);
    expect(readFileSync(path, 'utf8')).toBe(`before\n${whole}`);
  });
});

test.each([
  ['without standard output', '>&-', ''],
  ['without standard input and error', '<&- 2>&-', '1 proved'],
])('%s', (_name, closed, printed) => {
  const { status, stdout, stderr } = inBash(`vc check forward-mean/linear ${closed}`);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain(printed);
});

test.runIf(existsSync('/sys/kernel'))('no folder for temporary files is needed', () => {
  const { status, stderr } = inBash(
    'TMPDIR=/sys vc check forward-mean/linear chain-uniform/gamma-median-below',
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

/** `script` of util-linux runs a command on a terminal of its own, which goes when it is killed. */
const hasScript = spawnSync('bash', ['-c', 'script --version | grep -q util-linux']).status === 0;

/** Node itself crashes there (139) at its end, whatever the exit code. */
test.runIf(hasScript)('a terminal that goes changes no exit code', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  const [code, journal] = [join(folder, 'code'), join(folder, 'run.jsonl')];
  // In a session of its own: which processes of the terminal's session are sent SIGHUP is a matter of timing.
  const run = `setsid --wait "${process.execPath}" "${main}" check chain-uniform/law --resume ${journal}`;
  // The shell outlives it, to say what the program ended with.
  writeFileSync(join(folder, 'run.sh'), `trap : HUP; ${run}; echo $? > ${code}.new; mv ${code}.new ${code}`);
  const command = `exec script -qec 'bash ${join(folder, 'run.sh')}' /dev/null`;
  const terminal = spawn('bash', ['-c', command], { stdio: 'ignore' });
  const until = async (path: string) => {
    while (!existsSync(path)) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  await until(journal);
  terminal.kill('SIGKILL');
  await until(code);
  expect(readFileSync(code, 'utf8')).toBe('0\n');
  // The run went on to its end, and what it found is not lost.
  const { status, stdout } = inBash(`vc check chain-uniform/law --resume ${journal}`);
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('1 supported') });
});
