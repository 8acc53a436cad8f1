/** `race` as a person runs it: against descents written out by hand, laws of dead nets, and intervals made from the same steps. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { optimizerOf } from '../../numerics/escape/optimizers.js';
import { raceNets, raceOf } from '../../numerics/escape/race.js';
import { drawStart } from '../../numerics/escape/start.js';
import { quantileInterval } from '../../numerics/inference/quantile.js';
import { squareNetwork } from '../../numerics/network/network.js';
import { cli } from './run-cli.js';
import { interrupt, runMain } from './spawn.js';

const json = async (...args: string[]) => {
  const { code, out, err } = await cli('race', ...args, '--json');
  expect({ args, code, err }).toEqual({ args, code: 0, err: '' });
  return JSON.parse(out);
};

describe('what it prints', () => {
  test('the example in docs/json.md', async () => {
    const docs = readFileSync(new URL('../../docs/json.md', import.meta.url), 'utf8');
    const [, block, command] = /## `race --json`\n\n```json\n(.*?)```\n\nThis is `race (.*?) --json`/s.exec(
      docs,
    )!;
    expect(await json(...command!.split(' '))).toEqual(JSON.parse(block!));
  });

  test('depends on the seed, and on nothing else', async () => {
    const args = ['--depth', '3..6', '--width', '3', '--nets', '12', '--cap', '60', '--seed'];
    const first = await json(...args, '3');
    expect(await json(...args, '3')).toEqual(first);
    const { depths } = await json(...args, '4');
    expect(depths).not.toEqual(first.depths);
    expect(depths.map(({ depth }: { depth: number }) => depth)).toEqual([3, 4, 6]);
    expect((await json('--depth', '3..9', '--step', '3', '--nets', '1', '--cap', '1')).depths).toHaveLength(
      3,
    );
  });

  test('as text, with a plot', async () => {
    const args = [
      '--depth',
      '4..8',
      '--width',
      '4',
      '--nets',
      '40',
      '--cap',
      '20',
      '--optimizers',
      'gd:0.05,sign:0.01',
    ];
    const { code, out } = await cli('race', ...args);
    expect(code).toBe(0);
    expect(out).toMatch(/^Steps until the loss has fallen by 10 %: 40 nets a depth, d=4, 8 inputs, relu/);
    expect(out).toMatch(
      /> 20: not within 20 steps\. All intervals hold together with probability 1 - 0\.001\./,
    );
    const { depths } = await json(...args);
    for (const { depth, dead, optimizers } of depths) {
      expect(out).toMatch(new RegExp(`^ +${depth} +${depth / 4} +${dead}/40 +gd:0.05 +\\d+ %`, 'm'));
      for (const { median, interval } of optimizers) {
        const [found, upper] = [median ?? '> 20', interval.upper ?? '> 20'];
        expect(out).toContain(`  ${found}  `);
        expect(out).toContain(`[${interval.lower}, ${upper}]`);
      }
    }
    const plot = out.slice(out.indexOf('Median steps (log scale from 1 to 20'));
    const bars = [...plot.matchAll(/^ +(?:\S+:\S+)? +([12]) {2}(█+)(▒*)(─*) *(\S.*)$/gm)];
    expect(bars.map(([, ratio]) => ratio)).toEqual(['1', '2', '1', '2']);
    for (const [, , low, middle, high, value] of bars) {
      const full = low!.length + middle!.length;
      expect(full + high!.length).toBeLessThanOrEqual(50);
      expect(full === 50).toBe(value === '> 20' || value === '20');
    }
    expect(out).not.toMatch(/NaN|Infinity|null|undefined|partial/);
  });
});

/** Net `net` of a chain F = x w_1 ... w_L b with one input: gradient descent on (F - y)^2 or steps of the sign, one weight at a time. */
function chainSteps(
  depth: number,
  net: number,
  rate: number,
  sign: boolean,
  fall: number,
  cap: number,
): number {
  const network = squareNetwork(depth, 1, { activation: { kind: 'linear' } });
  const { parameters, batch } = drawStart(network, 1, true, 5, net);
  const [x, y] = [batch.inputs[0]!, batch.targets[0]!];
  let w = [...parameters];
  const lossAt = (at: readonly number[]) => (at.reduce((product, factor) => product * factor, x) - y) ** 2;
  const start = lossAt(w);
  for (let t = 1; t <= cap; t++) {
    const now = w;
    w = now.map((wi, i) => {
      const others = now.reduce((product, factor, k) => (k === i ? product : product * factor), x);
      const gradient = 2 * (others * wi - y) * others;
      return wi - rate * (sign ? Math.sign(gradient) : gradient);
    });
    if (lossAt(w) <= (1 - fall) * start) return t;
  }
  return Infinity;
}

