/**
 * Expressions to normal forms (forms.ts). Everything that is not rational becomes a symbol (atoms.ts), after its parts have
 * been normalised, so that equal things become the same symbol. Each rule is used only where it is true on the whole domain.
 */
import Fraction from 'fraction.js';
import type { CallNode, Expression, SumNode } from '../expression/ast.js';
import { freeNames } from '../expression/evaluate.js';
import { toText } from '../expression/text.js';
import { Atoms } from './atoms.js';
import type { Domain } from './domain.js';
import { Bases } from './factors.js';
import { Undecided } from './faults.js';
import { expandRest, type Form, formOf, powersForm, productOfForms, sumOfForms } from './forms.js';
import { negated, rational } from './nodes.js';
import { logOf, PowerRules } from './powers.js';
import { evaluateRational } from './rational.js';
import { substitute } from './substitute.js';

const maxUnrolled = 64;
/** Of all (nested) sums. */
const maxUnrolledInAll = 1000;
const span = { start: 0, end: 0 };
const zeroNode = rational(0);

interface OpaqueCall {
  readonly name: string;
  readonly args: readonly Form[];
  readonly atom: number;
}

export class Normaliser {
  readonly atoms = new Atoms();
  readonly bases: Bases;
  readonly #rules: PowerRules;
  readonly #opaque: OpaqueCall[] = [];
  #unrolled = 0;

  constructor(readonly domain: Domain) {
    this.bases = new Bases(this.atoms, domain);
    this.#rules = new PowerRules(this.bases);
  }

  /** "x + 1 is not 0": what the identity takes for granted about names without a range. */
  get conditions(): readonly string[] {
    return [...this.#rules.conditions];
  }

  isZero(form: Form): boolean {
    return expandRest(form.rest, this.atoms).length === 0;
  }

  /** @throws Undecided for what this algebra cannot handle. */
  normalise(node: Expression): Form {
    if (freeNames(node).length === 0) {
      const value = evaluateRational(node, {});
      if (value !== undefined) return formOf(value);
    }
    switch (node.kind) {
      case 'number':
        return formOf(node.value);
      case 'name':
        return powersForm(
          new Map([[node.name === 'e' ? this.atoms.e() : this.atoms.name(node.name), new Fraction(1)]]),
        );
      case 'negate':
        return productOfForms(formOf(-1), this.normalise(node.operand));
      case 'binary':
        return this.#binary(node);
      case 'call':
        return this.#call(node);
      case 'sum':
        return this.#sum(node);
      case 'quantity':
        throw new Undecided('A quantity is no closed form.');
    }
  }

  #binary(node: Extract<Expression, { kind: 'binary' }>): Form {
    if (node.operator === '^') return this.#power(node.left, node.right);
    const [left, right] = [this.normalise(node.left), this.normalise(node.right)];
    switch (node.operator) {
      case '+':
        return sumOfForms([left, right]);
      case '-':
        return sumOfForms([left, productOfForms(formOf(-1), right)]);
      case '*':
        return productOfForms(left, right);
      case '/':
        return productOfForms(left, this.#rules.integerPower(right, new Fraction(-1)));
    }
  }

  #power(base: Expression, exponent: Expression): Form {
    const isE = base.kind === 'name' && base.name === 'e';
    return (
      this.#rules.power(isE ? 'e' : this.normalise(base), this.normalise(exponent)) ??
      this.#opaqueCall('^', [base, exponent], {
        kind: 'binary',
        operator: '^',
        left: base,
        right: exponent,
        span,
      })
    );
  }

  #call(node: CallNode): Form {
    const [first] = node.args as [Expression];
    switch (node.name) {
      case 'exp':
        return this.#rules.power('e', this.normalise(first)) ?? this.#opaqueCall('exp', node.args, node);
      case 'sqrt':
        return (
          this.#rules.power(this.normalise(first), formOf(new Fraction(1, 2))) ??
          this.#opaqueCall('sqrt', node.args, node)
        );
      case 'log':
        return logOf(this.bases, this.normalise(first)) ?? this.#opaqueCall('log', node.args, node);
      case 'abs': {
        const sign = this.domain.signOf(first);
        return sign === undefined
          ? this.#opaqueCall('abs', node.args, node)
          : this.normalise(sign === 1 ? first : negated(first));
      }
      default:
        return this.#opaqueCall(node.name, node.args, node);
    }
  }

  /** One symbol for all calls of the same function whose arguments are equal. */
  #opaqueCall(name: string, args: readonly Expression[], expression: Expression): Form {
    const forms = args.map((arg) => this.normalise(arg));
    const known = this.#opaque.find(
      (other) =>
        other.name === name &&
        other.args.length === forms.length &&
        other.args.every((form, i) => this.isZero(sumOfForms([form, productOfForms(formOf(-1), forms[i]!)]))),
    );
    const atom = known?.atom ?? this.atoms.opaque(expression, toText(expression));
    if (known === undefined) this.#opaque.push({ name, args: forms, atom });
    return powersForm(new Map([[atom, new Fraction(1)]]));
  }

  /** Short sums are written out; longer ones are equal if their bounds are, and their bodies letter by letter. */
  #sum(node: SumNode): Form {
    const [from, to] = [node.from, node.to].map((bound) => evaluateRational(bound, {}));
    if (from?.d === 1n && to?.d === 1n && to.sub(from).compare(maxUnrolled) < 0) {
      this.#unrolled += to.sub(from).valueOf() + 1;
      if (this.#unrolled > maxUnrolledInAll) throw new Undecided('The sums have too many terms.');
      const terms: Form[] = [];
      for (let index = from; index.compare(to) <= 0; index = index.add(1)) {
        terms.push(this.normalise(substitute(node.body, node.index, rational(index))));
      }
      return sumOfForms(terms);
    }
    const body = toText({ ...node, from: zeroNode, to: zeroNode });
    return this.#opaqueCall(`sum of ${body}`, [node.from, node.to], node);
  }
}
