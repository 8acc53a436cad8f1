/** Numbers and evidence in words, the same in every output. */
import { describe } from '../properties/describe.js';
import type { Verdict } from '../properties/verdict.js';

/** What a verdict rests on, in one line: `all 25,500 points; slack 0.003 at L=1, d=2`. */
export function evidence(verdict: Verdict): string {
  if (verdict.verdict === 'refuted' && verdict.counterexample) {
    const { point, lhs, rhs } = verdict.counterexample;
    return `fails at ${describe(point)}: ${short(lhs)} against ${short(rhs)}`;
  }
  if (verdict.verdict === 'undecided') return verdict.reason ?? '';
  if (verdict.certificate !== undefined)
    return `for all widths: ${count(verdict.points, 'width')} one by one, the rest by an inequality`;
  if (verdict.verdict === 'proved') return `by algebra, confirmed at ${count(verdict.points, 'point')}`;
  const parts = [
    verdict.exhaustive ? `all ${count(verdict.points, 'point')}` : count(verdict.points, 'point'),
  ];
  if (verdict.resolution !== undefined) parts.push(`resolution ${short(verdict.resolution)}`);
  if (verdict.tightest !== undefined) {
    const { slack, point } = verdict.tightest;
    // The largest double stands for room without a limit: the smaller side is 0.
    parts.push(
      `${slack === Number.MAX_VALUE ? 'unlimited slack' : `slack ${short(slack)}`} at ${describe(point)}`,
    );
  }
  if (verdict.reason !== undefined) parts.push(verdict.reason);
  return parts.join('; ');
}

/** `1 point`, `25,500 points`. */
export function count(n: number, what: string): string {
  return `${n.toLocaleString('en-US')} ${what}${n === 1 ? '' : 's'}`;
}

/** Three significant digits, or an exponent where that is shorter. */
export function short(x: number): string {
  if (x === 0 || !Number.isFinite(x)) return String(x);
  const size = Math.abs(x);
  return size >= 1e-3 && size < 1e5 ? String(Number(x.toPrecision(4))) : x.toExponential(2);
}