test('chains: counts, medians, quartiles and intervals are those of descents written out by hand', async () => {
  const [nets, cap, fall, alpha] = [90, 120, 0.25, 0.02];
  const args = ['--width', '1', '--activation', 'linear', '--inputs', '1', '--seed', '5'];
  const found = await json(
    ...['--depth', '2..6', '--step', '4', '--optimizers', 'gd:0.02, sign:0.03', '--nets', `${nets}`],
    ...['--cap', `${cap}`, '--fall', `${fall}`, '--alpha', `${alpha}`, ...args],
  );
  expect(found).toMatchObject({ width: 1, inputs: 1, cap, fall, alpha, nets, seed: 5, activation: 'linear' });
  const orNull = (x: number) => (x < Infinity ? x : null);
  let beyond = 0;
  for (const { depth, dead, optimizers } of found.depths) {
    expect([dead, optimizers.length]).toEqual([0, 2]);
    for (const each of optimizers) {
      const steps = Array.from({ length: nets }, (_, net) =>
        chainSteps(depth, net, each.rate, each.optimizer === 'sign', fall, cap),
      ).sort((a, b) => a - b);
      const escaped = steps.filter((t) => t < Infinity).length;
      expect(each).toMatchObject({ escaped, share: escaped / nets });
      expect(each.median).toBe(orNull(steps[44]!));
      expect(each.quartiles).toEqual([orNull(steps[22]!), orNull(steps[67]!)]);
      // Four intervals are shown.
      const { lower, upper } = quantileInterval(Float64Array.from(steps), 0.5, alpha / 4);
      expect(each.interval).toEqual({ lower: Math.min(lower, cap + 1), upper: orNull(upper) });
      beyond += nets - escaped;
    }
  }
  expect(found.depths.map(({ depth }: { depth: number }) => depth)).toEqual([2, 6]);
  expect(beyond).toBeGreaterThan(10);
});

test('starts are paired: an optimizer has the same steps in every company', async () => {
  const args = ['--depth', '5', '--width', '4', '--nets', '30', '--cap', '100', '--optimizers'];
  const all = await json(...args, 'momentum:0.01,adam:0.01,sgd:0.02,rmsprop:0.001');
  const results = raceNets(
    raceOf(squareNetwork(5, 4), { cap: 100 }),
    [
      optimizerOf('momentum', { rate: 0.01 }),
      optimizerOf('adam', { rate: 0.01 }),
      optimizerOf('sgd', { rate: 0.02 }),
      optimizerOf('rmsprop', { rate: 0.001 }),
    ],
    1,
    0,
    30,
  ).filter(({ dead }) => !dead);
  for (const k of [0, 1, 2, 3]) {
    const { optimizer, rate, escaped, median } = all.depths[0].optimizers[k];
    expect(escaped).toBe(results.filter(({ steps }) => steps[k]! < Infinity).length);
    const alone = (await json(...args, `${optimizer}:${rate}`)).depths[0].optimizers[0];
    expect([alone.escaped, alone.median]).toEqual([escaped, median]);
  }
  const names = all.depths[0].optimizers.map(({ optimizer }: { optimizer: string }) => optimizer);
  expect(names).toEqual(['momentum', 'adam', 'sgd', 'rmsprop']);
});

