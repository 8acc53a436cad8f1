/**
 * The best constant of a claim: probing finds out which way it holds, climbing over the domain the constant that just holds
 * everywhere, and the checker itself confirms it, as it refutes the next one (docs/tightness.md).
 */
import { InputError } from '../../theory/errors.js';
import { instantiate } from '../../theory/language/instantiate.js';
import { decide, whyTooDear } from '../check.js';
import { describe } from '../describe.js';
import { planExact } from '../exact-claim.js';
import { type ClaimJob, claimOf } from '../job.js';
import { chooseOracle } from '../oracle.js';
import { type RunUnit, required } from '../run-units.js';
import type { Point, VerdictWord } from '../verdict.js';
import { sharpenDrawn } from './drawn.js';
import type { Probe, Probing } from './probes.js';
import { type SharpenedEnd, sharpenEnd } from './sharpen-end.js';

export interface Sharpened {
  /**
   * `found`: there are ends; `none`: no value tried holds; `unbounded`: every value tried does, as far as the claim is defined;
   * `undecided`: neither could be shown.
   */
  readonly outcome: 'found' | 'none' | 'unbounded' | 'undecided';
  readonly constant: string;
  /** One for a half-line; several where the values that hold are a stretch or more of them, in ascending order. */
  readonly ends: readonly SharpenedEnd[];
  readonly oracle: 'exact' | 'simulated';
  /** Probability, at most, that an end misses its interval by chance; 0 unless nets were drawn. */
  readonly alpha: number;
  readonly seed: number;
  readonly reason?: string;
}

/** A domain may hold points that the ones probed tell nothing about; each is then probed too. */
const mostRounds = 6;

/** @throws InputError for a claim that asks for nothing that could be sharpened, or is defined for no value. */
export async function sharpen(job: ClaimJob, run: RunUnit): Promise<Sharpened> {
  const { name } = job.constant!;
  const claim = claimOf(job);
  if (claim.relation === '=' && claim.tolerance === undefined) {
    throw new InputError(
      `An equality holds for one value of '${name}' at most: give it a margin (within) or make it an inequality.`,
    );
  }
  const oracle = chooseOracle(claim, job.oracle);
  const common = { constant: name, ends: [], alpha: 0, seed: job.seed };
  if (oracle.kind === 'none')
    return { ...common, outcome: 'undecided', oracle: 'exact', reason: oracle.reason };
  if (oracle.kind === 'simulated') return sharpenDrawn(job, run);
  const tooDear = whyTooDear(job, claim);
  const plan = planExact(job, claim);
  if (tooDear !== undefined || 'dear' in plan) {
    const reason = tooDear ?? 'The budget does not allow a single point; a larger --budget would.';
    return { ...common, outcome: 'undecided', oracle: 'exact', reason };
  }
  const also: Point[] = [];
  for (let round = 0; round < mostRounds; round++) {
    const probing = (await required(run(job, { kind: 'probe', also }))).probing!;
    const answer = withoutEnds(probing);
    if (answer !== undefined) {
      if (answer.outcome !== 'none') {
        const counter = await refutedAtAnEnd(job, probing, run);
        if (counter !== undefined) {
          also.push(counter);
          continue;
        }
      }
      return { ...common, oracle: 'exact', ...answer };
    }
    const ends: SharpenedEnd[] = [];
    let again: Point | undefined;
    for (const end of probing.ends) {
      const found = await sharpenEnd(job, plan, end, run);
      if ('again' in found) again = found.again;
      else ends.push(found);
      if (again !== undefined) break;
    }
    if (again !== undefined) {
      also.push(again);
      continue;
    }
    ends.sort((a, b) => a.value - b.value);
    const decided = ends.every(({ verdict }) => holds(verdict));
    const outcome = decided ? 'found' : 'undecided';
    return { ...common, oracle: 'exact', outcome, ends, ...whatElse(name, probing, ends) };
  }
  const where = describe(also.at(-1)!);
  const reason = `The search came upon point after point where no value tried holds, ${where} the last; --from and --to narrow it.`;
  return { ...common, oracle: 'exact', outcome: 'undecided', reason };
}

function holds(verdict: VerdictWord): boolean {
  return verdict === 'verified' || verdict === 'proved' || verdict === 'supported';
}

