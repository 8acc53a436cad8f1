/** The law of leaky layers takes milliseconds: it is asked for nothing that is known without it, so that prices hold. */
import { beforeEach, expect, test, vi } from 'vitest';
import { checkClaim } from '../../properties/check-claim.js';

const asked = vi.hoisted(() => ({ laws: 0 }));

vi.mock('../../numerics/law/index.js', async (original) => {
  const law = await original<typeof import('../../numerics/law/index.js')>();
  return {
    ...law,
    exactLawOf: (...given: Parameters<typeof law.exactLawOf>) => {
      asked.laws++;
      return law.exactLawOf(...given);
    },
  };
});

beforeEach(() => {
  asked.laws = 0;
});

const domain =
  'for L in 1..3, d in 1..3, a in 1/2..1, b in 1/2..1 where a*b < 1 with activation leaky-relu(a*b)';

test('that no net is dead is known without a law', async () => {
  const { verdict, points } = await checkClaim(`P(forwardNorm2 <= 0) <= 1/4 ${domain}`, { budget: 1 });
  expect(verdict).toBe('verified');
  expect(points).toBeGreaterThan(30);
  expect(asked.laws).toBe(0);
});

test('other probabilities ask for one', async () => {
  const { verdict } = await checkClaim(`P(forwardNorm2 <= 1e-9) <= 1/2 ${domain}`, { budget: 1 });
  expect(verdict).toBe('verified');
  expect(asked.laws).toBeGreaterThan(0);
});
