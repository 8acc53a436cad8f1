/** The catalogue's texts with their formulas typeset. */
import { type ProsePart, proseParts } from '../theory/catalogue/prose.js';
import { formulaToTex } from './formula-tex.js';
import { type Markup, markup } from './markup.js';
import { math } from './mathml.js';

/** @param text of the catalogue, with formulas between backticks. */
export const prose = (text: string): Markup => markup`${proseParts(text).map(typeset)}`;

function typeset({ text, isFormula }: ProsePart): Markup {
  if (!isFormula) return markup`${text}`;
  return markup`${formulaToTex(text).map((tex, i) => (i === 0 ? math(tex) : markup`<wbr>${math(tex)}`))}`;
}
