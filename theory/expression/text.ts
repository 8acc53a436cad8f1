/** Canonical text of expressions: it parses back to the same tree, with no more brackets than that needs. */
import {
  type BinaryOperator,
  checkExpression,
  type Expression,
  type Observable,
  type Quantity,
  type QuantityNode,
  widthCall,
} from './ast.js';

/** How tightly a node's text holds together; an operand looser than its place is bracketed. */
const sumLevel = 1;
const productLevel = 2;
const negateLevel = 3;
const powerLevel = 4;
const atomLevel = 5;

const binaryLevels: Record<BinaryOperator, number> = {
  '+': sumLevel,
  '-': sumLevel,
  '*': productLevel,
  '/': productLevel,
  '^': powerLevel,
};

/** The expression as text of the claim language. */
export function toText(expression: Expression): string {
  checkExpression(expression);
  return write(expression).text;
}

interface Written {
  readonly text: string;
  readonly level: number;
}

const atom = (text: string): Written => ({ text, level: atomLevel });

function at(node: Expression, level: number): string {
  const written = write(node);
  return written.level < level ? `(${written.text})` : written.text;
}

function write(node: Expression): Written {
  switch (node.kind) {
    case 'number':
      return writeNumber(node);
    case 'name':
      return atom(node.name);
    case 'negate':
      return { text: `-${at(node.operand, negateLevel)}`, level: negateLevel };
    case 'binary':
      return writeBinary(node.operator, node.left, node.right);
    case 'call':
      return node.name === widthCall
        ? atom(`d[${toText(node.args[0]!)}]`)
        : atom(`${node.name}(${node.args.map(toText).join(', ')})`);
    case 'sum':
      return atom(`sum(${[node.index, ...[node.from, node.to, node.body].map(toText)].join(', ')})`);
    case 'quantity':
      return atom(quantityToText(node));
  }
}

/** Made by algebra rather than written by a person, a number may be negative or a fraction. */
function writeNumber({ text, value }: Extract<Expression, { kind: 'number' }>): Written {
  if (/^\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) return atom(text);
  const magnitude = value.d === 1n ? `${value.n}` : `${value.n}/${value.d}`;
  if (value.s < 0n) return { text: `-${value.d === 1n ? magnitude : `(${magnitude})`}`, level: negateLevel };
  return { text: magnitude, level: value.d === 1n ? atomLevel : productLevel };
}

function writeBinary(operator: BinaryOperator, left: Expression, right: Expression): Written {
  const level = binaryLevels[operator];
  if (operator === '^') {
    // Right-associative, and a minus needs no brackets in the exponent.
    return { text: `${at(left, atomLevel)}^${at(right, negateLevel)}`, level };
  }
  const gap = level === sumLevel ? ' ' : '';
  return { text: `${at(left, level)}${gap}${operator}${gap}${at(right, level + 1)}`, level };
}

/** `gradientNorm2[l]`. */
export function observableToText({ name, indices }: Observable): string {
  return indices.length === 0 ? name : `${name}[${indices.map(toText).join(', ')}]`;
}

/** `quantile(forwardNorm2 | alive, 1/2)`. */
function quantityToText({ quantity }: QuantityNode): string {
  return `${quantity.functional}(${argumentsOf(quantity)})`;
}

function argumentsOf(quantity: Quantity): string {
  const x = observableToText(quantity.observable);
  const condition = quantity.alive ? ' | alive' : '';
  switch (quantity.functional) {
    case 'mean': {
      const { power } = quantity;
      const isOne = power.kind === 'number' && power.value.equals(1);
      return `${isOne ? x : `${x}^${at(power, negateLevel)}`}${condition}`;
    }
    case 'median':
      return `${x}${condition}`;
    case 'quantile':
      return `${x}${condition}, ${toText(quantity.level)}`;
    case 'P':
      return `${x} ${quantity.relation} ${toText(quantity.threshold)}${condition}`;
    // Always given alive; the condition is understood.
    case 'logMean':
    case 'logVariance':
    case 'beta3':
      return x;
    case 'lawDistance': {
      const { target } = quantity;
      const law =
        target.kind === 'exactLaw'
          ? 'exactLaw'
          : `normal(${toText(target.mean)}, ${toText(target.variance)})`;
      return `log(${x}) | alive, ${law}`;
    }
  }
}
