/** Laws that are kept along a domain are those of the point in question. */
import { expect, test } from 'vitest';
import { exactLawOf } from '../../numerics/law/index.js';
import { squareNetwork } from '../../numerics/network/network.js';
import { exactValuation } from '../../properties/exact-quantities.js';
import { type LawAt, lawAt } from '../../properties/law-at.js';
import { observableAt } from '../../properties/observables.js';
import { quantitiesOf, quantityNodes } from '../../properties/quantities.js';
import { parseClaim } from '../../theory/language/parse-claim.js';

function lawOf(text: string, point: Record<string, number>): LawAt {
  const claim = parseClaim(text);
  const [quantity] = quantitiesOf(claim.left);
  return lawAt(claim, point, observableAt(quantity!.observable, point, claim.settings), 'absolute');
}

test('points differ in depth, width, gain, activation and observable: so do laws, in any order', () => {
  const domain = 'for L in 1..20, d in 1..20, g in 1..3';
  const forward = (settings: string) => `median(forwardNorm2) <= 1 ${domain} with ${settings}`;
  const cases = [3, 9].flatMap((L) =>
    [4, 7].flatMap((d) =>
      [1, 2].flatMap((g) =>
        (['relu', 'linear'] as const).map((kind) => ({
          text: forward(`activation ${kind}, init normal(g)`),
          point: { L, d, g },
          truth: exactLawOf(
            squareNetwork(L, d, { activation: { kind }, init: { name: 'normal', gain: g } }),
          ).logMean().value,
        })),
      ),
    ),
  );
  for (const each of [...cases, ...cases.toReversed(), ...cases]) {
    const { law } = lawOf(each.text, each.point);
    expect(law.logMean().value).toBeCloseTo(each.truth, 11);
  }
});

test('all layers of a gradient share one law, with what has been worked out of it; it is not the forward one', () => {
  const gradient = 'median(gradientNorm2[l]) <= 1 for L in 2..9, d in 2..9, l in 1..9';
  const first = lawOf(gradient, { L: 5, d: 4, l: 1 });
  const second = lawOf(gradient, { L: 5, d: 4, l: 3 });
  expect(second.law).toBe(first.law);
  expect(second.absolute).toBe(first.absolute);
  const forward = lawOf('median(forwardNorm2) <= 1 for L in 2..9, d in 2..9', { L: 5, d: 4 });
  // G2: sigma_b^2/sigma^2 = 1/2 for he weights and the default readout.
  expect(first.law.logMean().value - forward.law.logMean().value).toBeCloseTo(-Math.LN2, 11);
  expect(lawOf(gradient, { L: 5, d: 4, l: 1 }).law).toBe(first.law);
});

test('gains and slopes that hang on the depth are those of the net, not of one layer alone', () => {
  const L = 5;
  const slope = 1 / (L - 1);
  const net = squareNetwork(L, 4, {
    activation: { kind: 'leaky-relu', slope },
    init: { name: 'normal', gain: 2 / L },
    readoutGain: L - 1,
  });
  const settings = 'with activation leaky-relu(1/(L-1)), init normal(2/L), readoutGain L-1';
  const of = (observable: string) =>
    lawOf(`median(${observable}) <= 1 for L in 2..5, d in 2..4 ${settings}`, { L, d: 4 }).law.logMean().value;
  expect(of('forwardNorm2')).toBeCloseTo(exactLawOf(net).logMean().value, 11);
  expect(of('gradientNorm2[1]')).toBeCloseTo(exactLawOf(net, { gradientLayer: 1 }).logMean().value, 11);
});

/** Values the quantity at 20 slopes: laws asked for there drive out those that were kept before. */
function valueAtSlopes(quantity: string): void {
  const claim = parseClaim(
    `${quantity} <= 1 for L in 1..3, d in 1..3, a in 1/2..3/4 with activation leaky-relu(a)`,
  );
  const [node] = quantityNodes(claim.left);
  for (let i = 0; i < 20; i++) exactValuation(claim, { L: 2, d: 2, a: 0.5 + i / 100 })!(node!);
}

test('that no net is dead is known without a law, other probabilities are not', () => {
  const kept = () => lawOf('median(forwardNorm2) <= 1 for L in 1..20, d in 1..20', { L: 7, d: 6 }).law;
  const first = kept();
  valueAtSlopes('P(forwardNorm2 <= 0)');
  expect(kept()).toBe(first);
  valueAtSlopes('P(forwardNorm2 <= 1e-9)');
  expect(kept()).not.toBe(first);
});
