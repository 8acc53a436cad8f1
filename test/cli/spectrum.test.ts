/** `spectrum` as a person runs it: against closed forms, other routes to the same numbers, and `simulate` on the same nets. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { depthRange, depthsOf } from '../../cli/options.js';
import { scientific, table } from '../../cli/render.js';
import { chainInertia } from '../../numerics/chain/hessian.js';
import { chainEigenvalues } from '../../numerics/chain/spectrum.js';
import { drawnNet } from '../../numerics/hessian/drawn-net.js';
import { extremeSpectrum, netSpectrum } from '../../numerics/hessian/net-spectrum.js';
import { hessianSamples } from '../../numerics/hessian/norm.js';
import { gradientNorms } from '../../numerics/network/gradient.js';
import { type NetworkSettings, squareNetwork } from '../../numerics/network/network.js';
import { signHistogram } from '../../numerics/statistics/sign-histogram.js';
import { cli } from './run-cli.js';
import { interrupt, runMain } from './spawn.js';

const json = async (...args: string[]) => {
  const { code, out, err } = await cli('spectrum', ...args, '--json');
  expect({ args, code, err }).toEqual({ args, code: 0, err: '' });
  return JSON.parse(out);
};
const sum = (values: Iterable<number>) => [...values].reduce((total, x) => total + x, 0);

describe('what it prints', () => {
  test('the example in docs/json.md', async () => {
    const docs = readFileSync(new URL('../../docs/json.md', import.meta.url), 'utf8');
    const [, block, command] =
      /## `spectrum --json`\n\n```json\n(.*?)```\n\nThis is `spectrum (.*?) --json`/s.exec(docs)!;
    const rounded = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value), (_key, each) => (typeof each === 'number' ? each.toFixed(10) : each));
    expect(rounded(await json(...command!.split(' ')))).toEqual(rounded(JSON.parse(block!)));
  });

  test('depends on the seed, and on nothing else', async () => {
    const args = ['--depth', '3..6', '--width', '5', '--nets', '7', '--seed'];
    const first = await json(...args, '3');
    expect(await json(...args, '3')).toEqual(first);
    const { seed, depths } = await json(...args, '4');
    expect(seed).toBe(4);
    expect(depths).not.toEqual(first.depths);
    expect(first.depths.map((each: { depth: number }) => each.depth)).toEqual([3, 4, 6]);
  });

  test('every eigenvalue of the nets alive is counted once', async () => {
    const { depths } = await json('--depth', '5', '--width', '4', '--nets', '20', '--bins', '6');
    const { nets, dead, saddles, histogram } = depths[0];
    const { edges, negative, positive, zeros, unresolved } = histogram;
    expect([edges.length, negative.length, positive.length]).toEqual([7, 6, 6]);
    expect(sum(negative) + sum(positive) + zeros + unresolved).toBe((nets - dead) * 5 * 4 * 4);
    expect(dead).toBeGreaterThan(0);
    expect(saddles).toBeGreaterThan(0);
    expect(saddles).toBeLessThanOrEqual(nets - dead);
  });

  test('as text', async () => {
    const { code, out } = await cli('spectrum', '--depth', '2..8', '--width', '4', '--nets', '30');
    expect(code).toBe(0);
    expect(out).toMatch(/^Hessian of the loss \(F - 1\)\^2\/2 by all hidden weights: 30 nets a depth, d=4/);
    expect(out).toMatch(/L +dead +saddles +lambdaMax +\|lambdaMin\| +trace +\|nabla\^2 F\| +drawn +exact\n/);
    // L(L-1) d/4 = 2, 12, 56.
    for (const [depth, mean] of [
      [2, 2],
      [4, 12],
      [8, 56],
    ])
      expect(out).toMatch(new RegExp(`^ +${depth} .* ${mean}$`, 'm'));
    expect(out).toMatch(/mean over drawn nets misses the rare nets/);
    expect(out).toMatch(/log10 \|eigenvalue\| at L=8, \d+ nets alive/);
    expect(out).not.toMatch(/NaN|Infinity|null|undefined|partial/);
  });
});

test('as many dead nets as `simulate` finds for the same seed', async () => {
  const seen = new Set<number>();
  for (const input of ['dense', 'sparse']) {
    const args = ['--depth', '6', '--width', '3', '--nets', '150', '--seed', '8', '--input', input];
    const { out } = await cli('simulate', ...args, '--json');
    const { dead } = JSON.parse(out);
    seen.add(dead);
    expect((await json(...args)).depths[0].dead).toBe(dead);
  }
  expect(seen.size).toBe(2);
});

test('all nets dead: null, and no number that does not exist', async () => {
  const args = ['--depth', '60', '--width', '1', '--nets', '5'];
  const { depths } = await json(...args);
  expect(depths[0]).toMatchObject({ dead: 5, saddles: 0, histogram: { edges: [], negative: [], zeros: 0 } });
  expect(Object.values(depths[0].medians)).toEqual([null, null, null, null]);
  expect(depths[0].hessianNorm2.log10SampleMean).toBeNull();
  const { out } = await cli('spectrum', ...args);
  expect(out).not.toMatch(/NaN|Infinity|null|undefined/);
});

/** Net 0 of a seed: its hidden weights, and the readout as the input of F = x w_1 ... w_L. */
const chainOf = (settings: NetworkSettings, depth: number, seed: number) => {
  const net = drawnNet(squareNetwork(depth, 1, settings), seed, 0);
  const weights = Float64Array.from(net.matrices.slice(1), ([w], l) => w! * 2 ** net.matrixBits[l + 1]!);
  const log = Math.log(Math.abs(net.output.values)) + net.output.bits * Math.LN2;
  const x = Math.sign(net.output.values) * Math.exp(log - sum(weights.map((w) => Math.log(Math.abs(w)))));
  const signs = weights.reduce((sign, w) => sign * Math.sign(w), 1);
  return { weights, x: x * signs };
};
const log10 = (x: number, bits: number) => Math.log10(Math.abs(x)) + bits * Math.log10(2);