test('dead nets are counted apart, as many as the law says', async () => {
  // One input, width 2, depth 3: P(dead) = 1 - (3/4)^3 = 0.578125.
  const n = 4000;
  const args = ['--depth', '3', '--width', '2', '--inputs', '1', '--nets', `${n}`, '--cap', '1'];
  const { nets, dead, optimizers } = (await json(...args, '--optimizers', 'sign:1e-9')).depths[0];
  expect(nets).toBe(n);
  // False alarm: 2 exp(-2 n r^2) < 1e-9 (Hoeffding 1963) at r = 0.052. A law 0.104 away is found with the same odds.
  expect(Math.abs(dead / n - 0.578125)).toBeLessThan(0.052);
  expect(optimizers[0].share).toBe(optimizers[0].escaped / (n - dead));
  const none = await json('--depth', '60', '--width', '1', '--inputs', '1', '--nets', '4');
  for (const each of none.depths[0].optimizers) {
    expect(each).toMatchObject({ escaped: 0, share: null, median: null, quartiles: [null, null] });
    expect(each.interval).toEqual({ lower: 1, upper: null });
  }
  const { out } = await cli('race', '--depth', '60', '--width', '1', '--inputs', '1', '--nets', '4');
  expect(out).toContain('4/4');
  expect(out).not.toMatch(/NaN|Infinity|null|undefined/);
});

test('rates that move nothing, that overshoot, and that arrive at once', async () => {
  const args = ['--depth', '2', '--width', '3', '--activation', 'linear', '--nets', '120', '--cap', '5'];
  const found = await json(...args, '--optimizers', 'gd:1e-200,gd:1e200,rmsprop:1e-200');
  for (const each of found.depths[0].optimizers) {
    expect(each).toMatchObject({ escaped: 0, share: 0, median: null });
    // The median is beyond the cap, and that is known.
    expect(each.interval).toEqual({ lower: 6, upper: null });
  }
  const { out } = await cli('race', ...args, '--optimizers', 'gd:1e-200');
  expect(out).toMatch(/gd:1e-200 +0 % +> 5 +\[> 5, > 5\] +> 5 to > 5/);
  const easy = await json(...args, '--fall', '1e-9', '--optimizers', 'gd:1e-5');
  expect(easy.depths[0].optimizers[0]).toMatchObject({
    escaped: 120,
    median: 1,
    interval: { lower: 1, upper: 1 },
  });
});

test('gradient descent slows down with L/d, Adam hardly does', async () => {
  const { depths } = await json(
    ...['--depth', '4..16', '--step', '12', '--nets', '3000', '--cap', '60', '--alpha', '1e-9'],
    ...['--optimizers', 'gd:0.05,adam:0.01'],
  );
  const [[shallow], [deep, adam]] = depths.map((each: { optimizers: unknown }) => each.optimizers);
  // The ends used are sample quantiles at least as far out as 0.43 and 0.57. Of 4,000 nets of another seed gradient descent needs more than 14 steps for 17 %
  // at L = 4 and at most 14 for 32 % at L = 16, Adam more than 14 for 17 % at L = 16. Were it 34 % each time, a fraction beyond 0.43
  // of 2,900 nets would have probability exp(-2 n 0.09^2) < 1e-20 (Hoeffding 1963). Laws with the same median fail but for alpha.
  expect(deep.interval.lower).toBeGreaterThan(shallow.interval.upper);
  expect(deep.interval.lower).toBeGreaterThan(adam.interval.upper);
});

