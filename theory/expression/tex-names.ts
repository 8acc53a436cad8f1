import type { NumberNode } from './ast.js';
import { levels, type Typeset } from './tex-levels.js';

const greek = new Set([
  ...[
    'alpha',
    'beta',
    'gamma',
    'delta',
    'epsilon',
    'zeta',
    'eta',
    'theta',
    'iota',
    'kappa',
    'lambda',
    'mu',
    'nu',
    'xi',
  ],
  ...['pi', 'rho', 'sigma', 'tau', 'upsilon', 'phi', 'chi', 'psi', 'omega'],
  ...['Gamma', 'Delta', 'Theta', 'Lambda', 'Xi', 'Pi', 'Sigma', 'Phi', 'Psi', 'Omega'],
]);

const fixed: ReadonlyMap<string, string> = new Map([
  ['eps', '\\varepsilon'],
  ['epsilon', '\\varepsilon'],
  ['EulerGamma', '\\gamma_{\\mathrm{E}}'],
  ['e', '\\mathrm{e}'],
]);

/** `L`, `\delta`, `\beta_{3}`, `w_{0}`, `\mathit{slope}`, `\sigma_{\mathit{b}}`. */
export function nameToTex(name: string): string {
  const special = fixed.get(name);
  if (special !== undefined) return special;
  const [, stem, , subscript] = /^([A-Za-z]+)(_?)(\w*)$/.exec(name) ?? [];
  if (stem === undefined) return `\\mathit{${name.replaceAll('_', '\\_')}}`;
  return subscript ? `${letters(stem)}_{${subscriptToTex(subscript)}}` : letters(stem);
}

function subscriptToTex(text: string): string {
  return /^\d+$/.test(text) ? text : `\\mathit{${text.replaceAll('_', '\\_')}}`;
}

function letters(word: string): string {
  if (fixed.has(word)) return fixed.get(word)!;
  if (greek.has(word)) return `\\${word}`;
  return word.length === 1 ? word : `\\mathit{${word}}`;
}

/** `1e-6` is 10^{-6}, `2.5e3` is 2.5 \cdot 10^{3}; numbers made by algebra may be fractions or negative. */
export function numberToTex({ text, value }: NumberNode): Typeset {
  const [, digits, power] = /^(\d+(?:\.\d+)?)(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  if (digits !== undefined) {
    if (power === undefined) return { tex: digits, level: levels.atom };
    const ten = `10^{${Number(power)}}`;
    return Number(digits) === 1
      ? { tex: ten, level: levels.raised }
      : { tex: `${digits} \\cdot ${ten}`, level: levels.product };
  }
  const magnitude = value.d === 1n ? `${value.n}` : `\\frac{${value.n}}{${value.d}}`;
  if (value.s < 0n) return { tex: `-${magnitude}`, level: levels.signed };
  return { tex: magnitude, level: value.d === 1n ? levels.atom : levels.product };
}