describe('chains of width 1 have the eigenvalues of the closed form', () => {
  test.each([
    [2, '1'],
    [3, '0'],
    [5, '-2'],
    [8, '0.01'],
    [40, '1'],
  ])('L = %i, y = %s', async (depth, target) => {
    let saddles = 0;
    for (let seed = 1; seed <= 6; seed++) {
      const chain = chainOf({ activation: { kind: 'linear' }, init: { name: 'he-uniform' } }, depth, seed);
      const { values, bits } = chainEigenvalues(chain, Number(target));
      const args = ['--depth', `${depth}`, '--width', '1', '--activation', 'linear', '--init', 'he-uniform'];
      const found = (await json(...args, '--target', target, '--nets', '1', '--seed', `${seed}`)).depths[0];
      expect(found.medians.log10LambdaMax).toBeCloseTo(log10(values.at(-1)!, bits), 9);
      expect(found.medians.log10AbsLambdaMin).toBeCloseTo(log10(values[0]!, bits), depth > 8 ? 4 : 7);
      // trace H = F^2 sum u_k^2.
      const logF2 =
        2 * (Math.log10(Math.abs(chain.x)) + sum(chain.weights.map((w) => Math.log10(Math.abs(w)))));
      expect(found.medians.log10Trace).toBeCloseTo(
        logF2 + Math.log10(sum(chain.weights.map((w) => w ** -2))),
        9,
      );
      const { negative, positive } = chainInertia(chain, Number(target));
      const { histogram } = found;
      if (depth <= 5) {
        expect([sum(histogram.negative), sum(histogram.positive)]).toEqual([negative, positive]);
        expect(found.saddles).toBe(negative > 0 && positive > 0 ? 1 : 0);
      }
      saddles += found.saddles;
    }
    expect(saddles).toBeGreaterThan(0);
  });

  test('far below the doubles', async () => {
    const chain = chainOf({ activation: { kind: 'linear' }, init: { name: 'normal', gain: 0.01 } }, 300, 1);
    const { values, bits } = chainEigenvalues(chain, 1);
    const args = [
      '--depth',
      '300',
      '--width',
      '1',
      '--activation',
      'linear',
      '--init',
      'normal(0.01)',
      '--nets',
      '1',
    ];
    const { medians } = (await json(...args)).depths[0];
    expect(medians.log10LambdaMax).toBeLessThan(-330);
    expect(medians.log10LambdaMax).toBeCloseTo(log10(values.at(-1)!, bits), 8);
  });
});

