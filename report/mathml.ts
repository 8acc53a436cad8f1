/** TeX as MathML, which browsers draw without fonts or code of ours. */
import katex from 'katex';
import { type Markup, raw } from './markup.js';

/** A formula within a line. @throws for TeX that KaTeX does not know. */
export const math = (tex: string): Markup => raw(mathml(tex));

/** With fractions and sums as large as those that stand alone. */
export const displayed = (tex: string): Markup =>
  raw(mathml(tex).replace(/^<math>/, '<math displaystyle="true">'));

/** Without what KaTeX adds for other readers, and in few bytes: pages hold hundreds of formulas. */
function mathml(tex: string): string {
  const rendered = katex.renderToString(tex, { output: 'mathml', strict: 'ignore', trust: false });
  const [, inner] = /<math[^>]*><semantics><mrow>(.*)<\/mrow><annotation/s.exec(rendered)!;
  const short = inner!
    // Bars of a norm stand upright, and as tall as their letters.
    .replaceAll('<mi mathvariant="normal">∥</mi>', '<mi>‖</mi>')
    // Browsers know no mathvariant but this one.
    .replaceAll('<mi mathvariant="double-struck">E</mi>', '<mi>𝔼</mi>')
    .replaceAll('<mi mathvariant="script">N</mi>', '<mi>𝒩</mi>')
    .replace(/<mo fence="true">(?=[()[\]]<)/g, '<mo lspace="0" rspace="0">')
    .replaceAll('<mi mathvariant="normal">/</mi>', '<mi>/</mi>')
    // Single letters are slanted, words and signs are not.
    .replace(/<mi mathvariant="normal">(?=[^<]{2}|[…∞∇])/gu, '<mi>')
    // Browsers know that it is one.
    .replaceAll('<mo separator="true">', '<mo>')
    // Behind a relation it is a sign, and stands close to what follows.
    .replace(/(<mo>(?:=|≤|≥|&lt;|&gt;|∼|→|,)<\/mo>)<mo>−/g, '$1<mo form="prefix">−')
    // As they have neither room around them nor another size, what browsers do to operators is not asked for.
    .replace(/<mo stretchy="false">([()[\]{}|])<\/mo>/g, '<mi>$1</mi>');
  return `<math>${short}</math>`;
}
