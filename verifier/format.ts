/**
 * The format of certificates, read strictly: every field there, of its type, within limits that keep the work of a hostile certificate
 * small, and no other field. Numbers that matter are strings of rationals; the doubles of enclosures are taken as they are.
 */
import type { Activation } from './moments.js';
import { type Polynomial, polynomial } from './polynomial.js';
import { fromDouble, less, one, parseRational, type Rational, zero } from './rational.js';
import type { Relation } from './residues.js';

/** Something about a certificate that is not as it has to be; the message is one sentence that names the place. */
export class Invalid extends Error {}

export type Statement =
  | {
      readonly quantity: 'logMean' | 'logVariance' | 'moment';
      readonly activation: Activation;
      readonly relation: Relation;
      readonly bound: Polynomial;
      readonly from: number;
      /** Of a moment, else 1. */
      readonly power: Rational;
    }
  | {
      readonly quantity: 'survival';
      readonly floor: Rational;
      readonly risk: Rational;
      readonly ratio: Rational;
      readonly from: number;
    };

export interface Certificate {
  readonly statement: Statement;
  /** By width from statement.from on: enclosures [lower, upper]. */
  readonly finite: readonly (readonly (readonly [Rational, Rational])[])[];
  readonly tail: {
    readonly from: number;
    readonly halfDegree: number;
    /** Coefficients of 1, x, x^2, ... as they are listed. */
    readonly residues: readonly { readonly plain: readonly Rational[]; readonly dead: readonly Rational[] }[];
    /** For survival: the coefficients of x^2 in the bounds of m and of v. */
    readonly mean: Rational;
    readonly variance: Rational;
  };
}

const limits = {
  characters: 10_000,
  /** Of the rationals of a statement, in characters, and of its bound, in coefficients: they are raised to powers. */
  statement: 120,
  boundCoefficients: 9,
  residueCoefficients: 400,
  width: 8192,
  halfDegree: 12,
} as const;

type Fields = Readonly<Record<string, unknown>>;

/** The certificate that `json` writes; throws Invalid. */
export function parseCertificate(json: unknown): Certificate {
  const top = fields(json, ['format', 'claim', 'statement', 'finite', 'tail'], 'The certificate');
  if (top.format !== 'vanishing-curvature certificate 1')
    throw new Invalid("The field format must be 'vanishing-curvature certificate 1'.");
  if (typeof top.claim !== 'string' || top.claim.length > limits.characters)
    throw new Invalid(`The field claim must be a text of at most ${limits.characters} characters.`);
  const statement = parseStatement(top.statement);
  const survival = statement.quantity === 'survival';
  const names = ['from', 'halfDegree', ...(survival ? ['mean', 'variance'] : []), 'residues'];
  const tail = fields(top.tail, names, 'tail');
  const from = whole(tail.from, 1, limits.width, 'tail.from');
  const number = (value: unknown, where: string) => (survival ? ratio(value, where, limits.statement) : zero);
  return {
    statement,
    finite: parseFinite(top.finite, statement.from, from, survival ? 2 : 1),
    tail: {
      from,
      halfDegree: whole(tail.halfDegree, 1, limits.halfDegree, 'tail.halfDegree'),
      residues: list(tail.residues, 3, 'tail.residues').map((residue, i) => {
        const where = `Residue ${i + 1}`;
        const { plain, dead } = fields(residue, ['plain', 'dead'], where);
        return {
          plain: coefficients(plain, limits.residueCoefficients, limits.characters, `${where}, plain`),
          dead: coefficients(dead, limits.residueCoefficients, limits.characters, `${where}, dead`),
        };
      }),
      mean: number(tail.mean, 'tail.mean'),
      variance: number(tail.variance, 'tail.variance'),
    },
  };
}

