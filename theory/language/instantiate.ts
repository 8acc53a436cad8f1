/** A claim with a number in the place of a constant: an ordinary claim. */
import { substitute } from '../algebra/substitute.js';
import type { Expression } from '../expression/ast.js';
import type { Claim, Settings } from './claim.js';
import { formatClaim } from './format-claim.js';
import { parseExpression } from './parse-claim.js';

/**
 * The text of the claim with `value` in the place of the name, e.g. `5/8`, `-2.25` or `1e-12`: a number without names, meant
 * exactly as it is written.
 */
export function instantiate(claim: Claim, name: string, value: string): string {
  const number = parseExpression(value);
  const inside = (part: Expression) => substitute(part, name, number);
  const { tolerance } = claim;
  return formatClaim({
    ...claim,
    left: inside(claim.left),
    right: inside(claim.right),
    ...(tolerance ? { tolerance: { ...tolerance, value: inside(tolerance.value) } } : {}),
    settings: instantiateSettings(claim.settings, inside),
  });
}

function instantiateSettings(settings: Settings, inside: (part: Expression) => Expression): Settings {
  const { activation, init } = settings;
  return {
    ...settings,
    activation:
      activation.kind === 'leaky-relu' ? { ...activation, slope: inside(activation.slope) } : activation,
    init: init.gain === undefined ? init : { ...init, gain: inside(init.gain) },
    readoutGain: inside(settings.readoutGain),
    target: inside(settings.target),
  };
}
