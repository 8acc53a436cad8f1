/** What a certificate shows, as one English sentence. */
import type { Statement } from './format.js';
import { polynomialText } from './polynomial.js';
import { rationalText } from './rational.js';

export function sentence(statement: Statement): string {
  if (statement.quantity === 'survival') {
    const { floor, risk, ratio, from } = statement;
    return (
      `For every d >= ${from} and every L >= 1 with d >= ${rationalText(ratio)} L the squared forward norm of a he-initialised relu net with L layers ` +
      `of width d is at least ${rationalText(floor)} with a probability of at least 1 - ${rationalText(risk)}.`
    );
  }
  const { activation, relation, bound, from } = statement;
  const layer =
    activation === 'relu'
      ? 'one he-initialised relu layer'
      : 'one linear layer with normal weights of variance 1/d';
  const what = {
    logMean: `the log-mean of ${layer}`,
    logVariance: `the log-variance of ${layer}`,
    moment: `log E X^(${rationalText(statement.power)}), X the factor of ${layer},`,
  }[statement.quantity];
  const alive = activation === 'relu' && statement.quantity !== 'moment' ? ', given that it is alive,' : '';
  const order = relation === '<=' ? 'less' : 'greater';
  return `For every d >= ${from} ${what}${alive} is ${order} than ${polynomialText(bound)}, x = 1/d.`;
}