function parseStatement(json: unknown): Statement {
  const { quantity } = record(json, 'statement');
  if (quantity === 'survival') {
    const all = fields(json, ['quantity', 'activation', 'floor', 'risk', 'ratio', 'from'], 'statement');
    oneOf(all.activation, ['relu'], 'statement.activation');
    const [floor, risk] = (['floor', 'risk'] as const).map((name) => inside(all[name], `statement.${name}`));
    const perLayer = ratio(all.ratio, 'statement.ratio', limits.statement);
    if (!less(zero, perLayer)) throw new Invalid('statement.ratio must be positive.');
    return { quantity, floor: floor!, risk: risk!, ratio: perLayer, from: startOf(all) };
  }
  const kind = oneOf(quantity, ['logMean', 'logVariance', 'moment'], 'statement.quantity');
  const names = ['quantity', 'activation', 'relation', 'bound', 'from'];
  const all = fields(json, kind === 'moment' ? [...names, 'power'] : names, 'statement');
  return {
    quantity: kind,
    activation: oneOf(all.activation, ['relu', 'linear'], 'statement.activation'),
    relation: oneOf(all.relation, ['<=', '>='], 'statement.relation'),
    bound: polynomial(coefficients(all.bound, limits.boundCoefficients, limits.statement, 'statement.bound')),
    from: startOf(all),
    power: kind === 'moment' ? inside(all.power, 'statement.power') : one,
  };
}

const startOf = (statement: Fields) => whole(statement.from, 1, Number.MAX_SAFE_INTEGER, 'statement.from');

/** A rational strictly between 0 and 1. */
function inside(value: unknown, where: string): Rational {
  const number = ratio(value, where, limits.statement);
  if (!less(zero, number) || !less(number, one)) throw new Invalid(`${where} must lie between 0 and 1.`);
  return number;
}

function parseFinite(json: unknown, from: number, to: number, quantities: number): Certificate['finite'] {
  const entries = list(json, limits.width, 'finite');
  const count = Math.max(0, to - from);
  if (entries.length !== count)
    throw new Invalid(`finite must list the ${count} widths from statement.from to tail.from - 1.`);
  return entries.map((entry, i) => {
    const { width, enclosures } = fields(entry, ['width', 'enclosures'], `Entry ${i + 1} of finite`);
    if (width !== from + i) throw new Invalid(`Entry ${i + 1} of finite must be of width ${from + i}.`);
    const pairs = list(enclosures, quantities, `Width ${width}, enclosures`);
    if (pairs.length !== quantities) throw new Invalid(`Width ${width} needs ${quantities} enclosures.`);
    return pairs.map((pair) => {
      const ends = list(pair, 2, `Width ${width}, enclosure`);
      if (ends.length !== 2 || !ends.every((end) => typeof end === 'number' && Number.isFinite(end)))
        throw new Invalid(`Width ${width}: an enclosure must be two finite numbers.`);
      return [fromDouble(ends[0] as number), fromDouble(ends[1] as number)] as const;
    });
  });
}

function coefficients(value: unknown, most: number, characters: number, where: string): Rational[] {
  return list(value, most, where).map((c, k) => ratio(c, `${where}, coefficient of x^${k}`, characters));
}

function ratio(value: unknown, where: string, characters: number): Rational {
  const number = typeof value === 'string' && value.length <= characters ? parseRational(value) : undefined;
  if (number === undefined)
    throw new Invalid(
      `${where} must be a rational number such as "-5/2", of at most ${characters} characters.`,
    );
  return number;
}

function whole(value: unknown, least: number, most: number, where: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most)
    throw new Invalid(`${where} must be a whole number from ${least} to ${most}.`);
  return value;
}

function oneOf<T extends string>(value: unknown, values: readonly T[], where: string): T {
  const found = values.find((known) => known === value);
  if (found === undefined) throw new Invalid(`${where} must be ${values.join(' or ')}.`);
  return found;
}

function list(value: unknown, most: number, where: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length > most)
    throw new Invalid(`${where} must be a list of at most ${most} entries.`);
  return value;
}

function record(value: unknown, where: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Invalid(`${where} must be an object.`);
  return value as Fields;
}

/** The fields of an object that has exactly these. */
function fields(value: unknown, names: readonly string[], where: string): Fields {
  const found = record(value, where);
  const missing = names.find((name) => !Object.hasOwn(found, name));
  if (missing !== undefined) throw new Invalid(`${where} has no field ${missing}.`);
  const unknown = Object.keys(found).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new Invalid(`${where} has a field ${quoted(unknown.slice(0, 40))} that does not belong there.`);
  return found;
}

/** A name of somebody's choice: what a terminal would obey, or what would not be seen, is written as JSON may write it. */
function quoted(name: string): string {
  return JSON.stringify(name).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) =>
    character.replace(/./gs, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}
