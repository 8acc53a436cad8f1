/** A claim's mutants: the claim with one constant, exponent, sign, index or relation of its statement nudged. Domain and settings stay. */
import { catalogue } from '../../theory/catalogue/index.js';
import {
  type CatalogueClaim,
  claimId,
  type ExperimentClaim,
  type Parameters,
} from '../../theory/catalogue/theorem.js';
import type { Expression } from '../../theory/expression/ast.js';
import { toText } from '../../theory/expression/text.js';
import type { Claim } from '../../theory/language/claim.js';
import { formatClaim } from '../../theory/language/format-claim.js';
import { parseExpression } from '../../theory/language/parse-claim.js';
import { claimOf, draftOf, type JobDraft } from '../job.js';
import {
  type Change,
  changesOf,
  impliedFactor,
  leadingSign,
  opposite,
  percents,
  scaled,
  type What,
} from './changes.js';

export interface Nudge {
  readonly what: What;
  /** Where in the claim: `column 31: 5`; for an experiment the parameter: `factor`, `bounds[2]`. */
  readonly where: string;
  /** `5.5 for 5`. */
  readonly change: string;
  /** In percent of what was changed; 100 for one unit of an index or of 0, a sign or a relation. */
  readonly size: number;
}

export interface Mutant {
  readonly draft: JobDraft;
  readonly nudge: Nudge;
}

/** The claim of the catalogue with this id. */
export function catalogueEntry(id: string): CatalogueClaim {
  for (const theorem of catalogue)
    for (const claim of theorem.claims) if (claimId(theorem, claim) === id) return claim;
  throw new RangeError(`There is no claim '${id}' in the catalogue.`);
}

/** All mutants of a claim of the catalogue, each once, in the order of what they change. */
export function mutantsOf(id: string, claim: CatalogueClaim): Mutant[] {
  const original = draftOf(id, claim);
  const mutants =
    claim.kind === 'series'
      ? seriesMutants(original, claim.activation)
      : claim.kind === 'experiment'
        ? experimentMutants(original, claim)
        : claimMutants(original, claimOf(original));
  const known = new Set<string>();
  return mutants.filter(({ draft }) => {
    const key = draft.kind === 'experiment' ? JSON.stringify(draft.experiment!.parameters) : draft.text;
    const isNew = !known.has(key);
    known.add(key);
    return isNew;
  });
}

function claimMutants(draft: JobDraft, claim: Claim): Mutant[] {
  const { left, right, relation, tolerance } = claim;
  // The text of a mutant need not parse (a margin of 0): that is found out when it is examined.
  const mutant = (changed: Claim, nudge: Nudge): Mutant => ({
    draft: { ...draft, text: formatClaim(changed) },
    nudge,
  });
  const ofPart = (changes: readonly Change[], put: (changed: Expression) => Claim) =>
    changes.map((change) => mutant(put(change.changed), nudgeOf(change)));
  const ofRight = [
    ...changesOf(right),
    ...leadingSign(right),
    ...(right.kind === 'number' ? [] : scaled(right, 'constant')),
  ];
  const flipped =
    relation === '='
      ? []
      : [
          mutant(
            { ...claim, relation: opposite(relation) },
            {
              what: 'relation',
              // The right side may begin with a bracket: the relation is what stands between the sides.
              where: `column ${claim.text.indexOf(relation, left.span.end) + 1}: ${relation}`,
              change: `${opposite(relation)} for ${relation}`,
              size: 100,
            },
          ),
        ];
  return [
    ...ofPart([...changesOf(left), ...signOfLeft(left)], (changed) => ({ ...claim, left: changed })),
    ...flipped,
    ...ofPart(ofRight, (changed) => ({ ...claim, right: changed })),
    ...(tolerance === undefined
      ? []
      : ofPart(impliedFactor(tolerance.value, 'constant'), (value) => ({
          ...claim,
          tolerance: { ...tolerance, value },
        }))),
  ];
}

/** The sign of a left side that is one term is the right side's, moved. */
function signOfLeft(left: Expression): Change[] {
  return left.kind === 'binary' ? leadingSign(left) : [];
}

function nudgeOf({ what, at, by, size }: Change): Nudge {
  const from = toText(at);
  return { what, where: `column ${at.span.start + 1}: ${from}`, change: `${by} for ${from}`, size };
}

function seriesMutants(draft: JobDraft, activation: string): Mutant[] {
  const names = activation === 'leaky-relu' ? ['d', 'alpha'] : ['d'];
  const expansion = parseExpression(draft.text, { names });
  return [...changesOf(expansion), ...leadingSign(expansion)].map((change) => ({
    draft: { ...draft, text: toText(change.changed) },
    nudge: nudgeOf(change),
  }));
}

/** Only the statement's constants are nudged, not where it is examined. Whole numbers stay whole. */
function experimentMutants(
  draft: JobDraft,
  { experiment, parameters, constants, claim }: ExperimentClaim,
): Mutant[] {
  const mutant = (changed: Parameters, where: string, change: string, size: number): Mutant => ({
    draft: {
      ...draft,
      text: `${claim} (${where}: ${change})`,
      experiment: { name: experiment, parameters: { ...parameters, ...changed } },
    },
    nudge: { what: 'constant', where, change, size },
  });
  return Object.keys(constants ?? {}).flatMap((name) => {
    const value = parameters[name];
    if (typeof value === 'number')
      return nudgedNumbers(value).map(({ to, size }) =>
        mutant({ [name]: to }, name, `${to} for ${value}`, size),
      );
    if (!Array.isArray(value)) throw new RangeError(`The constant '${name}' is no number of the experiment.`);
    return value.flatMap((each: number, i) =>
      nudgedNumbers(each).map(({ to, size }) =>
        mutant(
          { [name]: value.map((other, k) => (k === i ? to : other)) },
          `${name}[${i}]`,
          `${to} for ${each}`,
          size,
        ),
      ),
    );
  });
}

function nudgedNumbers(value: number): { readonly to: number; readonly size: number }[] {
  const whole = Number.isInteger(value) && Math.abs(value) !== 1;
  const moved = percents.flatMap((percent) =>
    [1, -1].map((direction) => {
      const to = Number((value * (1 + (direction * percent) / 100)).toPrecision(12));
      return { to: whole ? Math.round(to) : to, size: percent as number };
    }),
  );
  const size = value === 0 ? 100 : Math.min(100, 100 / Math.abs(value));
  const units = Number.isInteger(value) ? [1, -1].map((unit) => ({ to: value + unit, size })) : [];
  return [...moved, ...units].filter(({ to }) => to !== value);
}
