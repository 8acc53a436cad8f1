import { describe, expect, test } from 'vitest';
import { catalogueEntry, mutantsOf } from '../../../properties/mutants/nudges.js';
import { catalogue } from '../../../theory/catalogue/index.js';
import { type CatalogueClaim, claimId } from '../../../theory/catalogue/theorem.js';

const entry = (claim: string): CatalogueClaim => ({
  kind: 'claim',
  part: '',
  claim,
  mutant: { claim, change: '' },
});
const textsOf = (claim: string) => mutantsOf('x', entry(claim)).map(({ draft }) => draft.text);
const statements = (claim: string) => textsOf(claim).map((text) => text.split(' for ')[0]);

describe('what is nudged', () => {
  test('counted by hand', () => {
    // Of the power 1: six percents up and down, 2 and 0; the relation; of 3 the same 14; the sign; the implied factor's 12.
    expect(textsOf('mean(forwardNorm2) <= 3*L for L in 1..4, d in 1..4')).toHaveLength(14 + 1 + 14 + 1 + 12);
  });

  test('a number goes up and down by 50 to 1 %, a whole one by 1 too', () => {
    const found = statements('median(forwardNorm2) <= 20*L for L in 1..4, d in 1..4');
    for (const to of [30, 10, 24, 16, 22, 18, 21, 19, 20.4, 19.6, 20.2, 19.8])
      expect(found).toContain(`median(forwardNorm2) <= ${to}*L`);
  });

  test('indices and bounds of sums move by one, exponents as a whole, signs of all terms', () => {
    const found = statements(
      'mean(gradientNorm2[l]) = sum(n, 1, L, n) - h^L within 1/10 for L in 2..4, d in 1..4, l in 1..4, h in 1..2 where l <= L',
    );
    for (const text of [
      'mean(gradientNorm2[l + 1]) = sum(n, 1, L, n) - h^L within 1/10',
      'mean(gradientNorm2[l - 1]) = sum(n, 1, L, n) - h^L within 1/10',
      'mean(gradientNorm2[l]) = sum(n, 0, L, n) - h^L within 1/10',
      'mean(gradientNorm2[l]) = sum(n, 1, L + 1, n) - h^L within 1/10',
      'mean(gradientNorm2[l]) = sum(n, 1, L, n) - h^(L + 1) within 1/10',
      'mean(gradientNorm2[l]) = sum(n, 1, L, n) - h^(1.1*L) within 1/10',
      'mean(gradientNorm2[l]) = sum(n, 1, L, n) + h^L within 1/10',
      'mean(gradientNorm2[l]) = -sum(n, 1, L, n) - h^L within 1/10',
      'mean(gradientNorm2[l]^1.1) = sum(n, 1, L, n) - h^L within 1/10',
      'mean(gradientNorm2[l]) = sum(n, 1, L, n) - h^L within 1/11',
    ])
      expect(found).toContain(text);
  });

  test('relations, of the claim and of a probability, and thresholds', () => {
    const found = statements('P(forwardNorm2 >= eps) <= 1/2 for L = 1, d = 1, eps in 1..2');
    expect(found).toContain('P(forwardNorm2 >= eps) >= 1/2');
    expect(found).toContain('P(forwardNorm2 <= eps) <= 1/2');
    expect(found).toContain('P(forwardNorm2 >= 0.8*eps) <= 1/2');
  });

  test('a relation is named where it stands, whatever the right side begins with', () => {
    const entry = catalogueEntry('forward-tail-layer/relu');
    const relation = mutantsOf('x', entry).find(({ nudge }) => nudge.what === 'relation');
    // log(mean(forwardNorm2^(1/2))) has 29 characters, and a blank follows.
    expect(relation!.nudge.where).toBe('column 31: <=');
  });

  test('domain and settings stay, and no mutant comes twice', () => {
    const texts = textsOf(
      'mean(forwardNorm2^2) = (1+5/d)^L for L in 1..9, d in 2..9 where L <= d with input sparse',
    );
    expect(new Set(texts).size).toBe(texts.length);
    for (const text of texts)
      expect(text).toMatch(/ for L in 1\.\.9, d in 2\.\.9 where L <= d with input sparse$/);
  });
});

describe('the catalogue', () => {
  test('of experiments only the constants of the statement are nudged', () => {
    const bounds = mutantsOf('hessian-almost-hollow', catalogueEntry('hessian-almost-hollow'));
    expect(bounds).toHaveLength(5 * 12);
    for (const { draft } of bounds)
      expect(draft.experiment!.parameters).toMatchObject({ depths: [4, 8, 16, 32, 48], width: 8, target: 1 });
  });

  test('every claim with a number has mutants of each size', () => {
    for (const theorem of catalogue) {
      for (const claim of theorem.claims) {
        if (claim.kind === 'experiment') continue;
        const sizes = mutantsOf(claimId(theorem, claim), claim).map(({ nudge }) => nudge.size);
        expect(sizes, claimId(theorem, claim)).toEqual(expect.arrayContaining([50, 20, 10, 5, 2, 1]));
      }
    }
  });
});
