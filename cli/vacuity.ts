/** Where a bound of a probability says nothing, in words. */
import type { Vacuity } from '../properties/tightness/survey.js';
import { short } from '../report/words.js';

/** @param of points looked at. */
export function vacuityText({ points, informativeAbove, informativeBelow }: Vacuity, of: number): string {
  const where = [
    ...(informativeAbove === null ? [] : [`nowhere with L/d above ${short(informativeAbove)}`]),
    ...(informativeBelow === null ? [] : [`nowhere with L/d below ${short(informativeBelow)}`]),
  ];
  return [`at ${points} of ${of} points`, ...where].join(', ');
}
