/** `sharpen`: the best constant of a claim. */
import { describe } from '../../properties/describe.js';
import type { ClaimJob, ConstantQuestion } from '../../properties/job.js';
import { quantitiesOf } from '../../properties/quantities.js';
import type { Sharpened } from '../../properties/sharpen/sharpen.js';
import type { SharpenedEnd } from '../../properties/sharpen/sharpen-end.js';
import { short } from '../../report/words.js';
import { InputError } from '../../theory/errors.js';
import { evaluate } from '../../theory/expression/evaluate.js';
import { instantiate } from '../../theory/language/instantiate.js';
import { parseClaim, parseExpression } from '../../theory/language/parse-claim.js';
import { colour } from '../colour.js';
import type { ConstantOption, SharpenOptions } from '../commands/sharpen.js';
import type { Interruption } from '../interrupt.js';
import { search, stoppedText } from '../search.js';

export async function sharpen(options: SharpenOptions, interruption: Interruption): Promise<number> {
  const jobs = jobsOf(options);
  const found = await search<Sharpened>({ jobs, workers: options.workers }, interruption);
  const stopped = interruption.code();
  if (options.json) {
    const reports = found.map(reportOf);
    const report = jobs.length === 1 ? (reports[0] ?? {}) : { sharpened: reports };
    process.stdout.write(
      `${JSON.stringify(stopped === undefined ? report : { partial: true, ...report }, null, 2)}\n`,
    );
  } else {
    const parts = found.map(textOf);
    process.stdout.write(
      [...parts, ...(stopped === undefined ? [] : [`${colour.yellow(stoppedText)}\n`])].join('\n'),
    );
  }
  return stopped ?? exitCode(found);
}

function exitCode(found: readonly Sharpened[]): 0 | 1 | 3 {
  if (found.some(({ outcome }) => outcome === 'none')) return 1;
  return found.every(({ outcome }) => outcome === 'found') ? 0 : 3;
}

/** The constants without a value are sharpened; if all have one, each in turn. The others are held at theirs. */
function jobsOf(options: SharpenOptions): ClaimJob[] {
  const { constant: constants, claim: text, alpha, seed, budget, oracle } = options;
  const from = options.from ?? -Infinity;
  const to = options.to ?? Infinity;
  if (from > to) throw new InputError(`--from ${from} is greater than --to ${to}.`);
  const names = constants.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new InputError(`--constant has '${twice}' twice.`);
  const values = new Map(constants.map((each) => [each.name, startOf(each)]));
  const open = constants.filter(({ start }) => start === undefined);
  if (open.length > 1) {
    throw new InputError(
      `One constant is sharpened at a time: give ${open
        .slice(1)
        .map(({ name }) => `'${name}'`)
        .join(', ')} a value to be held at, as in --constant ${open[1]!.name}=1.`,
    );
  }
  const claim = parseClaim(text, { requireQuantity: false, constants: names });
  const kind = [claim.left, claim.right].flatMap(quantitiesOf).length > 0 ? 'claim' : 'closed-form';
  const sharpened = open.length === 1 ? open : constants;
  return sharpened.map(({ name, start }): ClaimJob => {
    let own = text;
    const left = [...names];
    for (const other of constants) {
      if (other.name === name) continue;
      own = instantiate(
        parseClaim(own, { requireQuantity: false, constants: left }),
        other.name,
        other.start!,
      );
      left.splice(left.indexOf(other.name), 1);
    }
    const question: ConstantQuestion = {
      name,
      digits: options.digits,
      from,
      to,
      ...(start === undefined ? {} : { start: values.get(name)! }),
    };
    // Several answers share alpha.
    const share = alpha / sharpened.length;
    return {
      id: name,
      text: own.trim(),
      kind,
      alpha: share,
      seed,
      budget,
      constant: question,
      ...(oracle ? { oracle } : {}),
    };
  });
}

function startOf({ name, start }: ConstantOption): number {
  if (start === undefined) return 0;
  try {
    const value = evaluate(parseExpression(start), {});
    if (Number.isFinite(value)) return value;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`--constant ${name}=${start}: ${error.message}`);
  }
  throw new InputError(`--constant ${name}=${start}: the value is not a finite number.`);
}

/** The first end stands at the top, as most claims have one. */
function reportOf({ ends, constant, ...rest }: Sharpened) {
  const [first] = ends;
  return {
    constant,
    value: first?.value ?? null,
    error: first?.error ?? null,
    bindingPoint: first?.bindingPoint ?? null,
    ...rest,
    ends: ends.map(({ text: _, ...end }) => end),
  };
}

function textOf(found: Sharpened): string {
  const lines = found.ends.flatMap((end) => endLines(found, end));
  const remark = found.reason === undefined ? [] : [found.reason];
  const head = found.ends.length > 0 ? [] : [`${found.constant}: ${found.outcome}`];
  return `${[...head, ...lines, ...remark].join('\n')}\n`;
}

function endLines({ constant, oracle, alpha }: Sharpened, end: SharpenedEnd): string[] {
  const [relation, away] = end.side === 'least' ? ['>=', -1] : ['<=', 1];
  const range = end.exhaustive ? `all ${end.points} points` : `${end.points} points examined`;
  const lines = [
    `${colour.bold(`${constant} ${relation} ${end.text}`)}  best constant within ${short(end.error)}, at ${describe(end.bindingPoint)}`,
  ];
  if (oracle === 'simulated') {
    const other = end.value + away * end.error;
    const [low, high] = [Math.min(end.value, other), Math.max(end.value, other)];
    return [
      ...lines,
      `  the best constant over the ${end.points} points drawn lies between ${short(low)} and ${short(high)}, with probability 1 - ${short(alpha)}`,
    ];
  }
  lines.push(`  ${end.verdict} with it at ${range}: ${end.claim}`);
  if (end.counterexample !== undefined) {
    const { lhs, rhs, point } = end.counterexample;
    const { margin } = end;
    const apart =
      margin === undefined ? '' : `, apart by ${margin.deviation} where ${margin.tolerance} is allowed`;
    lines.push(
      `  fails ${end.error} ${away === 1 ? 'above' : 'below'} it at ${describe(point)}: ${lhs} against ${rhs}${apart}`,
    );
  }
  if (end.rational !== undefined) {
    lines.push(`  it may be ${end.rational.text}: the claim with that is ${end.rational.verdict}`);
  }
  return lines;
}
