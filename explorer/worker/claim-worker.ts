/** Decides one claim, then draws what a report would show of it: the functions that the command line runs, in this thread. */
import { decide } from '../../properties/check.js';
import { jobOf } from '../../properties/check-claim.js';
import { picturesOf } from '../../properties/pictures/pictures.js';
import { runHere } from '../../properties/run-here.js';
import type { RunUnit } from '../../properties/run-units.js';
import { openTrails } from '../../properties/trail.js';
import { InputError } from '../../theory/errors.js';
import type { ClaimQuestion, ClaimReply } from './claim-messages.js';
import { counterexampleLine } from './counterexample-line.js';

const send = (reply: ClaimReply) => postMessage(reply);

addEventListener('message', async ({ data }: MessageEvent<ClaimQuestion>) => {
  try {
    await answer(data);
  } catch (error) {
    if (error instanceof InputError) send({ kind: 'refusal', message: error.message, column: error.column });
    else send({ kind: 'failure', message: error instanceof Error ? error.message : String(error) });
  }
});

async function answer({ text, seed, budget }: ClaimQuestion): Promise<void> {
  const start = performance.now();
  const job = jobOf(text, { seed, budget });
  const trails = openTrails();
  let points = 0;
  const run: RunUnit = async (each, unit, wanted) => {
    const outcome = await runHere(each, unit, wanted);
    if (outcome !== undefined) {
      trails.note(unit, outcome);
      points += outcome.points;
      send({ kind: 'progress', points });
    }
    return outcome;
  };
  const finding = await decide(job, run);
  const seconds = (performance.now() - start) / 1000;
  send({ kind: 'verdict', job, verdict: { id: job.id, claim: job.text, ...finding, seconds, seed } });
  if (finding.counterexample !== undefined) {
    const line = await counterexampleLine(job, finding.counterexample.point);
    if (line !== undefined) send({ kind: 'line', line });
  }
  send({ kind: 'pictures', pictures: await picturesOf(job, finding, trails.all(), runHere) });
}
