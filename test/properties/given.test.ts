/** What plain JavaScript may pass against the types: one sentence each, never another's TypeError and never a verdict. Chance: no net decides anything here. */
import { describe, expect, test } from 'vitest';
import { checkClaim } from '../../properties/check-claim.js';
import { claimProperty } from '../../properties/property.js';
import { InputError } from '../../theory/errors.js';

const proved = 'mean(forwardNorm2) = 1 for L = 1, d = 1';

const messageOf = async (text: unknown, options?: unknown) => {
  const error: unknown = await checkClaim(text as string, options as object).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message;
};

const observable = (name: string, value: number) => ({
  name,
  scale: 'plain' as const,
  draw: () => () => ({ value }),
});
const oracle = (name: string) => ({
  name,
  covers: (): boolean => true,
  enclose: () => ({ lower: 0, upper: 1 }),
});

test('a claim that is no text', async () => {
  expect(await messageOf(1)).toMatch(/^A claim is text, such as '.*', not 1\.$/);
  expect(await messageOf(undefined)).toMatch(/not undefined\.$/);
  expect(() => claimProperty(null as unknown as string)).toThrow(/^A claim is text/);
});

test.each([
  [null, 'Options are an object, such as { seed: 7 }, not null.'],
  [[], 'Options are an object, such as { seed: 7 }, not an array.'],
  [{ budgt: 3 }, "There is no option 'budgt': did you mean budget?"],
  [
    { timeout: 3 },
    "There is no option 'timeout': the options are alpha, seed, budget, oracle, observables, oracles.",
  ],
  [{ oracle: 'exakt' }, "oracle must be 'exact' or 'simulated', not 'exakt'."],
  [{ alpha: '1e-6' }, "alpha must be a number between 0 and 1, not '1e-6'."],
  [{ seed: '7' }, "seed must be a whole number from 0 to 2^32 - 1, not '7'."],
  [{ budget: '3' }, "budget must be a positive number of seconds, not '3'."],
  [{ budget: [3] }, 'budget must be a positive number of seconds, not an array.'],
  [{ observables: {} }, 'observables must be an array, not an object.'],
  [{ observables: [null] }, 'An observable is an object with name, scale and draw, not null.'],
  [{ oracles: 'o' }, "oracles must be an array, not 'o'."],
  [{ oracles: [3] }, 'An oracle is an object with name, covers and enclose, not 3.'],
  [{ oracles: [{}] }, 'The name of an oracle must be a text, not undefined: verdicts say it.'],
  [
    { oracles: [{ name: 'o', covers: (): boolean => true }] },
    "The oracle 'o' needs two functions, covers and enclose.",
  ],
  [
    { oracles: [oracle('o'), oracle('p'), oracle('o')] },
    "Two oracles have the name 'o': verdicts could not tell them apart.",
  ],
  [{ observables: [observable('w', 1), observable('w', 2)] }, "The observable 'w' is declared twice."],
  [
    { observables: [{ ...observable('w', 1), passes: 3 }] },
    "The passes of the observable 'w' must be a function of the network, not 3.",
  ],
  [
    { observables: [{ ...observable('w', 1), nonnegative: 'yes' }] },
    "Whether the observable 'w' is nonnegative is true or false, not 'yes'.",
  ],
])('options %j', async (options, message) => {
  expect(await messageOf(proved, options)).toBe(message);
});

test.each([
  [null, 'Options are an object, such as { seed: 7 }, not null.'],
  [3, 'Options are an object, such as { seed: 7 }, not 3.'],
  [() => ({}), 'Options are an object, such as { seed: 7 }, not a function.'],
  [{ budget: 3 }, "There is no option 'budget': the options are alphaPerPoint, budgetPerPoint, seed, oracle"],
  [{ alphaPerPoin: 3 }, "There is no option 'alphaPerPoin': did you mean alphaPerPoint?"],
])('options of claimProperty: %j', (options, message) => {
  const make = () => claimProperty(proved, options as object);
  expect(make).toThrow(InputError);
  expect(make).toThrow(message);
});

test('another observable put into a list that was used before: the verdict is about the new one', async () => {
  const list = [observable('w', 1)];
  const claim = 'median(w) <= 3/2 for L = 1, d = 1';
  const decided = async () => (await checkClaim(claim, { observables: list, budget: 1 })).verdict;
  expect(await decided()).toBe('supported');
  list[0] = observable('w', 2);
  expect(await decided()).toBe('refuted');
});

describe('an observable', () => {
  const drawnBy = (draw: unknown) =>
    messageOf('median(own) <= 2 for L = 1, d = 1', {
      observables: [{ name: 'own', scale: 'plain', draw }],
      budget: 1,
    });

  test.each([
    ['a number', () => 3, /^The draw of the observable own must return a function .*, not 3\.$/],
    ['a promise', async () => () => ({ value: 1 }), /must return a function .*, not a promise\.$/],
  ])('whose draw returns %s', async (_, draw, message) => {
    expect(await drawnBy(draw)).toMatch(message);
  });

  test.each([
    ['nothing', () => undefined, /of net 0 was drawn as undefined; it must be an object with its value/],
    ['a number', () => 1, /was drawn as 1; it must be an object with its value/],
    ['a promise', async () => ({ value: 1 }), /was drawn as a promise; it must be an object/],
    ['a text', () => ({ value: '1' }), /was drawn as '1'; it must be a finite number\.$/],
    ['alive as text', () => ({ value: 1, alive: 'no' }), /with alive 'no'; alive is true or false\.$/],
    ['an error as text', () => ({ value: 1, error: '0' }), /with the error '0'; an error is a number/],
  ])('that gives of a net %s', async (_, one, message) => {
    expect(await drawnBy(() => one)).toMatch(message);
  });
});

describe('an oracle', () => {
  const claim = 'P(forwardNorm2 <= t) <= 1 for L = 1, d = 1, t in 1..2 with activation leaky-relu(1/10)';
  const ask = (own: object) =>
    messageOf(claim, {
      oracles: [{ name: 'own', covers: () => true, enclose: () => ({ lower: 0, upper: 1 }), ...own }],
      budget: 1,
    });

  test.each([
    ['nothing', () => undefined, 'undefined'],
    ['a number', () => 1, '1'],
    ['a promise', async () => ({ lower: 0, upper: 1 }), 'a promise'],
    ['texts', () => ({ lower: '0', upper: '1' }), "{ lower: '0', upper: '1' }"],
    ['NaN', () => ({ lower: Number.NaN, upper: 1 }), '{ lower: NaN, upper: 1 }'],
    ['a log alone', () => ({ logLower: -1 }), '{ logLower: -1, logUpper: undefined }'],
  ])('that answers by %s', async (_, enclose, answer) => {
    expect(await ask({ enclose })).toContain(`the oracle 'own' answered ${answer} for P of forwardNorm2;`);
  });

  test('whose covers does not say', async () => {
    expect(await ask({ covers: async () => false })).toBe(
      "The oracle 'own' must say true or false of what it covers, not a promise.",
    );
  });
});
