import type { Expression, Observable, ObservableName, Quantity } from './ast.js';
import { levels, type Typeset } from './tex-levels.js';

type ToTex = (expression: Expression) => string;

/** `\operatorname{median}\left[\|a^{L}\|^{2}/\|x\|^{2} \,\middle|\, \text{alive}\right]`. */
export function quantityToTex(quantity: Quantity, toTex: ToTex, exponentToTex: ToTex): Typeset {
  const x = typesetObservable(quantity.observable, toTex);
  const of = (inner: string, alive = quantity.alive): string =>
    `\\left[${inner}${alive ? ' \\,\\middle|\\, \\text{alive}' : ''}\\right]`;
  const prefix = (tex: string): Typeset => ({ tex, level: levels.prefix });
  switch (quantity.functional) {
    case 'mean': {
      const { power } = quantity;
      const isOne = power.kind === 'number' && power.value.equals(1);
      return prefix(`\\mathbb{E}${of(isOne ? x : `\\left(${x}\\right)^{${exponentToTex(power)}}`)}`);
    }
    case 'median':
      return prefix(`\\operatorname{median}${of(x)}`);
    case 'quantile':
      return prefix(`Q_{${toTex(quantity.level)}}${of(x)}`);
    case 'logMean':
      return prefix(`\\mathbb{E}${of(`\\log\\left(${x}\\right)`, true)}`);
    case 'logVariance':
      return prefix(`\\operatorname{Var}${of(`\\log\\left(${x}\\right)`, true)}`);
    case 'P': {
      const relation = quantity.relation === '>=' ? '\\ge' : '\\le';
      return prefix(`\\Pr${of(`${x} ${relation} ${toTex(quantity.threshold)}`)}`);
    }
    case 'lawDistance': {
      const { target } = quantity;
      const law =
        target.kind === 'exactLaw'
          ? '\\text{exact law}'
          : `\\mathcal{N}\\left(${toTex(target.mean)}, ${toTex(target.variance)}\\right)`;
      const drawn = `\\log\\left(${x}\\right) \\,\\middle|\\, \\text{alive}`;
      return prefix(`d_{\\mathrm{KS}}\\left[${drawn};\\; ${law}\\right]`);
    }
    case 'beta3':
      return { tex: '\\beta_{3}', level: levels.atom };
  }
}

function typesetObservable(observable: Observable, toTex: ToTex): string {
  const subscripts = observable.indices.map(toTex);
  if (observable.declaration === undefined) return observableToTex(observable.name, subscripts);
  const { name } = observable;
  const own = `\\operatorname{${name.replaceAll('_', '\\_')}}`;
  return subscripts.length === 0 ? own : `${own}_{${subscripts.join(', ')}}`;
}

/** @param subscripts in TeX. Squared norms are relative to the input's; F is the output, a^L the last hidden activation. */
export function observableToTex(name: ObservableName, subscripts: readonly string[]): string {
  const [first, second] = subscripts;
  const relative = (inner: string): string => `\\|${inner}\\|^{2}/\\|x\\|^{2}`;
  switch (name) {
    case 'forwardNorm2':
      return relative('a^{L}');
    case 'gradientNorm2':
      return relative(`\\nabla_{W^{${first}}} F`);
    case 'hessianBlockNorm2':
      return relative(`\\nabla_{W^{${first}}} \\nabla_{W^{${second}}} F`);
    case 'hessianNorm2':
      return relative('\\nabla^{2} F');
    case 'lambdaMin':
      return '\\lambda_{\\min}';
    case 'lambdaMax':
      return '\\lambda_{\\max}';
    case 'trace':
      return '\\operatorname{tr} \\nabla^{2} \\ell';
    case 'escapeTime':
      return 'T_{\\mathrm{escape}}';
  }
}
