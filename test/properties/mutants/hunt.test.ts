/**
 * Hunts on claims of each kind leave no fault, and a checker that sees nothing leaves many. False alarm: drawn verdicts at alpha = 1e-12 each, some 50 of
 * them: below 1e-9.
 */
import { describe, expect, test } from 'vitest';
import { draftOf } from '../../../properties/job.js';
import { type Checker, hunt, type MutantResult } from '../../../properties/mutants/hunt.js';
import { catalogueEntry, mutantsOf } from '../../../properties/mutants/nudges.js';
import { faultsIn, summarise } from '../../../properties/mutants/summary.js';

async function huntAll(id: string, least: number, check?: Checker): Promise<MutantResult[]> {
  const entry = catalogueEntry(id);
  const results: MutantResult[] = [];
  for (const mutant of mutantsOf(id, entry)) {
    if (mutant.nudge.size < least) continue;
    const settings = { alpha: 1e-12, seed: 3, budget: 20 };
    results.push(await hunt(entry, draftOf(id, entry), mutant, settings, check));
  }
  return results;
}

describe('no false mutant survives, no true one is refuted', () => {
  test.each([
    ['chain-uniform/gamma-median-below', 0],
    ['forward-log-expansion/series-linear-variance', 50],
    ['forward-log-moments/linear-variance', 0],
    ['chain-inertia', 0],
    ['escape-sign', 0],
    ['forward-mean/pytorch', 50],
  ])('%s from %d %%', { timeout: 60_000 }, async (id, least) => {
    const results = await huntAll(id, least);
    expect(faultsIn(results)).toEqual([]);
    expect(summarise(results)[0]!.refuted).toBeGreaterThan(0);
  });
});

test('a checker that verifies everything has survivors, one that refutes everything is wrong', async () => {
  const id = 'chain-uniform/gamma-median-below';
  const blind = await huntAll(id, 0, async () => ({ verdict: 'verified' }));
  const [row] = summarise(blind);
  expect(row).toMatchObject({ refuted: 0, killRate: 0, smallestSeen: null, trueRefuted: 0 });
  expect(faultsIn(blind)).toHaveLength(row!.false);
  expect(row!.false).toBeGreaterThan(10);
  const eager = await huntAll(id, 0, async () => ({ verdict: 'refuted' }));
  expect(faultsIn(eager).map(({ score }) => score)).toEqual(Array(summarise(eager)[0]!.true).fill('wrong'));
  expect(summarise(eager)[0]!.true).toBeGreaterThan(10);
  const idle = await huntAll(id, 0, async () => ({ verdict: 'undecided' }));
  expect(faultsIn(idle)).toHaveLength(row!.false);
});

test('little is spent on what may be true, more on what has to be refuted', async () => {
  const budgets = new Map<string, number[]>();
  await huntAll('forward-mean/pytorch', 50, async ({ text, budget }) => {
    budgets.set(text, [...(budgets.get(text) ?? []), budget]);
    return { verdict: 'undecided' };
  });
  const of = (statement: string) => [...budgets].find(([text]) => text.startsWith(statement))?.[1];
  expect(of('mean(forwardNorm2) = 9^-L within 1/20')).toEqual([2, 15, 20]);
  expect(of('mean(forwardNorm2) = 6^-L within 1.5/20')).toEqual([1]);
});

test('a mutant that is undefined somewhere is stillborn', async () => {
  const results = await huntAll('forward-mean/pytorch', 50, async () => ({ verdict: 'undecided' }));
  const dead = results.filter(({ score }) => score === 'stillborn');
  expect(dead.map(({ text }) => text.split(' for ')[0])).toContain('mean(forwardNorm2) = 6^-L within 0/20');
  for (const { reason } of dead) expect(reason).not.toBe('');
});
