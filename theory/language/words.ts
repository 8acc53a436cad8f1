/** The words of the claim language, and what people write instead of them. */
import { observableNames } from '../expression/ast.js';
import { callableFunctions, constants, functions } from '../expression/functions.js';

const functionals = [
  'mean',
  'median',
  'quantile',
  'logMean',
  'logVariance',
  'P',
  'lawDistance',
  'beta3',
] as const;
export type Functional = (typeof functionals)[number];

/** How each functional is written, for messages. */
export const usage: Readonly<Record<Functional, string>> = {
  mean: 'mean(X) or mean(X^r)',
  median: 'median(X)',
  quantile: 'quantile(X, p)',
  logMean: 'logMean(X)',
  logVariance: 'logVariance(X)',
  P: 'P(X >= t) or P(X <= t)',
  lawDistance: 'lawDistance(log(X) | alive, normal(m, v)) or lawDistance(log(X) | alive, exactLaw)',
  beta3: 'beta3(X)',
};

export const keywords = ['for', 'in', 'where', 'within', 'with', 'and', 'or', 'not', 'alive'] as const;
const targetLaws = ['normal', 'exactLaw'] as const;

/** Names of integer ranges; every other range is real. */
export const integerNames: ReadonlySet<string> = new Set(['L', 'd', 'k', 'l', 'n']);

const functionalSet: ReadonlySet<string> = new Set(functionals);
const observableSet: ReadonlySet<string> = new Set(observableNames);

export const isFunctional = (word: string): word is Functional => functionalSet.has(word);
export const isObservable = (word: string): word is (typeof observableNames)[number] =>
  observableSet.has(word);

/** Number of layer indices in brackets. */
export function indexCount(observable: (typeof observableNames)[number]): 0 | 1 | 2 {
  if (observable === 'gradientNorm2') return 1;
  return observable === 'hessianBlockNorm2' ? 2 : 0;
}

/** What a reserved word is, or undefined for a word that may be a range's name. */
export function reservedAs(word: string): string | undefined {
  if (constants.has(word)) return 'a constant';
  if (functions.has(word) || word === 'sum') return 'a function';
  if (isFunctional(word)) return 'a functional';
  if (isObservable(word)) return 'an observable';
  if ((targetLaws as readonly string[]).includes(word)) return 'a law';
  if (/^(nan|inf|infinity)$/i.test(word)) return 'no finite number';
  return (keywords as readonly string[]).includes(word) ? 'a keyword' : undefined;
}

/** All words that can be called. */
export const callable: readonly string[] = [...callableFunctions, 'sum', ...functionals];

/** Words with a meaning inside an expression, in the order in which they are suggested. */
export const meaningful: readonly string[] = [...observableNames, ...callable, ...constants.keys()];

/** What other notations call things, and how that is written here. */
const foreign: ReadonlyMap<string, string> = new Map([
  ['ln', 'log(x)'],
  ['log2', 'log(x)/log(2)'],
  ['log10', 'log(x)/log(10)'],
  ['log1p', 'log(1+x)'],
  ['expm1', 'exp(x)-1'],
  ['pow', 'x^y'],
  ['cbrt', 'x^(1/3)'],
  ['psi', 'digamma(x)'],
  ['psi1', 'trigamma(x)'],
  ['polygamma', 'digamma(x) or trigamma(x)'],
  ['gammaln', 'lgamma(x)'],
  ['factorial', 'gamma(n+1)'],
  ['erfc', '1-erf(x)'],
  ['Phi', 'normalCdf(x)'],
  ['probit', 'normalQuantile(p)'],
  ['choose', 'binomial(n, k)'],
  ['nCr', 'binomial(n, k)'],
  ['E', 'mean(X)'],
  ['expectation', 'mean(X)'],
  ['average', 'mean(X)'],
  ['var', 'mean(X^2)-mean(X)^2'],
  ['variance', 'mean(X^2)-mean(X)^2'],
  ['Pr', 'P(X >= t)'],
  ['Prob', 'P(X >= t)'],
  ['prob', 'P(X >= t)'],
  ['probability', 'P(X >= t)'],
  ['product', 'exp(sum(n, a, b, log(expression)))'],
  ['prod', 'exp(sum(n, a, b, log(expression)))'],
  ['gamma_E', 'EulerGamma'],
  ['euler', 'EulerGamma'],
  ['width', 'd'],
  ['depth', 'L'],
]);

export const writtenHere = (word: string): string | undefined => foreign.get(word);