describe('too large for all eigenvalues: the extreme ones', () => {
  test('of long chains, as in closed form', async () => {
    const args = ['--depth', '3001', '--width', '1', '--activation', 'linear', '--nets', '1'];
    for (const seed of [1, 2, 3]) {
      const { values, bits } = chainEigenvalues(chainOf({ activation: { kind: 'linear' } }, 3001, seed), 1);
      const { medians, histogram, saddles, lanczos } = (await json(...args, '--seed', `${seed}`)).depths[0];
      expect(medians.log10LambdaMax).toBeCloseTo(log10(values.at(-1)!, bits), 7);
      expect(medians.log10AbsLambdaMin).toBeCloseTo(log10(values[0]!, bits), 7);
      expect(saddles).toBe(1);
      expect([sum(histogram.negative), sum(histogram.positive), histogram.zeros]).toEqual([1, 1, 0]);
      expect(lanczos.log10RelativeError).toBeLessThan(-9);
      expect(lanczos.log10RelativeError).toBeGreaterThan(-16);
      expect(lanczos.steps).toBeGreaterThan(1);
    }
  });

  test('of one layer: the trace, and 0, whose sign rounding does not decide', () => {
    for (let net = 0; net < 20; net++) {
      const found = extremeSpectrum(squareNetwork(1, 6), 1, net, 1);
      expect(found).toMatchObject({ logMin: -Infinity, saddle: false, logNorm: -Infinity });
      expect([...found.negative]).toEqual([]);
      if (!found.alive) continue;
      expect(found.logMax).toBeCloseTo(found.logTrace, 10);
      expect([...found.positive]).toEqual([found.logMax]);
    }
  });

  /** |lambdaMin| <= |F - y| |nabla^2 F|_F, as the rest of the loss's Hessian has no negative eigenvalue; errors allow for 2^-48 of the larger one and more. */
  test('with the target next to F no sign is given to the least', () => {
    const network = squareNetwork(5, 4, { activation: { kind: 'linear' } });
    let unresolved = 0;
    for (let net = 0; net < 40; net++) {
      const { output } = drawnNet(network, 1, net);
      const f = output.values * 2 ** output.bits;
      const found = extremeSpectrum(network, 1, net, f * (1 + 2 ** -50));
      const most = Math.abs(f) * 2 ** -50 * 10 ** found.logNorm;
      if (most > 2 ** -49 * 10 ** found.logMax) continue;
      unresolved += 1;
      expect(found).toMatchObject({ logMin: -Infinity, saddle: false });
      expect(found.negative).toHaveLength(0);
      expect(found.positive).toHaveLength(1);
    }
    expect(unresolved).toBeGreaterThan(10);
  });

  test('as text, beside depths that are small enough', async () => {
    const { code, out } = await cli(
      'spectrum',
      '--depth',
      '2..200',
      '--step',
      '198',
      '--width',
      '16',
      '--nets',
      '2',
    );
    expect(code).toBe(0);
    expect(out).toMatch(/^ +2 /m);
    expect(out).toMatch(/^ +200\* /m);
    expect(out).toMatch(/An eigenvalue lies within \S+e-\d+ of each/);
    expect(out).toContain('nets alive: the largest and the smallest of each');
    expect(out).not.toMatch(/NaN|Infinity|null|undefined|partial/);
  });

  test('all of them dead', async () => {
    const { depths } = await json('--depth', '2600', '--width', '1', '--nets', '2');
    expect(depths[0]).toMatchObject({ dead: 2, saddles: 0, lanczos: { log10RelativeError: null, steps: 0 } });
    const { out } = await cli('spectrum', '--depth', '2600', '--width', '1', '--nets', '2');
    expect(out).toContain('had any net been alive');
    expect(out).not.toMatch(/lies within|NaN|Infinity|null|undefined/);
  });
});

describe('one layer', () => {
  test('F is linear in it: no eigenvalue but 0', async () => {
    const { depths } = await json('--depth', '1', '--width', '6', '--of', 'output', '--nets', '8');
    expect(depths[0]).toMatchObject({ saddles: 0, histogram: { negative: [], positive: [], unresolved: 0 } });
    expect(Object.values(depths[0].medians)).toEqual([null, null, null, null]);
    expect(depths[0].histogram.zeros).toBe((8 - depths[0].dead) * 36);
  });

  test('the loss has one, the trace', async () => {
    const { depths } = await json('--depth', '1', '--width', '6', '--nets', '8');
    const { medians, histogram, nets, dead } = depths[0];
    expect(medians.log10LambdaMax).toBeCloseTo(medians.log10Trace, 10);
    expect(medians).toMatchObject({ log10AbsLambdaMin: null, log10HessianNorm: null });
    expect([sum(histogram.negative), sum(histogram.positive)]).toEqual([0, nets - dead]);
  });
});

