/** Gradients layer by layer against closed forms, an independent law, and nets drawn by backpropagation elsewhere. */
import { describe, expect, test } from 'vitest';
import { type GradientProfile, gradientProfile, layersShown } from '../../explorer/compute/gradient.js';
import { gradientNorms } from '../../numerics/network/gradient.js';
import { layeredNetwork, squareNetwork } from '../../numerics/network/network.js';

const silent = { report: async () => {} };
const he = { init: { name: 'normal', gain: 2 } } as const;

describe('theory', () => {
  test('he, relu: the mean is 1/2 in every layer, the closed form of the median (1/2) exp(-5L/(2d))', async () => {
    const { logMean, logMedianClosedForm } = await gradientProfile(
      { network: squareNetwork(40, 20, he), seed: 1, nets: 0 },
      silent,
    );
    expect(logMean).toBeCloseTo(Math.log10(1 / 2), 12);
    expect(logMedianClosedForm).toBeCloseTo(Math.log10(Math.exp(-5) / 2), 12);
  });

  test('other gains: p (p g)^(L-1), whatever the activation', async () => {
    const profile = (activation: 'relu' | 'linear', gain: number) =>
      gradientProfile(
        {
          network: squareNetwork(7, 5, { activation: { kind: activation }, init: { name: 'uniform', gain } }),
          seed: 1,
          nets: 0,
        },
        silent,
      );
    expect((await profile('relu', 1)).logMean).toBeCloseTo(Math.log10(0.5 ** 7), 12);
    expect((await profile('linear', 3)).logMean).toBeCloseTo(Math.log10(3 ** 6), 12);
    const leaky = squareNetwork(3, 5, {
      activation: { kind: 'leaky-relu', slope: 0.5 },
      init: { name: 'normal', gain: 2 },
    });
    // p = (1 + 1/4)/2
    const found = await gradientProfile({ network: leaky, seed: 1, nets: 0 }, silent);
    expect(found.logMean).toBeCloseTo(Math.log10(0.625 * 1.25 ** 2), 12);
    expect(found.law).toBeUndefined();
  });

  test('one layer of one unit: b^2 chi^2_1 when alive, quantiles of |b|', async () => {
    const { law } = await gradientProfile({ network: squareNetwork(1, 1, he), seed: 1, nets: 0 }, silent);
    expect(law!.dead).toBe(0.5);
    // Quantiles of chi^2_1 at .05, .5, .95 (R's qchisq).
    expect(10 ** law!.logLower).toBeCloseTo(0.003932140000019522, 10);
    expect(10 ** law!.logMedian).toBeCloseTo(0.454936423119572, 10);
    expect(10 ** law!.logUpper).toBeCloseTo(3.841458820694124, 10);
  });

  test('rademacher weights may tie: no mean is stated', async () => {
    const network = squareNetwork(3, 4, { init: { name: 'rademacher', gain: 2 } });
    expect((await gradientProfile({ network, seed: 1, nets: 0 }, silent)).logMean).toBeUndefined();
  });
});

describe('unequal widths', () => {
  const widths = [4, 6, 3, 5];
  const shown = (init: 'normal' | 'orthogonal', nets: number) =>
    gradientProfile(
      { network: layeredNetwork(widths, { init: { name: init, gain: 2 } }), seed: 9, nets },
      silent,
    );

  test('the mean goes with the width before the layer: .5, .75, .375 (G1)', async () => {
    const { logMean, logMedianClosedForm, offsets } = await shown('normal', 0);
    const means = offsets.map((offset) => 10 ** (logMean! + offset));
    [0.5, 0.75, 0.375].forEach((mean, l) => {
      expect(means[l]).toBeCloseTo(mean, 12);
    });
    // U3: less by 5/2 times the sum of 1/d_l.
    expect((logMean! - logMedianClosedForm!) * Math.LN10).toBeCloseTo(2.5 * (1 / 6 + 1 / 3 + 1 / 5), 12);
  });

  test('orthonormal rows and columns: by hand', async () => {
    // 2 sigma^2 is 4/6, 4/6 and 4/5; forward 1, 3/6, 1; E |delta^3|^2 = 1/2, and backward through W^l: d_(l-1) sigma_l^2/2.
    const { logMean, offsets } = await shown('orthogonal', 0);
    const means = offsets.map((offset) => 10 ** (logMean! + offset));
    const [back3, back2] = [(3 * (2 / 5)) / 2, (6 * (2 / 6)) / 2];
    [(1 / 2) * back3 * back2, (1 / 2) * back3, 1 / 2 / 2].forEach((mean, l) => {
      expect(means[l]).toBeCloseTo(mean, 12);
    });
  });

  // As below: Hoeffding, 6 exp(-2 n r^2) < 1e-9 at n = 4000 * P(alive) > 2600, r = 0.066. A factor of 2 in the law moves a share by 0.2.
  test('drawn gradients of each layer lie in the band of its law', async () => {
    const { law, offsets } = await shown('normal', 0);
    const network = layeredNetwork(widths, { init: { name: 'normal', gain: 2 } });
    const nets = Array.from({ length: 4000 }, (_, net) => gradientNorms(network, 9, net));
    for (const l of [1, 2, 3]) {
      const alive = nets.map((norms) => norms[l]! * Math.LOG10E - offsets[l - 1]!).filter(Number.isFinite);
      expect(alive.length).toBeGreaterThan(2600);
      const share = (most: number) => alive.filter((x) => x <= most).length / alive.length;
      expect(Math.abs(share(law!.logMedian) - 0.5)).toBeLessThan(0.066);
      expect(Math.abs(share(law!.logLower) - 0.05)).toBeLessThan(0.066);
      expect(Math.abs(share(law!.logUpper) - 0.95)).toBeLessThan(0.066);
    }
  });
});

