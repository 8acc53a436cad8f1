/** The claim language's parser: text to a claim or an expression, or one clear sentence that says what is wrong where. */
import { InputError, named } from '../errors.js';
import type { Expression, ObservableDeclaration } from '../expression/ast.js';
import type { Claim } from './claim.js';
import { quote } from './complaint.js';
import { SyntaxError as GrammarError, parse } from './grammar.generated.js';
import { checkDepth, checkText } from './limits.js';
import { expressionsOf, type RawClaim, type RawNode } from './raw.js';
import { resolveClaim } from './resolve-claim.js';
import { resolveExpression } from './resolve-expression.js';
import { explainFailure } from './syntax-error.js';

/** What a text may hold besides the words of the language. */
export interface ClaimOptions {
  /** False admits claims between closed forms alone (`gammaMedian(L) >= L - 1/3 for L in 1..1000`). Default true. */
  readonly requireQuantity?: boolean;
  /** Names that may stand in the statement, the margin and the settings without a range: constants whose value is sought. Default none. */
  readonly constants?: readonly string[];
  /** Observables that quantities may be about, besides those of the language. Default none. */
  readonly observables?: readonly ObservableDeclaration[];
}

/**
 * The claim that a text states, e.g. `median(forwardNorm2) <= exp(-5*L/(2*d)) for L in 1..200, d in 2..256`; the
 * language is described in docs/claim-language.md. Throws InputError, one line with the column, for all that is not a
 * claim; that a closed form is finite on the whole domain is not checked here.
 */
export function parseClaim(text: string, options: ClaimOptions = {}): Claim {
  if (typeof options !== 'object' || options === null)
    throw new InputError(`Options are an object, such as { constants: ['c'] }, not ${named(options)}.`);
  const raw = parseText(text, 'Claim') as RawClaim;
  const parts = [
    raw.statement,
    ...(raw.tolerance === null ? [] : [raw.tolerance.value]),
    ...raw.ranges.flatMap((range) => [range.from, range.to]),
    ...(raw.condition === null ? [] : [raw.condition]),
    ...raw.settings.flatMap(expressionsOf),
  ];
  for (const part of parts) checkDepth(part);
  return resolveClaim(text, raw, { requireQuantity: true, constants: [], observables: [], ...options });
}

/** What an expression may hold besides numbers, constants and functions. */
export interface ExpressionOptions {
  /** The names that have a value, besides the constants. Default none. */
  readonly names?: readonly string[];
  /** Whether quantities may stand in it. Default false. */
  readonly quantities?: boolean;
}

/** The expression that a text means, e.g. `-5/(2*d)` with names ['d']. Throws InputError, one line with the column. */
export function parseExpression(text: string, options: ExpressionOptions = {}): Expression {
  if (typeof options !== 'object' || options === null)
    throw new InputError(`Options are an object, such as { names: ['d'] }, not ${named(options)}.`);
  const raw = parseText(text, 'Expression') as RawNode;
  checkDepth(raw);
  const names = options.names ?? [];
  const known = names.length === 0 ? 'no names are known here' : `the names here are ${names.join(', ')}`;
  return resolveExpression(raw, {
    names: new Set(names),
    ...(options.quantities ? {} : { noQuantity: 'a quantity cannot stand here' }),
    unknown: (word, similar) =>
      `unknown word ${quote(word)}: ${similar === undefined ? known : `did you mean ${similar}?`}`,
  });
}

function parseText(text: string, startRule: 'Claim' | 'Expression'): unknown {
  checkText(text);
  try {
    return parse(text, { startRule });
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    const expected = error.expected.map((each) => (each.type === 'other' ? each.description : each.type));
    throw explainFailure(text, { at: error.location.start.offset, expected: [...new Set(expected)] });
  }
}