describe('one net', () => {
  const networks = [
    squareNetwork(6, 4),
    squareNetwork(5, 3, { activation: { kind: 'leaky-relu', slope: 0.2 }, init: { name: 'orthogonal' } }),
    squareNetwork(30, 6, { init: { name: 'pytorch' }, input: 'sparse' }),
  ];

  test.each(networks.map((network, i) => [i, network] as const))(
    'trace and norm by other routes, %i',
    (_i, network) => {
      const [norms, alive] = [new Float64Array(20), new Uint8Array(20)];
      hessianSamples(network, 2, 0, 20, norms, alive);
      let living = 0;
      for (let net = 0; net < 20; net++) {
        const loss = netSpectrum(network, 2, net, 1);
        const output = netSpectrum(network, 2, net, undefined);
        expect(loss.alive).toBe(alive[net] === 1);
        if (!loss.alive) {
          expect(loss).toMatchObject({
            logMax: -Infinity,
            logMin: -Infinity,
            logTrace: -Infinity,
            saddle: false,
          });
          continue;
        }
        living += 1;
        // |nabla F|^2 by the backward pass (H2), |nabla^2 F|_F^2 by its recursion.
        const logs = gradientNorms(network, 2, net).subarray(1);
        const top = Math.max(...logs);
        const logTrace = top + Math.log(sum(logs.map((log) => Math.exp(log - top))));
        expect(loss.logTrace).toBeCloseTo(logTrace / Math.LN10, 10);
        expect(2 * loss.logNorm).toBeCloseTo(norms[net]! / Math.LN10, 10);
        // Sums of eigenvalues and of their squares, in units of the norm.
        const powers = (logs: Float64Array, r: number) =>
          sum(logs.map((log) => 10 ** (r * (log - output.logNorm))));
        expect(powers(output.positive, 1) - powers(output.negative, 1)).toBeCloseTo(0, 10);
        expect(powers(output.positive, 2) + powers(output.negative, 2)).toBeCloseTo(1, 10);
        expect(powers(loss.positive, 1) - powers(loss.negative, 1)).toBeCloseTo(
          10 ** (loss.logTrace - output.logNorm),
          9,
        );
        expect(output).toMatchObject({ logTrace: -Infinity, saddle: true });
      }
      expect(living).toBeGreaterThan(3);
    },
  );

  test.each(networks.map((network, i) => [i, network] as const))(
    'its extreme eigenvalues alone, by another route, %i',
    (_i, network) => {
      let saddles = 0;
      for (const y of [1, 0, undefined]) {
        for (let net = 0; net < 20; net++) {
          const all = netSpectrum(network, 2, net, y);
          const found = extremeSpectrum(network, 2, net, y);
          const { alive, saddle } = all;
          expect(found).toMatchObject({ alive, saddle, zeros: 0, unresolved: 0 });
          for (const log of ['logMax', 'logMin', 'logTrace', 'logNorm'] as const) {
            if (all[log] === -Infinity) expect(found[log]).toBe(-Infinity);
            else expect(found[log]).toBeCloseTo(all[log], 8);
          }
          expect([...found.positive]).toEqual([found.logMax].filter(Number.isFinite));
          expect([...found.negative]).toEqual([found.logMin].filter(Number.isFinite));
          expect(found.lanczos!.relativeError).toBeLessThan(1e-9);
          if (saddle) saddles += 1;
        }
      }
      expect(saddles).toBeGreaterThan(20);
    },
  );

  test('the drawn mean is that of the same nets by the recursion', async () => {
    const [norms, alive] = [new Float64Array(40), new Uint8Array(40)];
    hessianSamples(networks[0]!, 5, 0, 40, norms, alive);
    const { hessianNorm2 } = (await json('--depth', '6', '--width', '4', '--nets', '40', '--seed', '5'))
      .depths[0];
    expect(10 ** hessianNorm2.log10SampleMean).toBeCloseTo(sum(norms.map(Math.exp)) / 40, 9);
  });
});

