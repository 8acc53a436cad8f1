/**
 * Whether there is WebAssembly with SIMD changes nothing but the time: the verdicts, and all numbers behind them, are the same. Nothing here depends on chance but
 * which nets are drawn, by a fixed seed.
 */
import { expect, test } from 'vitest';
import { runMain } from './spawn.js';

const claims = [
  'mean(forwardNorm2) = 1 within 1/5 for L in 1..2, d in 4..6 with init he-uniform',
  'median(forwardNorm2 | alive) <= 1/4 for L = 2, d in 2..3 with activation leaky-relu(1/5)',
  'P(forwardNorm2 <= 0) <= 1/10 for L in 4..5, d in 2..3 with init rademacher',
  'median(gradientNorm2[1]) <= 1 for L = 2, d in 4..5 with init he-uniform',
  'median(hessianNorm2) <= 20 for L = 3, d in 3..4',
  'median(lambdaMax) <= 1 for L = 3, d in 3..4',
];
/** A JavaScript engine without SIMD refuses the module. */
const refusal = `WebAssembly.validate = () => { process.stderr.write('refused\\n'); return false; };`;

test('the same verdicts and numbers with WebAssembly and without', { timeout: 180_000 }, () => {
  const args = [
    'check',
    ...claims.flatMap((claim) => ['--claim', claim]),
    '--budget',
    '0.2',
    '--oracle',
    'simulated',
    '--json',
  ];
  const shown = (preload?: string) => {
    const { stdout, stderr } = runMain(args, preload === undefined ? {} : { preload });
    const { verdicts } = JSON.parse(stdout) as { verdicts: Record<string, unknown>[] };
    return { stderr, verdicts: verdicts.map(({ seconds: _, ...rest }) => rest) };
  };
  const [compiled, plain] = [shown(), shown(refusal)];
  expect(plain.stderr).toContain('refused');
  expect(compiled.stderr).not.toContain('refused');
  expect(plain.verdicts).toEqual(compiled.verdicts);
  // Worth something only if nets were drawn, and counterexamples among them.
  const found = compiled.verdicts.map(({ verdict }) => verdict);
  expect(found).toContain('supported');
  expect(found).toContain('refuted');
});
