/**
 * Checks a certificate from the mathematics of docs/derivations/bounds.md alone. Nothing here is shared with what makes certificates:
 * moments, residues and enclosures are computed anew, in exact rationals and in fixed-point intervals over BigInt.
 */
import { type Certificate, Invalid, parseCertificate, type Statement } from './format.js';
import { type Interval, lower, upper } from './interval.js';
import { atWidth, coefficient, type Polynomial, polynomial } from './polynomial.js';
import { compare, less, type Rational, rational, zero } from './rational.js';
import {
  logMeanResidues,
  logVarianceResidues,
  momentResidues,
  type Relation,
  type Residue,
} from './residues.js';
import { sentence } from './says.js';
import { bySurvival, type Pair, survivalTail } from './survival.js';
import { negativeFrom } from './tail.js';
import { enclosures, type Quantity } from './widths.js';

export type Verification =
  | { readonly valid: true; readonly says: string }
  | { readonly valid: false; readonly reason: string };

/**
 * Whether `json`, a parsed certificate, proves its statement; `says` is the statement as a sentence, `reason` names the place that
 * fails. The field `claim` is a text for the reader: nothing is checked of it, and nothing follows from it. Any value is taken; the time
 * is bounded: below a second for certificates that list fewer than 1024 widths, about 20 s at the most (8191 widths).
 */
export function verifyCertificate(json: unknown): Verification {
  try {
    const certificate = parseCertificate(json);
    checkTail(certificate);
    checkWidths(certificate);
    return { valid: true, says: sentence(certificate.statement) };
  } catch (error) {
    if (error instanceof Invalid) return { valid: false, reason: error.message };
    throw error;
  }
}

function checkTail({ statement, tail }: Certificate): void {
  if (usesActiveShare(statement)) {
    if (tail.halfDegree < 4) throw new Invalid('tail.halfDegree must be at least 4 for this statement.');
    if (tail.from < 32) throw new Invalid('tail.from must be at least 32 for this statement.');
  }
  const residues = residuesOf(statement, tail);
  if (tail.residues.length !== residues.length)
    throw new Invalid(`tail.residues must have ${residues.length} entries, not ${tail.residues.length}.`);
  residues.forEach((residue, i) => {
    const where = `Residue ${i + 1}`;
    for (const name of ['plain', 'dead'] as const)
      checkCoefficients(tail.residues[i]![name], residue[name], `${where}, ${name}`);
    const reason = negativeFrom(residue, tail.from);
    if (reason !== undefined) throw new Invalid(`${where}: ${reason}`);
  });
  if (statement.quantity === 'survival') {
    const reason = survivalTail(statement, tail);
    if (reason !== undefined) throw new Invalid(reason);
  }
}

/** 7., 8. and W3, which assume n >= 4 and d >= 32. */
function usesActiveShare(statement: Statement): boolean {
  if (statement.quantity === 'survival') return true;
  const upwards = statement.quantity === 'logMean' ? '>=' : '<=';
  return statement.quantity !== 'moment' && statement.activation === 'relu' && statement.relation === upwards;
}

function residuesOf(statement: Statement, { halfDegree: n, mean, variance }: Certificate['tail']): Residue[] {
  if (statement.quantity === 'survival') {
    return [
      ...logMeanResidues('relu', '>=', polynomial([zero, rational(-5, 2), mean]), n),
      ...logVarianceResidues('relu', '<=', polynomial([zero, rational(5), variance]), n),
    ];
  }
  const { quantity, activation, relation, bound, power } = statement;
  if (quantity === 'moment') return momentResidues(activation, relation, bound, power, n);
  const residues = quantity === 'logMean' ? logMeanResidues : logVarianceResidues;
  return residues(activation, relation, bound, n);
}

function checkCoefficients(listed: readonly Rational[], truth: Polynomial, where: string): void {
  for (let k = 0; k < Math.max(listed.length, truth.num.length); k++) {
    if (compare(listed[k] ?? zero, coefficient(truth, k)) !== 0)
      throw new Invalid(`${where}: the coefficient of x^${k} is not the one that the derivation gives.`);
  }
}

const names = { logMean: 'log-mean', logVariance: 'log-variance', moment: 'log-moment' } as const;

function checkWidths({ statement, finite, tail }: Certificate): void {
  const survival = statement.quantity === 'survival';
  const quantities: Quantity[] = survival
    ? [{ kind: 'logMean' }, { kind: 'logVariance' }]
    : [
        statement.quantity === 'moment'
          ? { kind: 'moment', power: statement.power }
          : { kind: statement.quantity },
      ];
  const activation = survival ? 'relu' : statement.activation;
  const shows = survival ? bySurvival(statement) : byBound(statement.relation, statement.bound);
  // Nothing is left to be looked at width by width.
  if (statement.from >= tail.from) return;
  enclosures(activation, quantities, statement.from, tail.from).forEach((own, i) => {
    const width = statement.from + i;
    const mine = own.map((interval: Interval): Pair => [lower(interval), upper(interval)]);
    const listed = finite[i]!;
    mine.forEach(([lo, hi], k) => {
      const [least, most] = listed[k]!;
      if (less(lo, least) || less(most, hi))
        throw new Invalid(`Width ${width}: the enclosure does not hold the ${names[quantities[k]!.kind]}.`);
    });
    if (!shows(width, mine)) throw new Invalid(`Width ${width}: the statement cannot be shown to hold.`);
    if (!shows(width, listed))
      throw new Invalid(`Width ${width}: the statement does not follow from the enclosures listed.`);
  });
}

const byBound =
  (relation: Relation, bound: Polynomial) =>
  (width: number, [pair]: readonly Pair[]): boolean => {
    const limit = atWidth(bound, BigInt(width));
    const [least, most] = pair!;
    return relation === '<=' ? less(most, limit) : less(limit, least);
  };
