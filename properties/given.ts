/** What plain JavaScript may hand over in place of what the types ask for: each is told apart by one sentence, before it can be taken for something else. */
import { InputError, named } from '../theory/errors.js';
import { quote } from '../theory/language/complaint.js';
import { didYouMean } from '../theory/language/suggest.js';
import type { CheckClaimOptions } from './check-claim.js';

/** @throws InputError unless it is text. */
export function checkClaimText(text: unknown): void {
  if (typeof text === 'string') return;
  throw new InputError(
    `A claim is text, such as 'mean(forwardNorm2) = 1 for L in 1..4, d in 1..8', not ${named(text)}.`,
  );
}

/** The names of all options: the compiler sees to it that none is missing. */
export const claimOptionNames = Object.keys({
  alpha: true,
  seed: true,
  budget: true,
  oracle: true,
  observables: true,
  oracles: true,
} satisfies Record<keyof CheckClaimOptions, true>);

/** @throws InputError unless options are an object with these names alone: a misspelt one would be without effect. */
export function checkNames(options: unknown, names: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new InputError(`Options are an object, such as { seed: 7 }, not ${named(options)}.`);
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const guess = didYouMean(unknown, names, `: the options are ${names.join(', ')}.`);
  throw new InputError(`There is no option ${quote(unknown)}${guess}`);
}

/** @throws InputError for options of another kind than CheckClaimOptions says; ranges of numbers are not looked at. */
export function checkKinds(options: CheckClaimOptions): void {
  const { oracle, observables = [], oracles = [] } = options as Record<string, unknown>;
  if (oracle !== undefined && oracle !== 'exact' && oracle !== 'simulated')
    throw new InputError(`oracle must be 'exact' or 'simulated', not ${named(oracle)}.`);
  for (const observable of listOf('observables', observables)) {
    if (typeof observable !== 'object' || observable === null)
      throw new InputError(`An observable is an object with name, scale and draw, not ${named(observable)}.`);
    const { name, passes, nonnegative } = observable as Record<string, unknown>;
    if (passes !== undefined && typeof passes !== 'function')
      throw new InputError(
        `The passes of the observable ${named(name)} must be a function of the network, not ${named(passes)}.`,
      );
    if (nonnegative !== undefined && typeof nonnegative !== 'boolean')
      throw new InputError(
        `Whether the observable ${named(name)} is nonnegative is true or false, not ${named(nonnegative)}.`,
      );
  }
  const oracleNames = new Set<string>();
  for (const each of listOf('oracles', oracles)) {
    if (typeof each !== 'object' || each === null)
      throw new InputError(`An oracle is an object with name, covers and enclose, not ${named(each)}.`);
    const { name, covers, enclose } = each as Record<string, unknown>;
    if (typeof name !== 'string' || name === '')
      throw new InputError(`The name of an oracle must be a text, not ${named(name)}: verdicts say it.`);
    if (typeof covers !== 'function' || typeof enclose !== 'function')
      throw new InputError(`The oracle '${name}' needs two functions, covers and enclose.`);
    if (oracleNames.has(name))
      throw new InputError(`Two oracles have the name '${name}': verdicts could not tell them apart.`);
    oracleNames.add(name);
  }
}

function listOf(name: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new InputError(`${name} must be an array, not ${named(value)}.`);
}
