/** Whether a mutant is false on its domain, found out apart from the checker's run on it: at other points, by the exact law or by algebra. */
import { evaluateRational } from '../../theory/algebra/rational.js';
import type {
  CatalogueClaim,
  ExperimentClaim,
  Parameters,
  SeriesClaim,
} from '../../theory/catalogue/theorem.js';
import { InputError } from '../../theory/errors.js';
import { enclose } from '../../theory/expression/enclosure.js';
import { certainlyLess } from '../../theory/expression/enclosure-interval.js';
import { parseExpression } from '../../theory/language/parse-claim.js';
import { derivedExpansion } from '../../theory/series/index.js';
import { claimOf, type JobDraft } from '../job.js';
import type { Point } from '../verdict.js';
import { scanTruth } from './scan.js';
import { follows } from './weaker.js';

export type Truth =
  /** With a point at which it fails, where the domain has points. */
  | { readonly kind: 'false'; readonly by: string; readonly witness?: Point }
  /** At every point of the domain. */
  | { readonly kind: 'true'; readonly by: string }
  /** At so many points of it; nothing is known of the others. */
  | { readonly kind: 'held'; readonly points: number }
  | { readonly kind: 'unknown' };

/** @throws InputError for a mutant that is malformed, or undefined somewhere in the domain. */
export function truthOf(original: CatalogueClaim, originalDraft: JobDraft, mutant: JobDraft): Truth {
  switch (original.kind) {
    case 'series':
      return seriesTruth(original, mutant.text);
    case 'experiment':
      return experimentTruth(original, mutant.experiment!.parameters);
    default: {
      const [before, after] = [claimOf(originalDraft), claimOf(mutant)];
      return follows(before, after)
        ? { kind: 'true', by: 'weaker than the claim, by monotony' }
        : scanTruth(before, after, mutant);
    }
  }
}

/** Both expansions at rational points, exactly where they are rational: polynomials in 1/d that differ anywhere are different. */
function seriesTruth({ activation, cumulant, order }: SeriesClaim, text: string): Truth {
  const names = activation === 'leaky-relu' ? ['d', 'alpha'] : ['d'];
  const stated = parseExpression(text, { names });
  const derived = derivedExpansion(activation, cumulant, order);
  let equal = 0;
  for (let d = 2; d <= 12; d++) {
    // Dyadic slopes, so that they are what they say.
    for (const alpha of activation === 'leaky-relu' ? [0.25, 0.5, 0.75, 1.5, 3] : [0]) {
      const point: Point = activation === 'leaky-relu' ? { d, alpha } : { d };
      const [a, b] = [evaluateRational(derived, point), evaluateRational(stated, point)];
      if (a !== undefined && b !== undefined) {
        if (!a.equals(b))
          return { kind: 'false', by: 'the derived series, in exact rationals', witness: point };
        equal += 1;
        continue;
      }
      const [left, right] = [enclose(derived, point), enclose(stated, point)];
      if (certainlyLess(left, right) || certainlyLess(right, left))
        return { kind: 'false', by: 'the derived series, by enclosures', witness: point };
    }
  }
  return equal > 0 ? { kind: 'held', points: equal } : { kind: 'unknown' };
}

/** From what each constant is for the statement (theorem.ts), taking the statement as it stands in the catalogue for true. */
function experimentTruth({ parameters, constants }: ExperimentClaim, changed: Parameters): Truth {
  const [least, most] = [changed.least, changed.most];
  if (Array.isArray(least) && Array.isArray(most) && least.some((each, i) => each > most[i]!))
    return { kind: 'false', by: 'no number lies between its bounds' };
  for (const [name, role] of Object.entries(constants)) {
    const [before, after] = [numbersIn(parameters[name]), numbersIn(changed[name])];
    const at = before.findIndex((each, i) => each !== after[i]);
    if (at < 0) continue;
    if (role === 'value') return { kind: 'false', by: 'only the stated number is right' };
    const weaker = role === 'upper' ? after[at]! > before[at]! : after[at]! < before[at]!;
    return weaker ? { kind: 'true', by: 'weaker than the statement' } : { kind: 'unknown' };
  }
  throw new InputError('The mutant is the statement itself.');
}

function numbersIn(value: Parameters[string] | undefined): readonly number[] {
  return typeof value === 'number' ? [value] : Array.isArray(value) ? value : [];
}
