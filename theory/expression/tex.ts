/** Expressions typeset in TeX (math mode, for KaTeX). Brackets follow the tree, so no reading but the right one is left. */
import { type BinaryOperator, checkExpression, type Expression, widthCall } from './ast.js';
import { type Level, levels, type Typeset } from './tex-levels.js';
import { nameToTex, numberToTex } from './tex-names.js';
import { quantityToTex } from './tex-quantity.js';

/** TeX of the expression, without dollar signs. */
export function toTex(expression: Expression): string {
  checkExpression(expression);
  return typeset(expression, false).tex;
}

const inBrackets = (tex: string): string => `\\left(${tex}\\right)`;

/** TeX of a node for a place that wants at least this level. `inline`: quotients with a slash, as in exponents. */
function at(node: Expression, level: Level, inline: boolean): string {
  const { tex, level: own } = typeset(node, inline);
  return own < level ? inBrackets(tex) : tex;
}

function typeset(node: Expression, inline: boolean): Typeset {
  switch (node.kind) {
    case 'number':
      return numberToTex(node);
    case 'name':
      return { tex: nameToTex(node.name), level: levels.atom };
    case 'negate':
      return { tex: `-${at(node.operand, levels.product, inline)}`, level: levels.signed };
    case 'binary':
      return binaryToTex(node.operator, node.left, node.right, inline);
    case 'call':
      return callToTex(node.name, node.args);
    case 'sum': {
      const limits = `\\sum_{${nameToTex(node.index)}=${toTex(node.from)}}^{${toTex(node.to)}}`;
      return { tex: `${limits} ${at(node.body, levels.product, inline)}`, level: levels.signed };
    }
    case 'quantity':
      return quantityToTex(node.quantity, toTex, (power) => exponent(power));
  }
}

const exponent = (node: Expression): string => typeset(node, true).tex;

function binaryToTex(
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
  inline: boolean,
): Typeset {
  switch (operator) {
    case '+':
    case '-': {
      // A sum to the right of a minus, and anything that starts with a minus, needs brackets.
      const tex = `${at(left, levels.sum, inline)} ${operator} ${at(right, levels.product, inline)}`;
      return { tex, level: levels.sum };
    }
    case '*':
      return productToTex(left, right, inline);
    case '/':
      return quotientToTex(left, right, inline);
    case '^':
      return { tex: `${base(left, inline)}^{${exponent(right)}}`, level: levels.raised };
  }
}

/** exp(x) is a power itself. */
function base(node: Expression, inline: boolean): string {
  return at(node, levels.atom, inline);
}

const isQuotient = (node: Expression): boolean => node.kind === 'binary' && node.operator === '/';

/** A minus in front of the first factor goes in front of the whole: (-a) b = -(a b), (-a)/b = -(a/b). */
function productToTex(left: Expression, right: Expression, inline: boolean): Typeset {
  const first = typeset(left, inline);
  // With a slash, a factor behind it would slide below it.
  const slash = inline && isQuotient(left);
  const isSigned = first.level === levels.signed && left.kind !== 'sum' && !slash;
  const factor = isSigned ? first.tex : at(left, slash ? levels.prefix : levels.product, inline);
  const second = at(right, levels.prefix, inline);
  // Digits that meet would read as one number.
  const separate = /^[0-9]/.test(second) ? ' \\cdot ' : ' \\, ';
  return { tex: `${factor}${separate}${second}`, level: isSigned ? levels.signed : levels.product };
}

function quotientToTex(left: Expression, right: Expression, inline: boolean): Typeset {
  const minus = leadingMinus(left);
  const sign = minus ? '-' : '';
  const top = minus ?? left;
  if (inline) {
    const above = at(top, isQuotient(top) ? levels.prefix : levels.product, true);
    const level = minus ? levels.signed : levels.product;
    return { tex: `${sign}${above} / ${at(right, levels.prefix, true)}`, level };
  }
  return {
    tex: `${sign}\\frac{${toTex(top)}}{${toTex(right)}}`,
    level: minus ? levels.signed : levels.prefix,
  };
}

/** The tree without the minus it starts with, if it is a product or quotient that starts with one. */
function leadingMinus(node: Expression): Expression | undefined {
  if (node.kind === 'negate') return node.operand;
  if (node.kind !== 'binary' || (node.operator !== '*' && node.operator !== '/')) return undefined;
  const left = leadingMinus(node.left);
  return left && { ...node, left };
}

/** Functions written as a symbol before bracketed arguments. */
const symbols: ReadonlyMap<string, string> = new Map([
  ['log', '\\log'],
  ['min', '\\min'],
  ['max', '\\max'],
  ['gamma', '\\Gamma'],
  ['digamma', '\\psi'],
  ['trigamma', '\\psi_1'],
  ['erf', '\\operatorname{erf}'],
  ['normalCdf', '\\Phi'],
  ['normalQuantile', '\\Phi^{-1}'],
]);

function callToTex(name: string, args: readonly Expression[]): Typeset {
  const inner = args.map(toTex);
  const symbol = symbols.get(name);
  if (symbol !== undefined) return { tex: `${symbol}${inBrackets(inner.join(', '))}`, level: levels.prefix };
  switch (name) {
    case widthCall:
      return { tex: `d_{${inner[0]}}`, level: levels.atom };
    case 'exp':
      return { tex: `e^{${exponent(args[0]!)}}`, level: levels.raised };
    case 'sqrt':
      return { tex: `\\sqrt{${inner[0]}}`, level: levels.raised };
    case 'abs':
      return { tex: `\\left|${inner[0]}\\right|`, level: levels.atom };
    case 'floor':
      return { tex: `\\left\\lfloor ${inner[0]} \\right\\rfloor`, level: levels.atom };
    case 'ceil':
      return { tex: `\\left\\lceil ${inner[0]} \\right\\rceil`, level: levels.atom };
    case 'lgamma':
      return { tex: `\\log\\left|\\Gamma${inBrackets(inner[0]!)}\\right|`, level: levels.prefix };
    case 'gammaMedian':
      return {
        tex: `\\operatorname{med}${inBrackets(`\\mathrm{Gamma}${inBrackets(`${inner[0]}, 1`)}`)}`,
        level: levels.prefix,
      };
    case 'binomial':
      return { tex: `\\binom{${inner[0]}}{${inner[1]}}`, level: levels.prefix };
    case 'hyp2f1':
      return {
        tex: `{}_2F_1${inBrackets(`${inner[0]}, ${inner[1]}; ${inner[2]}; ${inner[3]}`)}`,
        level: levels.prefix,
      };
    default:
      return { tex: `\\operatorname{${name}}${inBrackets(inner.join(', '))}`, level: levels.prefix };
  }
}