describe('bad input: one sentence, exit code 2, nothing printed', () => {
  test.each([
    [['--depth', '0'], '--depth'],
    [['--depth', '32..4'], '--depth'],
    [['--depth', '4', '--step', '2'], '--step'],
    [['--width', 'x'], '--width'],
    [['--width', '2048'], '10000000'],
    [['--inputs', '0'], '--inputs'],
    [['--fall', '0'], '--fall'],
    [['--fall', '1.01'], '--fall'],
    [['--cap', '0'], '--cap'],
    [['--cap', '1.5'], '--cap'],
    [['--nets', '0'], '--nets'],
    [['--alpha', '0'], '--alpha'],
    [['--alpha', '1'], '--alpha'],
    [['--alpha', '1e-200'], '--alpha'],
    [['--optimizers', ''], 'gd:0.05'],
    [['--optimizers', 'gd'], 'gd:0.01'],
    [['--optimizers', 'gd:'], 'gd:0.01'],
    [['--optimizers', 'gd:0'], 'positive'],
    [['--optimizers', 'gd:-1'], 'positive'],
    [['--optimizers', 'gd:1e999'], 'positive'],
    [['--optimizers', 'gd:fast'], 'fast'],
    [['--optimizers', 'gd:1:2'], '1:2'],
    [['--optimizers', 'lion:0.01'], 'lion'],
    [['--optimizers', 'toString:1'], 'toString'],
    [['--optimizers', 'gd:0.1,'], "''"],
    [['--optimizers', 'gd:0.1,adam:1,gd:.1'], 'gd:0.1 twice'],
    [['--init', 'normal'], 'gain'],
    [['--activation', 'tanh'], '--activation'],
    [['--seed', '1.5'], '--seed'],
    [['--target', '1'], '--target'],
    [['extra'], 'argument'],
  ] as [string[], string][])('%j', async (args, word) => {
    const { code, out, err } = await cli('race', ...args);
    expect({ code, out, lines: err.trim().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
    expect(err).toContain(word);
    const asJson = await cli('race', ...args, '--json');
    expect([asJson.code, asJson.out]).toEqual([2, '']);
    expect(JSON.parse(asJson.err).error.message).toContain(word);
  });
});

test('Ctrl-C: what is known so far, labelled partial; quiet in a pipe', async () => {
  const args = ['race', '--depth', '4..32', '--nets', '1000000'];
  const ended = await interrupt([...args, '--json'], 2500, 'SIGINT');
  expect(ended).toMatchObject({ code: 130, err: '' });
  expect(ended.milliseconds).toBeLessThan(10_000);
  const { partial, nets, depths } = JSON.parse(ended.out);
  expect({ partial, nets }).toEqual({ partial: true, nets: 1_000_000 });
  const drawn = depths.map((each: { nets: number }) => each.nets);
  expect(drawn[0] - drawn[3]).toBeLessThanOrEqual(1);
  for (const { optimizers } of depths) expect(optimizers).toHaveLength(3);
  // What has been drawn is what a whole run of so many nets finds, at the share of alpha that all intervals were promised.
  if (drawn[1] > 0) {
    const whole = await json('--depth', '8', '--nets', `${drawn[1]}`, '--alpha', String(1e-3 / 4));
    expect(depths[1]).toEqual(whole.depths[0]);
  }
  const text = await interrupt(args, 1500, 'SIGTERM');
  expect(text).toMatchObject({ code: 143, err: '' });
  expect(text.out).toMatch(/\nstopped: partial, \d+( to \d+)? of 1000000 nets a depth\n$/);
  // A single step of a wide net that is under way is not waited for.
  const wide = await interrupt(
    ['race', '--depth', '9', '--width', '1024', '--inputs', '256', '--json'],
    2000,
    'SIGINT',
  );
  expect(wide.code).toBe(130);
  expect(wide.milliseconds).toBeLessThan(4000);
});

test('a fault of the drawing thread: 70', () => {
  const preload = `import { threadId } from 'node:worker_threads'; if (threadId > 0) throw new Error('broken on purpose');`;
  const { status, stdout, stderr } = runMain(['race', '--json'], { preload });
  expect({ status, stdout }).toEqual({ status: 70, stdout: '' });
  expect(stderr).toContain('broken on purpose');
});

test('--help has an example', async () => {
  const { code, out } = await cli('race', '--help');
  expect(code).toBe(0);
  expect(out).toContain('vanishing-curvature race --depth 4..16');
});
