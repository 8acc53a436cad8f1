/** Formulas of the catalogue's prose: none is lost or changed when it is typeset, and their plain texts are what the terminal shows. */
import fc from 'fast-check';
import katex from 'katex';
import { describe, expect, test } from 'vitest';
import { formulaToTex } from '../../report/formula-tex.js';
import { prose } from '../../report/prose.js';
import { catalogue, markedCatalogue } from '../../theory/catalogue/index.js';
import { proseParts } from '../../theory/catalogue/prose.js';
import type { Theorem } from '../../theory/catalogue/theorem.js';

const textsOf = ({ statement, conditions, source, derivation, claims }: Theorem) => [
  statement,
  ...conditions,
  source,
  derivation,
  ...claims.flatMap((claim) => (claim.kind === 'experiment' ? [claim.claim] : [])),
];
const marked = markedCatalogue.flatMap(textsOf);
const formulas = [
  ...new Set(marked.flatMap(proseParts).flatMap(({ text, isFormula }) => (isFormula ? [text] : []))),
];

test('the catalogue itself has plain texts: no mark, no TeX, the same words', () => {
  const plain = catalogue.flatMap(textsOf);
  expect(plain).toHaveLength(marked.length);
  plain.forEach((text, i) => {
    expect(text).not.toMatch(/[`$\\]/);
    expect(text).toBe(marked[i]!.split('`').join(''));
  });
  for (const text of marked) expect(text.split('`').length % 2).toBe(1);
});

test('every statement has a formula, but for those that are all words', () => {
  const without = markedCatalogue.filter(({ statement }) => !statement.includes('`')).map(({ id }) => id);
  expect(without).toEqual([]);
});

// Written by hand.
test.each([
  ['P(a^L = 0) = 1 - (1 - 2^-d)^L', '\\Pr(a^{L}=0)=1-(1-2^{-d})^{L}'],
  ['E forwardNorm2^2 = (1+5/d)^L', '\\mathbb{E}[(\\|a^{L}\\|^{2}/\\|x\\|^{2})^{2}]=(1+5/d)^{L}'],
  ['|nabla^2 F|_F <= |F-y|', '\\|\\nabla^{2}F\\|_{F}\\le|F-y|'],
  ['E|a|_2^4', '\\mathbb{E}\\|a\\|_{2}^{4}'],
  ['E[X^-s | N>0]', '\\mathbb{E}[X^{-s}\\mid N>0]'],
  ['eps^(-1/2) exp(-5L/(8d))', '\\varepsilon^{-1/2}e^{-5L/(8d)}'],
  ['w0 -> 0', 'w_{0}\\to 0'],
  ['N ~ Binomial(d, 1/2)', 'N\\sim\\mathrm{Binomial}(d,1/2)'],
  ['w ~ N(0,s^2)', 'w\\sim\\mathcal{N}(0,s^{2})'],
  ['grad F grad F^T', '\\nabla F\\nabla F^{\\top}'],
  ['d* = 5L/u^2', 'd^{*}=5L/u^{2}'],
  ["E phi'(z)^2", "\\mathbb{E}\\phi'(z)^{2}"],
  ['1e-8', '10^{-8}'],
  ['log S', '\\log\\,S'],
  ['d log L', 'd\\,\\log\\,L'],
  ['ceil((w1-w0)/eta)', '\\lceil(w_{1}-w_{0})/\\eta\\rceil'],
])('%s', (text, tex) => {
  const bare = (each: string) => each.replace(/\{\}/g, '').replace(/ /g, '');
  expect(bare(formulaToTex(text).join(''))).toBe(bare(tex));
});

describe.each(formulas)('%s', (text) => {
  test('KaTeX knows it, and every number is there in its order', () => {
    const pieces = formulaToTex(text);
    const rendered = pieces.map((tex) =>
      katex.renderToString(tex, { output: 'mathml', strict: 'error', throwOnError: true }),
    );
    const shown = rendered.map((each) =>
      each.replace(/<annotation.*?<\/annotation>/gs, '').replace(/<[^>]*>/g, ''),
    );
    // The squares of norms are in their names; indices, exponents, factors are all there is beside.
    const digits = (each: string) => each.replace(/\D/g, '');
    const plain = text
      .replace(/(\d)e-(\d)/g, (_, one: string, power: string) =>
        one === '1' ? `10${power}` : `${one}10${power}`,
      )
      .replace(/k3\b/g, '3')
      .replace(/(^|[ =])\.(\d)/g, '$10.$2')
      // Indices come before exponents.
      .replace(/\^(\d)_(\d)/g, '_$2^$1')
      .replace(/hessianNorm2/g, '222')
      .replace(/(forward|gradient|hessianBlock)Norm2/g, '22');
    expect(digits(shown.join(''))).toBe(digits(plain));
    // Brackets that open are closed in the same piece, or the piece is one of a list within brackets.
    expect(rendered.join('')).not.toContain('merror');
  });
});

test('words and signs without a meaning are complained about, in full', () => {
  expect(() => formulaToTex('forwardNorm3 = 1')).toThrow(
    "Formula 'forwardNorm3 = 1': what does 'forwardNorm3' mean?",
  );
  for (const text of ['(a', 'a)', '|a', '[a)', 'a ^', 'a # b', 'sqrt a', 'a_%'])
    expect(() => formulaToTex(text)).toThrow(RangeError);
});

// Nothing but a RangeError for whatever is written: no hang, no other error.
test('any text is typeset or refused', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          'a',
          'E',
          'forwardNorm2',
          '(',
          ')',
          '|',
          ' ',
          '^',
          '_',
          '-',
          ',',
          '2',
          '{',
          '}',
          'sqrt(',
        ),
        {
          maxLength: 12,
        },
      ),
      (tokens) => {
        try {
          for (const tex of formulaToTex(tokens.join(''))) katex.renderToString(tex, { throwOnError: false });
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      },
    ),
    { seed: 1, numRuns: 500 },
  );
});

test('what is no formula is escaped, and a formula is MathML', () => {
  expect(prose('a < b, `L >= 2`').text).toBe('a &#60; b, <math><mi>L</mi><mo>≥</mo><mn>2</mn></math>');
});