test('medians vanish with depth while the expectation grows', async () => {
  const { depths } = await json('--depth', '4..40', '--step', '36', '--width', '4', '--nets', '1200');
  const [shallow, deep] = depths;
  // Of 10,000 nets of another seed 7,762 are alive at depth 4, 15 % of them with log10 lambdaMax or |lambdaMin| below -0.5; 788 at depth 40, 13 % of them
  // above -1.5. With 18 % each, half of the 90 nets alive here, or of the 930, do with probability exp(-n KL(1/2, 0.18)) < 1e-10 (Chernoff).
  // Eigenvalues that fell by less than a factor of ten would fail with certainty.
  for (const name of ['log10LambdaMax', 'log10AbsLambdaMin']) {
    expect(shallow.medians[name]).toBeGreaterThan(-0.5);
    expect(deep.medians[name]).toBeLessThan(-1.5);
  }
  expect(deep.nets - deep.dead).toBeGreaterThan(60);
  // H6: the trace vanishes faster.
  expect(deep.medians.log10Trace).toBeLessThan(deep.medians.log10LambdaMax - 2);
  // H3: L(L-1) d/4.
  expect(shallow.hessianNorm2.log10Mean).toBeCloseTo(Math.log10(12), 12);
  expect(deep.hessianNorm2.log10Mean).toBeCloseTo(Math.log10(1560), 12);
});

test('the exact mean is that of the init and the activation, or not known', async () => {
  const meanOf = async (...args: string[]) =>
    (await json('--depth', '4', '--width', '3', '--nets', '1', ...args)).depths[0].hessianNorm2.log10Mean;
  // L(L-1) p^2 d g_b (p g)^(L-2) = 36 p^2 (p g)^2.
  expect(await meanOf('--init', 'pytorch')).toBeCloseTo(Math.log10(36 / 4 / 36), 12);
  expect(await meanOf('--activation', 'linear', '--init', 'normal(3)')).toBeCloseTo(Math.log10(36 * 9), 12);
  expect(await meanOf('--init', 'rademacher')).toBeNull();
});

test('ranges of depths', () => {
  const depths = (text: string, step?: number) => depthsOf(depthRange(100)(text), step);
  expect(depths('7')).toEqual([7]);
  expect(depths('4..32')).toEqual([4, 8, 16, 32]);
  expect(depths('3..20')).toEqual([3, 4, 8, 16, 20]);
  expect(depths('1..3')).toEqual([1, 2, 3]);
  expect(depths('5 .. 5')).toEqual([5]);
  expect(depths('4..11', 3)).toEqual([4, 7, 10]);
  expect(depths('4..10', 3)).toEqual([4, 7, 10]);
});

test('histograms by sign: bins half open, the last one closed, both signs in one set', () => {
  expect(signHistogram([[0, 1], [2]], [[4, 3.9]], 2)).toEqual({
    edges: [0, 2, 4],
    negative: [2, 1],
    positive: [0, 2],
  });
  expect(signHistogram([[5]], [[5, 5]], 9)).toEqual({ edges: [5, 5], negative: [1], positive: [2] });
  expect(signHistogram([], [[]], 9)).toEqual({ edges: [], negative: [], positive: [] });
  // 0.3 / 0.1 is below 3 in doubles, 0.3 is not below the edge 3 * 0.1.
  const edges = signHistogram([[0, 0.7]], [[0.1, 0.2, 0.3, 0.4, 0.5, 0.6]], 7);
  edges.positive.forEach((n, bin) => {
    const inside = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6].filter(
      (x) => x >= edges.edges[bin]! && x < edges.edges[bin + 1]!,
    );
    expect(n).toBe(inside.length);
  });
  for (const bins of [0, 1.5, 1e6]) expect(() => signHistogram([[1]], [], bins)).toThrow(RangeError);
  expect(() => signHistogram([[Number.NEGATIVE_INFINITY]], [], 3)).toThrow(RangeError);
});

test('numbers of any size as text', () => {
  expect(scientific(Number.NaN)).toBe('-');
  expect(scientific(-Infinity)).toBe('0');
  expect(scientific(Math.log10(0.0625))).toBe('0.0625');
  expect(scientific(Math.log10(1980))).toBe('1980');
  expect(scientific(-412 + Math.log10(6.214))).toBe('6.21e-412');
  expect(scientific(5 - 1e-9)).toBe('1.00e5');
  expect(
    table([
      ['a', 'bb'],
      ['ccc', 'd'],
    ]),
  ).toEqual(['  a  bb', 'ccc   d']);
});

