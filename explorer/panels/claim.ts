/** The claim box: a claim typed in is decided as one types, with the functions of the command line. */

import { describe } from '../../properties/describe.js';
import type { ClaimJob } from '../../properties/job.js';
import type { Pictures } from '../../properties/pictures/pictures.js';
import type { Verdict } from '../../properties/verdict.js';
import { claimCard } from '../../report/claim-card.js';
import { figureStyle } from '../../report/figures/compact.js';
import { count, evidence } from '../../report/words.js';
import { InputError } from '../../theory/errors.js';
import { parseClaim } from '../../theory/language/parse-claim.js';
import { addChart, type Chart } from '../chart.js';
import { openClaimCheck } from '../claim-check.js';
import { button, element, markInvalid } from '../dom.js';
import { legend } from '../legend.js';
import type { Panel } from '../panel.js';
import { exampleClaims } from '../presets.js';
import { claimBudget, claimCommand, testOf } from '../replay.js';
import type { ExplorerState } from '../state.js';
import type { ClaimReply, CounterexampleLine } from '../worker/claim-messages.js';
import { counterexamplePlot } from './claim-chart.js';

/** Milliseconds without a change before a claim is checked. */
const settleTime = 250;
/** Characters shown to either side of what is wrong. */
const around = 20;

/** @param onFirst is told once, when the first claim has been answered: until then its worker should have the processor. */
export const claimPanel = (onFirst: () => void): Panel => ({
  id: 'claim',
  title: 'Claim box',
  intro:
    'Write a claim about these nets; it is proved, verified, supported by drawn nets, refuted with its smallest counterexample, or left undecided.',
  command: claimCommand,
  test: ({ claim, seed }) => testOf(claim, seed),
  mount(root, context) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(figureStyle);
    document.adoptedStyleSheets.push(sheet);
    const check = openClaimCheck();
    const text = element('textarea', {
      id: 'claim-text',
      name: 'claim',
      rows: '2',
      spellcheck: 'false',
      autocapitalize: 'off',
      autocomplete: 'off',
      'aria-describedby': 'claim-complaint',
    });
    const examples = element(
      'fieldset',
      { class: 'chips', 'aria-label': 'Examples of claims' },
      ...exampleClaims.map(({ label, claim }) => button(label, () => context.setState({ claim }, true))),
    );
    const complaint = element('p', { id: 'claim-complaint', class: 'complaint' });
    const verdictLine = element('p', { class: 'verdict', role: 'status' });
    const counterexample = element('div');
    const card = element('div', { class: 'card' });
    root.append(
      element('label', { for: 'claim-text' }, 'Claim'),
      text,
      complaint,
      examples,
      verdictLine,
      counterexample,
      card,
    );

    let latest: ExplorerState | undefined;
    let settle = 0;
    let chart: Chart | undefined;
    text.addEventListener('input', () => context.setState({ claim: text.value }));

    function update(state: ExplorerState): void {
      if (latest?.claim === state.claim && latest.seed === state.seed) return;
      const isFirst = latest === undefined;
      latest = state;
      if (text.value !== state.claim) text.value = state.claim;
      clearTimeout(settle);
      check.cancel();
      clear();
      if (complain(state.claim)) {
        onFirst();
        return;
      }
      settle = window.setTimeout(() => ask(state), isFirst ? 0 : settleTime);
    }

    function clear(): void {
      verdictLine.replaceChildren();
      chart?.remove();
      chart = undefined;
      counterexample.replaceChildren();
      card.replaceChildren();
      context.describe('');
    }

    /** Whether there is no claim to check; says why not. */
    function complain(claim: string): boolean {
      try {
        complaint.replaceChildren();
        markInvalid(text, false);
        if (claim.trim() === '') {
          complaint.textContent =
            'A claim is a line such as: median(forwardNorm2) <= 1 for L in 1..64, d in 1..64';
          return true;
        }
        parseClaim(claim);
        return false;
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        refuse(claim, error.message, error.column);
        return true;
      }
    }

    function refuse(claim: string, message: string, column: number | undefined): void {
      markInvalid(text, true);
      complaint.replaceChildren(message, ...(column === undefined ? [] : [excerpt(claim, column)]));
    }

    function ask(state: ExplorerState): void {
      const { claim, seed } = state;
      let decided: { readonly job: ClaimJob; readonly verdict: Verdict } | undefined;
      verdictLine.replaceChildren('Checking …');
      const asked = performance.now();
      const progress = element('span', { class: 'progress', 'aria-hidden': 'true' });
      const take = (reply: ClaimReply) => {
        if (reply.kind !== 'progress') onFirst();
        switch (reply.kind) {
          case 'progress':
            if (performance.now() - asked > 400) {
              progress.textContent = ` ${count(reply.points, 'point')} so far`;
              if (!progress.isConnected && decided === undefined) verdictLine.append(progress);
            }
            return;
          case 'verdict':
            decided = reply;
            verdictLine.replaceChildren(...verdictText(reply.verdict));
            show(reply.job, reply.verdict, undefined);
            return;
          case 'line':
            showLine(reply.line, decided!.verdict);
            return;
          case 'pictures':
            show(decided!.job, decided!.verdict, reply.pictures);
            return;
          case 'refusal':
            verdictLine.replaceChildren();
            refuse(claim, reply.message, reply.column);
            return;
          case 'failure':
            verdictLine.replaceChildren(`This claim could not be checked: ${reply.message}.`);
        }
      };
      check.ask({ text: claim, seed, budget: claimBudget }, take);
    }

    function show(job: ClaimJob, verdict: Verdict, pictures: Pictures | undefined): void {
      const markup = claimCard({ job, verdict, pictures, replay: undefined }, job.text, 'c');
      card.innerHTML = markup.text;
    }

    function showLine(line: CounterexampleLine, { counterexample: at, claim }: Verdict): void {
      if (at === undefined) return;
      const { [line.name]: _, ...fixed } = at.point;
      const relation = { '<=': '≤', '>=': '≥', '=': '=' }[parseClaim(claim).relation];
      const where = Object.keys(fixed).length === 0 ? '' : ` at ${describe(fixed)}`;
      counterexample.append(
        element('h3', {}, `The counterexample: both sides against ${line.name}${where}`),
        legend([
          { label: 'left side', colour: 'var(--blue)', look: 'line' },
          { label: 'right side', colour: 'var(--ink)', look: 'dashes' },
          {
            label: `fails: the left side is not ${relation} the right one`,
            colour: 'var(--orange)',
            look: 'dot',
          },
        ]),
      );
      chart = addChart(counterexample);
      chart.draw(counterexamplePlot(line, at));
      const failing = line.rooms.filter(({ holds, open }) => !holds && !open).length;
      context.describe(
        `Both sides against ${line.name}${where}: the claim fails at ${failing} of the ${line.rooms.length} points shown, the smallest counterexample is ${describe(at.point)}.`,
      );
    }

    return {
      update,
      unmount() {
        clearTimeout(settle);
        check.close();
        chart?.remove();
        document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
      },
    };
  },
});

function verdictText(verdict: Verdict): (Node | string)[] {
  return [
    element('strong', { class: verdict.verdict }, verdict.verdict),
    `: ${evidence(verdict)} `,
    element(
      'span',
      { class: 'fine' },
      `(${verdict.seconds < 0.1 ? 'below 0.1' : verdict.seconds.toFixed(1)} s)`,
    ),
  ];
}

/** The text around a column, with a mark below it. */
function excerpt(text: string, column: number): HTMLElement {
  const at = column - 1;
  const [from, to] = [Math.max(0, at - around), at + around];
  const [before, after] = [from > 0 ? '… ' : '', to < text.length ? ' …' : ''];
  const line = `${before}${text.slice(from, to).replace(/\s/g, ' ')}${after}`;
  return element('pre', { 'aria-hidden': 'true' }, `${line}\n${' '.repeat(before.length + at - from)}^`);
}
