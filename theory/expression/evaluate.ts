import { InputError, named } from '../errors.js';
import { checkExpression, type Expression } from './ast.js';
import { checkDepth, childrenOf, compile } from './compile.js';
import { constants } from './functions.js';

/** Values of names; only own properties of a record count. */
export type Environment<T> = Readonly<Record<string, T>> | ReadonlyMap<string, T>;

export function lookUp<T>(env: Environment<T>, name: string): T | undefined {
  if (env instanceof Map) return env.get(name);
  return Object.hasOwn(env, name) ? (env as Readonly<Record<string, T>>)[name] : undefined;
}

/** The names an expression needs from outside, each once: constants and indices of sums are not among them. */
export function freeNames(expression: Expression): readonly string[] {
  const found = new Set<string>();
  const visit = (node: Expression, bound: readonly string[]): void => {
    if (node.kind === 'name') {
      if (!bound.includes(node.name) && !constants.has(node.name)) found.add(node.name);
    } else if (node.kind === 'sum') {
      visit(node.from, bound);
      visit(node.to, bound);
      visit(node.body, [...bound, node.index]);
    } else {
      for (const child of childrenOf(node)) visit(child, bound);
    }
  };
  checkDepth(expression);
  visit(expression, []);
  return [...found];
}

interface Compiled {
  readonly names: readonly string[];
  readonly run: (...values: number[]) => number;
}

const compiled = new WeakMap<Expression, Compiled>();

/**
 * The value of an expression in plain doubles, the same bits as from compile(); NaN or Infinity where it has no finite
 * value. Throws InputError for a name that `env` lacks and for all that compile() refuses.
 */
export function evaluate(expression: Expression, env: Environment<number>): number {
  let entry = compiled.get(expression);
  if (!entry) {
    checkExpression(expression);
    const names = freeNames(expression);
    entry = { names, run: compile(expression, names) };
    compiled.set(expression, entry);
  }
  const values = entry.names.map((name) => {
    const value: unknown = env && lookUp(env, name);
    if (typeof value === 'number') return value;
    if (value === undefined || !env) throw new InputError(`The name '${name}' has no value.`);
    throw new InputError(`The value of '${name}' must be a number, not ${named(value)}.`);
  });
  return entry.run(...values);
}