describe('bad input: one sentence, exit code 2, nothing printed', () => {
  const good = ['--depth', '3'];
  test.each([
    [[], '--depth'],
    [['--depth', '0'], '--depth'],
    [['--depth', '4..'], '--depth'],
    [['--depth', '8..4'], '4..32'],
    [['--depth', '4-8'], '4..32'],
    [['--depth', '4..10001'], '10000'],
    [['--depth', '2.5'], '--depth'],
    [[...good, '--step', '2'], '--step'],
    [['--depth', '2..9', '--step', '0'], '--step'],
    [[...good, '--width', '0'], '--width'],
    [[...good, '--width', '4096'], '--width'],
    [['--depth', '4..400', '--width', '2048'], '67108864'],
    [['--widths', '2048,2048,2048', '--input-width', '2048', '--depth', '3'], '--widths'],
    [[...good, '--of', 'gradient'], '--of'],
    [[...good, '--of', 'output', '--target', '1'], '--target'],
    [[...good, '--target', 'x'], '--target'],
    [[...good, '--target', '1e200'], '--target'],
    [[...good, '--nets', '0'], '--nets'],
    [[...good, '--bins', '0'], '--bins'],
    [[...good, '--bins', '201'], '--bins'],
    [[...good, '--input', 'odd'], '--input'],
    [[...good, '--init', 'hee'], '--init'],
    [[...good, '--activation', 'tanh'], '--activation'],
    [[...good, '--activation', 'leaky-relu(1e200)'], 'slope'],
    [[...good, '--seed', '-1'], '--seed'],
    [[...good, '--alpha', '0.1'], '--alpha'],
  ] as [string[], string][])('%j', async (args, word) => {
    const { code, out, err } = await cli('spectrum', ...args);
    expect({ code, out, lines: err.trim().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
    expect(err).toContain(word);
    const asJson = await cli('spectrum', ...args, '--json');
    expect([asJson.code, asJson.out]).toEqual([2, '']);
    expect(JSON.parse(asJson.err).error.message).toContain(word);
  });
});

test('Ctrl-C: what is known so far, labelled partial; quiet in a pipe', async () => {
  const args = ['spectrum', '--depth', '4..16', '--nets', '100000'];
  const ended = await interrupt([...args, '--json'], 2500, 'SIGINT');
  expect(ended).toMatchObject({ code: 130, err: '' });
  expect(ended.milliseconds).toBeLessThan(10_000);
  const { partial, nets, depths } = JSON.parse(ended.out);
  expect({ partial, nets }).toEqual({ partial: true, nets: 100_000 });
  const drawn = depths.map((each: { nets: number }) => each.nets);
  expect(drawn[0] - drawn[2]).toBeLessThanOrEqual(1);
  expect(drawn[0]).toBeLessThan(100_000);
  // What has been drawn is what a whole run of so many nets finds.
  if (drawn[2] > 0) {
    const whole = await json('--depth', '16', '--nets', `${drawn[2]}`);
    expect(depths[2]).toEqual(whole.depths[0]);
  }
  const text = await interrupt(args, 1500, 'SIGTERM');
  expect(text).toMatchObject({ code: 143, err: '' });
  expect(text.out).toMatch(/\nstopped: partial, \d+( to \d+)? of 100000 nets a depth\n$/);
});

test.each(['throw new Error("broken on purpose")', 'process.exit(0)'])(
  'a fault of the drawing thread: 70, %s',
  (fault) => {
    const preload = `import { threadId } from 'node:worker_threads'; if (threadId > 0) { ${fault}; }`;
    const { status, stdout, stderr } = runMain(['spectrum', '--depth', '4'], { preload });
    expect({ status, stdout }).toEqual({ status: 70, stdout: '' });
    expect(stderr).toMatch(/^Internal error: /m);
  },
);

test('--help has an example', async () => {
  const { code, out } = await cli('spectrum', '--help');
  expect(code).toBe(0);
  expect(out).toContain('vanishing-curvature spectrum --depth 4..32 --width 8');
});
