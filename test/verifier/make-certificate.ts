/** Certificates made without the prover: the verifier's residues as text, enclosures from mpmath's values (../reference/verifier/layer.py). */
import { coefficient, type Polynomial, polynomial } from '../../verifier/polynomial.js';
import { parseRational, rationalText } from '../../verifier/rational.js';
import {
  logMeanResidues,
  logVarianceResidues,
  momentResidues,
  type Residue,
} from '../../verifier/residues.js';
import { layerOf, reference } from './reference.js';

export type Statement =
  | {
      readonly quantity: 'logMean' | 'logVariance' | 'moment';
      readonly activation: 'relu' | 'linear';
      readonly relation: '<=' | '>=';
      readonly bound: readonly string[];
      readonly from: number;
      readonly power?: string;
    }
  | {
      readonly quantity: 'survival';
      readonly activation: 'relu';
      readonly floor: string;
      readonly risk: string;
      readonly ratio: string;
      readonly from: number;
    };

interface Tail {
  readonly from: number;
  readonly halfDegree: number;
  readonly mean?: string;
  readonly variance?: string;
}

/** The certificate's JSON; whether it proves anything is for the verifier to say. Widths up to 64. */
export function makeCertificate(statement: Statement, tail: Tail): unknown {
  const widths = Array.from({ length: tail.from - statement.from }, (_, i) => statement.from + i);
  return {
    format: 'vanishing-curvature certificate 1',
    claim: 'made by hand',
    statement,
    finite: widths.map((width) => ({ width, enclosures: values(statement, width).map(around) })),
    tail: {
      ...tail,
      residues: residuesOf(statement, tail).map(({ plain, dead }) => ({
        plain: texts(plain),
        dead: texts(dead),
      })),
    },
  };
}

function values(statement: Statement, width: number): readonly string[] {
  const { m, v, logMoments } = layerOf(statement.activation, width);
  if (statement.quantity === 'survival') return [m, v];
  if (statement.quantity === 'moment') return [logMoments[reference.powers.indexOf(statement.power!)]!];
  return [statement.quantity === 'logMean' ? m : v];
}

/** Two doubles with the value between them. */
function around(value: string): readonly [number, number] {
  const x = Number(value);
  const error = 1e-13 * Math.max(1, Math.abs(x));
  return [x - error, x + error];
}

function residuesOf(statement: Statement, { halfDegree, mean, variance }: Tail): Residue[] {
  const read = (coefficients: readonly string[]) => polynomial(coefficients.map((c) => parseRational(c)!));
  if (statement.quantity === 'survival') {
    return [
      ...logMeanResidues('relu', '>=', read(['0', '-5/2', mean!]), halfDegree),
      ...logVarianceResidues('relu', '<=', read(['0', '5', variance!]), halfDegree),
    ];
  }
  const { quantity, activation, relation, power } = statement;
  const bound = read(statement.bound);
  if (quantity === 'moment')
    return momentResidues(activation, relation, bound, parseRational(power!)!, halfDegree);
  return (quantity === 'logMean' ? logMeanResidues : logVarianceResidues)(
    activation,
    relation,
    bound,
    halfDegree,
  );
}

const texts = (p: Polynomial) => p.num.map((_, k) => rationalText(coefficient(p, k)));
