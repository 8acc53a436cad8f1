/** `sharpen` and `domain` on the command line: the contract of their JSON, exit codes, bad input. */
import { describe, expect, test } from 'vitest';
import { cli } from './run-cli.js';
import { interrupt } from './spawn.js';

const square = 'mean(forwardNorm2^2) <= (1+c/d)^L for L in 1..6, d in 1..9';

describe('sharpen', () => {
  test('JSON, whatever the number of workers', async () => {
    // One after the other: they share this process's standard output.
    const args = ['sharpen', '--claim', square, '--constant', 'c', '--json', '--workers'];
    const one = await cli(...args, '1');
    const two = await cli(...args, '2');
    expect(one.out).toBe(two.out);
    expect(one.code).toBe(0);
    expect(JSON.parse(one.out)).toMatchObject({
      constant: 'c',
      value: 5,
      error: 1e-9,
      bindingPoint: { L: expect.any(Number), d: expect.any(Number) },
      outcome: 'found',
      oracle: 'exact',
      ends: [{ side: 'least', verdict: 'verified', exhaustive: true, rational: { text: '5' } }],
    });
  });

  test('text', async () => {
    const { code, out } = await cli('sharpen', '--claim', square, '--constant', 'c=3', '--digits', '4');
    expect(code).toBe(0);
    expect(out).toContain('c >= 5 ');
    expect(out).toContain('verified with it at all 54 points');
    expect(out).toContain('fails 0.001 below it');
  });

  test('several constants, one at a time', async () => {
    const claim = 'mean(forwardNorm2) <= a*b for L in 1..3, d in 1..3';
    const { out } = await cli(
      'sharpen',
      '--claim',
      claim,
      '--constant',
      'a=2',
      '--constant',
      'b=1/4',
      '--json',
    );
    expect(JSON.parse(out)).toMatchObject({
      sharpened: [
        { constant: 'a', value: 4 },
        { constant: 'b', value: 0.5 },
      ],
    });
    const held = await cli('sharpen', '--claim', claim, '--constant', 'a', '--constant', 'b=1/4', '--json');
    expect(JSON.parse(held.out)).toMatchObject({ constant: 'a', value: 4 });
  });

  test('of a margin: how far the sides are apart, and may be', async () => {
    // The second moment is 6 at d = 1 (F2), one more than 5; 1/5 of it.
    const [text, c] = [
      'mean(forwardNorm2^2) = 5 within c*d for L = 1, d = 1',
      ['--constant', 'c', '--digits', '4'],
    ];
    const { out } = await cli('sharpen', '--claim', text, ...c);
    expect(out).toMatch(
      /below it at L=1, d=1: .* against 5, apart by 0\.(2|1999999)\d* where 0\.1999\d* is allowed/,
    );
    const json = JSON.parse((await cli('sharpen', '--claim', text, ...c, '--json')).out);
    expect(json.ends[0].margin.deviation).toBeCloseTo(1 / 5, 12);
    expect(json.ends[0].margin.tolerance).toBeCloseTo(0.1999, 12);
  });

  test('exit codes', async () => {
    const domain = 'for L in 1..3, d in 4..6';
    const run = (claim: string, ...more: string[]) =>
      cli('sharpen', '--claim', `${claim} ${domain}`, '--constant', 'c', '--json', ...more);
    const none = await run('mean(forwardNorm2) <= 1/2-c^2');
    expect([none.code, JSON.parse(none.out)]).toMatchObject([1, { value: null, outcome: 'none' }]);
    expect((await run('mean(forwardNorm2) <= 2+c^2')).code).toBe(3);
    const narrow = await run('mean(forwardNorm2) <= c', '--from', '2', '--to', '3');
    expect([narrow.code, JSON.parse(narrow.out)]).toMatchObject([3, { outcome: 'unbounded' }]);
  });

  test.each([
    [['--constant', 'q'], "'q' does not stand"],
    [['--constant', 'L'], 'range of integers'],
    [['--constant', 'c=x'], "unknown word 'x'"],
    [['--constant', '=2'], '--constant must be a name'],
    [['--constant', 'c', '--constant', 'c'], "'c' twice"],
    [['--constant', 'c', '--from', '2', '--to', '1'], '--from 2 is greater'],
    [['--constant', 'c', '--digits', '16'], '--digits'],
    [[], '--constant'],
  ])('bad input: %j', async (options, words) => {
    const { code, out, err } = await cli('sharpen', '--claim', square, ...options);
    expect({ code, out, lines: err.trim().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
    expect(err).toContain(words);
  });

  test('bad input found by the search', async () => {
    const found = await cli(
      'sharpen',
      '--claim',
      'mean(forwardNorm2) = c for L = 1, d = 1',
      '--constant',
      'c',
      '--json',
    );
    expect(found.code).toBe(2);
    expect(JSON.parse(found.err).error.message).toContain('for one value');
  });

  test('Ctrl-C', async () => {
    const claim = 'P(forwardNorm2 >= c) <= 1/2 for L in 1..300, d in 2..256';
    const ended = await interrupt(['sharpen', '--claim', claim, '--constant', 'c', '--json'], 1500, 'SIGINT');
    expect(ended).toMatchObject({ code: 130, err: '' });
    expect(ended.milliseconds).toBeLessThan(10_000);
    expect(JSON.parse(ended.out)).toEqual({ partial: true });
  });
});

describe('domain', () => {
  const half = 'mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..6, d in 1..9';

  test('JSON and text', async () => {
    const { code, out } = await cli('domain', '--claim', half, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      claim: half,
      holds: 'on a part',
      part: { condition: 'd >= 2', points: 48, of: 54, verdict: 'verified' },
      counterexample: { point: { L: 1, d: 1 } },
    });
    expect((await cli('domain', '--claim', half)).out).toMatch(/^holds where d >= 2\n/);
    const two = 'mean(forwardNorm2) <= 1 + max(x - 1/10, y - 1/2) for L = 1, d = 2, x in 0..1, y in 0..1';
    expect((await cli('domain', '--claim', two)).out).toMatch(
      /\n {2}or where y >= 0\.500001: \d+ of \d+ points examined; verified\n/,
    );
  });

  test('exit codes and bad input', async () => {
    const everywhere = async (text: string) => (await cli('domain', '--claim', text)).out;
    expect(await everywhere('mean(forwardNorm2) <= 2 for L in 1..2, d in 1..2')).toBe(
      'holds everywhere: verified at all 4 points\n',
    );
    expect(await everywhere('mean(forwardNorm2) = 1 for L in 1..2, d in 1..2')).toBe(
      'holds everywhere: proved\n',
    );
    expect(await everywhere('mean(forwardNorm2) <= x for L in 1..2, d in 1..2, x in 2..3')).toMatch(
      /^holds at all 3\d{3} points examined: verified\n/,
    );
    expect((await cli('domain', '--claim', 'mean(forwardNorm2) <= 2 for L in 1..2, d in 1..2')).code).toBe(0);
    expect((await cli('domain', '--claim', 'mean(forwardNorm2) <= 0 for L in 1..2, d in 1..2')).code).toBe(1);
    expect((await cli('domain', '--claim', 'mean(forwardNorm2) <= x for L in 1..2, d in 1..2')).code).toBe(2);
    expect((await cli('domain')).code).toBe(2);
  });
});
