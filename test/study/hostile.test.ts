/** Properties that hold for every input: a failure is a bug, never chance. Seeds are fixed; a failure prints its seed and path. */
import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkClaim } from '../../properties/check-claim.js';
import { bars } from '../../study/hostile/cage.js';
import { examineClaim } from '../../study/hostile/check.js';
import { claimText, examineText } from '../../study/hostile/claim-text.js';
import { claimsFile, examineFile } from '../../study/hostile/claims-file.js';
import { commandLines, expectResult } from '../../study/hostile/command-lines.js';
import { examineFormula, expression } from '../../study/hostile/expression.js';
import { fuzz } from '../../study/hostile/fuzz.js';
import { study } from '../../study/hostile.js';
import { enclose } from '../../theory/expression/enclosure.js';
import { ExtendedInterval } from '../../theory/expression/enclosure-interval.js';
import { parseClaimsFile } from '../../theory/language/claims-file.js';
import { parseClaim } from '../../theory/language/parse-claim.js';
import { runSmall } from './run-small.js';

test('hostile input is answered', async () => {
  expect((await runSmall(study)).broken).toEqual([]);
}, 180_000);

describe('what is broken on purpose is found', () => {
  const seeded = { seed: 1, runs: 2000 };

  test('a parser that throws another error at one word', async () => {
    const broken = (text: string) => {
      if (text.includes('__proto__')) throw new TypeError('on purpose');
      return parseClaim(text);
    };
    const { failure } = await fuzz({ ...claimText, examine: (text) => examineText(text, broken) }, seeded);
    expect(failure).toMatchObject({
      seed: 1,
      message: 'TypeError: on purpose',
      input: expect.stringContaining('__proto__'),
    });
    const again = await fuzz(
      { ...claimText, examine: (text) => examineText(text, broken) },
      { ...seeded, path: failure!.path },
    );
    expect(again.failure?.input).toBe(failure!.input);
  });

  test('an enclosure that is off by one unit in the last place', async () => {
    const broken: typeof enclose = (...args) => {
      const { upper } = enclose(...args);
      return Number.isFinite(upper)
        ? ExtendedInterval.point(upper + Math.abs(upper) * 2 ** -51 + Number.MIN_VALUE)
        : enclose(...args);
    };
    const { failure } = await fuzz(
      { ...expression, examine: (formula) => examineFormula(formula, broken) },
      { seed: 1, runs: 100 },
    );
    expect(failure?.message).toContain('misses');
  });

  test('a reader of claims files that trusts JSON.parse', async () => {
    const broken = (text: string, name: string) => {
      JSON.parse(text);
      return parseClaimsFile(text, name);
    };
    const { failure } = await fuzz({ ...claimsFile, examine: (text) => examineFile(text, broken) }, seeded);
    expect(failure?.message).toContain('SyntaxError');
  });

  test('a case that takes too long, and one that changes a shared prototype', async () => {
    const busy = { ...claimText, cases: fc.constant('a'), secondsAtMost: 0.01 };
    const spin = () => {
      for (const end = performance.now() + 200; performance.now() < end; );
      return 'done';
    };
    expect((await fuzz({ ...busy, examine: spin }, { seed: 1, runs: 1 })).failure?.message).toContain(
      'processor time',
    );
    const pollute = () => {
      Object.defineProperty(Object.prototype, 'hostile', { value: 1, configurable: true });
      return 'done';
    };
    const { failure } = await fuzz(
      { ...claimText, cases: fc.constant('a'), examine: pollute },
      { seed: 1, runs: 1 },
    );
    Reflect.deleteProperty(Object.prototype, 'hostile');
    expect(failure?.message).toContain('prototype');
  });

  test('a checker that does not give the same verdict twice, and one that gives NaN', async () => {
    const question = { text: 'mean(forwardNorm2) <= 1 for L = 1, d = 1' };
    let calls = 0;
    await expect(
      examineClaim(question, async (text, options) => ({
        ...(await checkClaim(text, options)),
        points: ++calls,
      })),
    ).rejects.toThrow('Two checks differ');
    const counterexample = { point: { L: 1, d: 1 }, lhs: 2, lhsError: 0, rhs: 1, lhsIs: 'at least' } as const;
    const saying = (found: object) =>
      examineClaim(question, async (text, options) => ({ ...(await checkClaim(text, options)), ...found }));
    await expect(saying({ counterexample })).resolves.toBeDefined();
    for (const found of [
      { alpha: Number.NaN },
      { counterexample: { ...counterexample, lhs: Number.NaN } },
      { counterexample: { ...counterexample, rhs: Infinity } },
      { counterexample: { ...counterexample, point: { L: Number.NaN, d: 1 } } },
    ])
      await expect(saying(found)).rejects.toThrow('not finite');
  });

  test('command lines: an option that takes NaN, codes that are none, and answers of the wrong shape', async () => {
    // A parser of options that lets NaN pass ends in a fault of the program.
    const run = async (args: readonly string[]) =>
      args.includes('NaN')
        ? { code: 70, out: '', err: 'Internal error: RangeError: Invalid array length; please report it.\n' }
        : { code: 2, out: '', err: args.includes('--json') ? '{"error":{"message":"No."}}\n' : 'No.\n' };
    const { failure } = await fuzz(commandLines(run), seeded);
    expect(failure).toMatchObject({
      message: expect.stringContaining('Exit code 70'),
      input: expect.stringContaining('NaN'),
    });
    for (const [code, out, err] of [
      [2, '', 'One.\nTwo.\n'],
      [2, 'x', 'One.\n'],
      [2, '', 'no sentence\n'],
      [0, '', ''],
      [0, 'x', 'Oops.\n'],
      [1, 'x\n    at file.js:1:2\n', ''],
    ] as const)
      expect(() => expectResult([], { code, out, err })).toThrow();
  });
});

describe('the cage', () => {
  const inside = (script: string) =>
    spawnSync(process.execPath, [...bars('check'), '--input-type=commonjs', '-e', script], {
      encoding: 'utf8',
    });

  test.each([
    [
      'reading a file outside the package',
      'require("fs").readFileSync("/etc/hostname")',
      'ERR_ACCESS_DENIED',
    ],
    ['writing a file', 'require("fs").writeFileSync("hostile", "")', 'ERR_ACCESS_DENIED'],
    ['starting a process', 'require("child_process").execFileSync("id")', 'ERR_ACCESS_DENIED'],
    ['starting a thread', 'new (require("worker_threads").Worker)("", { eval: true })', 'ERR_ACCESS_DENIED'],
    ['running text as code', 'new Function("return 1")()', 'EvalError'],
  ])('forbids %s', (_, script, error) => {
    const { status, stderr } = inside(script);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining(error) });
  });

  test('outside it these things can be done', () => {
    expect(execFileSync(process.execPath, ['-p', 'new Function("return 1")()'], { encoding: 'utf8' })).toBe(
      '1\n',
    );
  });
});
