/** `doctor`: its tests of the arithmetic see an arithmetic that is wrong. No chance in it; speeds are only said to be numbers. */
import { expect, test } from 'vitest';
import { nodeVersion } from '../../cli/actions/doctor.js';
import { type Draw, selfTests } from '../../cli/self-test.js';
import { plainNets } from '../../numerics/network/nets.js';
import { runMain } from './spawn.js';

test('--json', () => {
  const { status, stdout, stderr } = runMain(['doctor', '--json'], { env: { CHROMIUM: process.execPath } });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const found = JSON.parse(stdout);
  expect(found).toMatchObject({
    ok: true,
    node: { version: process.versions.node, needed: '>=20.19.0', supported: true },
    engine: 'wasm-simd',
    chromium: process.execPath,
    terminal: { colour: false, columns: null },
  });
  expect(found.selfTests.map(({ passed }: { passed: boolean }) => passed)).toEqual([true, true, true, true]);
  for (const rate of ['verdicts', 'plain']) expect(found.netsPerSecond[rate]).toBeGreaterThan(0);
});

test('as text', () => {
  const { status, stdout } = runMain(['doctor'], { env: { FORCE_COLOR: '1' } });
  expect(status).toBe(0);
  expect(stdout).toContain('output          in colour, no terminal\n');
  expect(stdout.endsWith('All is well.\n')).toBe(true);
});

test('without WebAssembly: plain code, and nothing to compare', () => {
  const { status, stdout } = runMain(['doctor', '--json'], { preload: 'delete globalThis.WebAssembly;' });
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, engine: 'plain', selfTests: [{}, {}, {}] });
});

test('a law that is wrong by one part in a million is seen', () => {
  // log(x) is off on this machine, as a broken mathematics library would have it.
  const preload = 'const { log } = Math; Math.log = (x) => log(x) * (1 + 1e-6);';
  const { status, stdout } = runMain(['doctor', '--json'], { preload });
  expect(status).toBe(1);
  expect(JSON.parse(stdout).ok).toBe(false);
});

test('a kernel that is wrong in one bit of one net is seen', () => {
  const wrong: Draw = (network, seed) => {
    const nets = plainNets(network, seed);
    return {
      ...nets,
      forwardSamples: (firstNet, count, out) => {
        nets.forwardSamples(firstNet, count, out);
        out[20]! *= 1 + 2 ** -52;
      },
    };
  };
  const passed = (kernel: Draw) => selfTests(kernel).map((each) => each.passed);
  expect(passed(plainNets)).toEqual([true, true, true, true]);
  expect(passed(wrong)).toEqual([true, true, true, false]);
  expect(passed(() => undefined)).toEqual([true, true, true, false]);
});

test.each([
  ['20.19.0', true],
  ['20.19.4', true],
  ['22.0.0', true],
  ['20.18.9', false],
  ['18.20.0', false],
])('Node %s: %j', (running, supported) => {
  expect(nodeVersion(running).supported).toBe(supported);
});