describe('orthogonal weights', () => {
  test('have the mean of G1, and neither law nor closed form of independent ones', async () => {
    const network = squareNetwork(5, 4, { init: { name: 'orthogonal', gain: 2 } });
    const found = await gradientProfile({ network, seed: 1, nets: 0 }, silent);
    expect(found.logMean).toBeCloseTo(Math.log10(1 / 2), 12);
    expect([found.law, found.logMedianClosedForm]).toEqual([undefined, undefined]);
  });

  test('linear: every gradient is that of the readout, |b|^2 = 1', async () => {
    const network = squareNetwork(9, 6, {
      init: { name: 'orthogonal', gain: 1 },
      activation: { kind: 'linear' },
    });
    const { drawn, logMean } = await gradientProfile({ network, seed: 3, nets: 4 }, silent);
    expect(logMean).toBeCloseTo(0, 12);
    for (const x of drawn.lines.flat()) expect(x).toBeCloseTo(0, 10);
    expect(drawn.lines.length).toBe(4);
  });
});

describe('drawn nets', () => {
  const network = squareNetwork(6, 4, he);

  test('are those of the seed, in order, summarised as the definitions say', async () => {
    const reports: GradientProfile[] = [];
    const { drawn } = await gradientProfile(
      { network, seed: 5, nets: 9 },
      { report: async (partial) => void reports.push(partial) },
    );
    const living = Array.from({ length: 9 }, (_, net) => gradientNorms(network, 5, net)).filter(
      (norms) => norms[1]! > -Infinity,
    );
    expect(drawn.dead).toBe(9 - living.length);
    expect(drawn.lines).toEqual(living.map((norms) => Array.from(norms.subarray(1), (x) => x * Math.LOG10E)));
    const third = living.map((norms) => norms[3]! * Math.LOG10E).sort((a, b) => a - b);
    expect(drawn.logMedians[2]).toBe(third[Math.ceil(third.length / 2) - 1]);
    expect(drawn.logLowers[2]).toBe(third[0]);
    expect(drawn.logUppers[2]).toBe(third.at(-1));
    const all = living.flatMap((norms) => Array.from(norms.subarray(1), Math.exp));
    expect(10 ** drawn.logMean).toBeCloseTo(all.reduce((sum, x) => sum + x, 0) / (6 * 9), 12);
    expect(reports[0]!.drawn.nets).toBe(0);
  });

  // False alarm: each count is binomial; Hoeffding: 6 exp(-2 n r^2) < 1e-9 at n = 4000 * P(alive) > 2600, r = 0.066. A law whose median or band is
  // off by twice that in probability is found with the same odds.
  test('lie in the band of the exact law nine times in ten, half of them below its median', async () => {
    const { law, drawn } = await gradientProfile({ network, seed: 7, nets: 4000 }, silent);
    const lines: number[] = [];
    for (let net = 0; net < 4000; net++) {
      const x = gradientNorms(network, 7, net)[4]! * Math.LOG10E;
      if (x > -Infinity) lines.push(x);
    }
    const share = (test: (x: number) => boolean) => lines.filter(test).length / lines.length;
    expect(Math.abs(share((x) => x <= law!.logMedian) - 0.5)).toBeLessThan(0.066);
    expect(Math.abs(share((x) => x <= law!.logLower) - 0.05)).toBeLessThan(0.066);
    expect(Math.abs(share((x) => x >= law!.logUpper) - 0.05)).toBeLessThan(0.066);
    expect(drawn.nets).toBe(4000);
  });

  test('all dead: nothing to summarise, and no error', async () => {
    const { drawn, law } = await gradientProfile(
      { network: squareNetwork(60, 1, he), seed: 1, nets: 20 },
      silent,
    );
    expect(drawn).toEqual({
      nets: 20,
      dead: 20,
      lines: [],
      logMedians: [],
      logLowers: [],
      logUppers: [],
      logMean: -Infinity,
    });
    expect(law!.dead).toBeCloseTo(1, 12);
  });

  test('end at the report that fails', async () => {
    const error = new Error('no longer wanted');
    let reports = 0;
    const report = async () => {
      if (++reports === 3) throw error;
    };
    await expect(
      gradientProfile({ network: squareNetwork(50, 300, he), seed: 1, nets: 50 }, { report }),
    ).rejects.toBe(error);
  });
});

test('layers shown: all of shallow nets, a hundred of deep ones from the first to the last', () => {
  expect(layersShown(1)).toEqual([1]);
  expect(layersShown(4)).toEqual([1, 2, 3, 4]);
  const deep = layersShown(1000);
  expect(deep.length).toBe(100);
  expect([deep[0], deep[99]]).toEqual([1, 1000]);
  expect(new Set(deep).size).toBe(100);
});
