/** The figures of one claim, in the order of a report. */
import { type ClaimJob, claimOf } from '../../properties/job.js';
import { numberAt } from '../../properties/network-at.js';
import type { LawPicture } from '../../properties/pictures/law-picture.js';
import type { Pictures } from '../../properties/pictures/pictures.js';
import { toleranceAt } from '../../properties/point.js';
import { quantityNodes } from '../../properties/quantities.js';
import type { Trail } from '../../properties/trail.js';
import type { Verdict } from '../../properties/verdict.js';
import type { Expression } from '../../theory/expression/ast.js';
import { toNumber } from '../../theory/expression/enclosure.js';
import type { Claim } from '../../theory/language/claim.js';
import { escapeFigure } from './escape.js';
import type { Figure } from './figure.js';
import { lawFigure, type StatedQuantile } from './law.js';
import { type Margin, pathFigure } from './path.js';
import { pointsFigure } from './points.js';
import { sidesFigure, slackFigure } from './survey.js';

export function figuresOf(
  job: ClaimJob,
  verdict: Verdict,
  { survey, law, escape: escapes, trails, measured }: Pictures,
): Figure[] {
  const claim = job.kind === 'claim' || job.kind === 'closed-form' ? claimOf(job) : undefined;
  const isIdentity = claim?.relation === '=' && claim.tolerance === undefined;
  const trail = shownTrail(trails, verdict);
  const examined = trails.filter(({ confirms }) => !confirms);
  const figures = [
    survey && slackFigure(survey, isIdentity),
    survey && sidesFigure(survey),
    law && lawFigure(law, claim && statedQuantile(claim, law)),
    trail && pathFigure(trail, claim?.relation, claim && marginAt(claim, trail), measured),
    claim &&
      examined.length > 1 &&
      pointsFigure(
        examined,
        claim.relation,
        examined.map((each) => marginAt(claim, each)),
      ),
    escapes && escapeFigure(escapes),
  ];
  return figures.filter((each) => typeof each === 'object');
}

/** The one that the verdict hangs on: the confirmation of a failure, the point left open, else the tightest one. */
function shownTrail(trails: readonly Trail[], verdict: Verdict): Trail | undefined {
  const confirmation = trails.find(({ confirms }) => confirms);
  if (confirmation !== undefined) return confirmation;
  const open = trails.find(({ state }) => state !== 'holds');
  if (open !== undefined) return open;
  const tightest = JSON.stringify(verdict.tightest?.point);
  return trails.find(({ point }) => JSON.stringify(point) === tightest) ?? trails[0];
}

function marginAt(claim: Claim, { point }: Trail): Margin | undefined {
  const tolerance = toleranceAt(claim, point, true);
  return tolerance && { kind: tolerance.kind, value: toNumber(tolerance.value) };
}

/** Where the claim is one about a quantile of what was drawn, and nothing else: the other side, as its closed form says. */
function statedQuantile(claim: Claim, law: LawPicture): StatedQuantile | undefined {
  const { left, right } = claim;
  const quantity = left.kind === 'quantity' ? left.quantity : undefined;
  if (quantity === undefined || quantityNodes(right).length > 0) return undefined;
  if (quantity.functional !== 'median' && quantity.functional !== 'quantile') return undefined;
  const at = (expression: Expression) => numberAt(expression, law.point);
  const value = at(right);
  const x = law.isLog ? Math.log(value) : value;
  const level = quantity.functional === 'median' ? 0.5 : at(quantity.level);
  return Number.isFinite(x) && Number.isFinite(level) ? { x, level } : undefined;
}
