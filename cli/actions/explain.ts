/** `explain`: a theorem of the catalogue in words, and what the checker does to decide it. */
import { plannedOracle } from '../../properties/oracle.js';
import { catalogue } from '../../theory/catalogue/index.js';
import { type CatalogueClaim, claimId, type Theorem } from '../../theory/catalogue/theorem.js';
import { InputError } from '../../theory/errors.js';
import { colour } from '../colour.js';
import type { ExplainOptions } from '../commands/explain.js';

export function explain(id: string, options: ExplainOptions): number {
  const { theorem, claims } = find(id);
  process.stdout.write(
    options.json ? `${JSON.stringify({ ...theorem, claims }, null, 2)}\n` : explanation(theorem, claims),
  );
  return 0;
}

function find(id: string): { theorem: Theorem; claims: readonly CatalogueClaim[] } {
  for (const theorem of catalogue) {
    if (theorem.id === id) return { theorem, claims: theorem.claims };
    const claims = theorem.claims.filter((claim) => claimId(theorem, claim) === id);
    if (claims.length > 0) return { theorem, claims };
  }
  throw new InputError(
    `There is no theorem '${id}'; there are ${catalogue.map((theorem) => theorem.id).join(', ')}.`,
  );
}

function explanation(theorem: Theorem, claims: readonly CatalogueClaim[]): string {
  const section = (title: string, text: string) => `${colour.bold(title)}\n${wrap(text)}\n`;
  return [
    `${colour.bold(theorem.id)}  ${theorem.label}, ${theorem.title}\n`,
    section('Statement', theorem.statement),
    section('Conditions', theorem.conditions.join('; ')),
    section('Source', theorem.source),
    section('Derivation', `${theorem.derivation} In full: ${pageOf(theorem)}, ${theorem.label}.`),
    colour.bold('Evidence'),
    ...claims.map(
      (claim) =>
        `  ${claimId(theorem, claim)}: ${plannedOracle(claim)}\n    ${statementOf(claim)}\n    must be refuted (${claim.mutant.change})${mutantText(claim)}`,
    ),
    '',
    `Decide it now: npx vanishing-curvature check ${claims.length === theorem.claims.length ? theorem.id : claimId(theorem, claims[0]!)}\n`,
  ].join('\n');
}

function statementOf(claim: CatalogueClaim): string {
  if (claim.kind !== 'series') return claim.claim;
  const what = ['', 'm', 'v', 'k3'][claim.cumulant];
  return `${what} = ${claim.expansion} + O(1/d^${claim.order + 1}) for ${claim.activation}`;
}

/** Derivations of curvature and escape have a page of their own. */
function pageOf({ label }: Theorem): string {
  return /^(C[345]|H|E)/.test(label) ? 'docs/theory-curvature.md' : 'docs/theory.md';
}

/** An experiment's mutant is its change. */
function mutantText(claim: CatalogueClaim): string {
  if (claim.kind === 'experiment') return '';
  return `:\n    ${claim.kind === 'series' ? claim.mutant.expansion : claim.mutant.claim}`;
}

function wrap(text: string, width = 96): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1]!;
    if (last !== '' && last.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.map((line) => `  ${line}`).join('\n');
}