/** The answer where no end is to be worked out. @throws InputError if the claim is defined for no value. */
export function withoutEnds({ probes, ends }: Probing): Pick<Sharpened, 'outcome' | 'reason'> | undefined {
  if (ends.length > 0) return undefined;
  const undefinedFirst = probes.find(({ state }) => state === 'undefined');
  if (probes.every(({ state }) => state === 'undefined')) {
    const { message, column } = undefinedFirst!.fault!;
    throw new InputError(message, column);
  }
  const range = rangeOf(probes);
  const defined = undefinedFirst === undefined ? '' : ' for which it is defined';
  const [holding, failing, open] = (['holds', 'fails', 'unresolved'] as const).map((wanted) =>
    probes.filter(({ state }) => state === wanted),
  );
  const place = ([{ constant, point }]: readonly Probe[]) => `with ${constant} at ${describe(point!)}`;
  const opened = open!.length > 0 ? `, and is open ${place(open!)}` : '';
  if (holding!.length > 0) {
    if (failing!.length === 0 && open!.length === 0)
      return { outcome: 'unbounded', reason: `The claim holds with every value tried ${range}${defined}.` };
    // Next to a failing value there would be an end: values for which the claim is undefined lie between.
    const failed = failing!.length > 0 ? `, fails ${place(failing!)}, and is undefined between those` : '';
    return {
      outcome: 'undecided',
      reason: `The claim holds with values tried ${rangeOf(holding!)}${failed}${opened}.`,
    };
  }
  const none = `The claim holds with no value tried ${range}${defined}`;
  if (open!.length > 0) return { outcome: 'undecided', reason: `${none}${opened}.` };
  const [first] = failing!;
  return {
    outcome: 'none',
    reason: `${none}: with ${first!.constant} it fails at ${describe(first!.point!)}.`,
  };
}

/** A point of the whole domain where the claim fails with the least or the greatest of the values that seem to hold. */
async function refutedAtAnEnd(job: ClaimJob, { probes }: Probing, run: RunUnit): Promise<Point | undefined> {
  const holding = probes.filter(({ state }) => state === 'holds').map(({ constant }) => constant);
  if (holding.length === 0) return undefined;
  for (const value of [holding[0]!, holding.at(-1)!]) {
    const found = await decide(withConstant(job, String(value)), run);
    if (found.counterexample !== undefined) return found.counterexample.point;
  }
  return undefined;
}

/** The job of the ordinary claim with this value of the constant. */
export function withConstant(job: ClaimJob, value: string): ClaimJob {
  const { constant, ...rest } = job;
  return { ...rest, text: instantiate(claimOf(job), constant!.name, value) };
}

/** What the ends do not say by themselves: that there is no half-line, or that values next to those that hold mean nothing. */
export function whatElse(
  name: string,
  { probes, ends: sought }: Probing,
  ends: readonly SharpenedEnd[],
): Pick<Sharpened, 'reason'> {
  const said = ends.map(({ side, text }) => (side === 'least' ? `from ${text} on` : `up to ${text}`));
  const stretches = stretchesOf(ends);
  const isInside = ({ constant }: Probe) =>
    stretches.some(([low, high]) => low <= constant && constant <= high);
  // Values next to which the claim is undefined, not failing, are next to no end that could be worked out.
  const isSought = ({ constant }: Probe) =>
    sought.some(({ holds, limit }) => (constant - holds) * (constant - limit) <= 0);
  const further = probes.filter((each) => each.state === 'holds' && !isSought(each));
  const missing = probes.filter((each) => ['undefined', 'fails'].includes(each.state) && isInside(each));
  const parts = [...said, ...(further.length > 0 ? [`and with those tried ${rangeOf(further)}`] : [])];
  const what = missing.some(({ state }) => state === 'fails') ? 'fails or is undefined' : 'is undefined';
  const sentences = [
    ...(parts.length > 1 ? [`The values of ${name} that hold are no half-line: ${parts.join(', ')}.`] : []),
    ...(missing.length > 0 ? [`The claim ${what} with values of ${name} tried ${rangeOf(missing)}.`] : []),
  ];
  return sentences.length > 0 ? { reason: sentences.join(' ') } : {};
}

/** What ends in ascending order enclose; between two of the same side, up to the second one. */
function stretchesOf(ends: readonly SharpenedEnd[]): [low: number, high: number][] {
  return ends.flatMap(({ side, value }, i): [number, number][] => {
    const before = ends[i - 1];
    const own: [number, number][] =
      side === 'greatest' || before?.side === 'least' ? [[before?.value ?? -Infinity, value]] : [];
    return side === 'least' && i === ends.length - 1 ? [...own, [value, Infinity]] : own;
  });
}

const rangeOf = (probes: readonly Probe[]) => {
  const [least, most] = [probes[0]!.constant, probes.at(-1)!.constant];
  return least === most ? `at ${least}` : `from ${least} to ${most}`;
};
