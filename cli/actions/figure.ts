/** `figure`: a claim is checked, and one figure of it written as SVG. */
import type { ClaimJob } from '../../properties/job.js';
import { figuresOf } from '../../report/figures/claim-figures.js';
import type { Figure } from '../../report/figures/figure.js';
import { figureOf } from '../../report/figures/svg.js';
import { InputError } from '../../theory/errors.js';
import { listen, newRun } from '../check-run.js';
import { colour } from '../colour.js';
import type { CheckOptions } from '../commands/check.js';
import type { FigureOptions } from '../commands/figure.js';
import type { Interruption } from '../interrupt.js';
import { readJobs } from '../jobs.js';
import { refuseUnwritable } from '../output-files.js';
import { writeWhole } from '../write-whole.js';

export async function figure(
  id: string | undefined,
  options: FigureOptions,
  interruption: Interruption,
): Promise<number> {
  const { output, kind, json } = options;
  const { job, checkOptions } = await readJob(id, options);
  refuseUnwritable([{ option: '--output', what: 'The figure', path: output }], []);
  const run = newRun([job]);
  await listen({ what: [], options: checkOptions, jobs: [job], pictures: true }, run, interruption);
  const stopped = interruption.code();
  const [verdict, pictures] = [run.verdicts[0], run.pictures[0]];
  if (verdict === undefined || pictures === undefined) {
    print(json, { partial: true }, colour.yellow('stopped: no figure was drawn'));
    return stopped!;
  }
  const figures = figuresOf(job, verdict, pictures);
  const kinds = figures.map((each) => each.kind);
  const chosen = kind === undefined ? figures[0] : figures.find((each) => each.kind === kind);
  if (chosen === undefined) {
    print(
      json,
      { kind: null, kinds },
      kinds.length === 0
        ? 'The claim has no figure.'
        : `The claim has no figure '${kind}': it has ${kinds.join(', ')}.`,
    );
    return 3;
  }
  writeWhole(output, figureOf(job.text, [chosen]));
  const { title, note, description, csv } = chosen;
  print(json, { kind: chosen.kind, kinds, title, note, description, csv }, summary(chosen, output));
  return stopped ?? 0;
}

function summary({ kind, description }: Figure, output: string): string {
  return `${kind}  ${description}\nwritten to ${output}`;
}

function print(json: boolean | undefined, data: object, text: string): void {
  process.stdout.write(`${json ? JSON.stringify(data, null, 2) : text}\n`);
}

async function readJob(
  id: string | undefined,
  { claim, alpha, budget, seed, oracle, workers }: FigureOptions,
): Promise<{ job: ClaimJob; checkOptions: CheckOptions }> {
  if ((id === undefined) === (claim === undefined))
    throw new InputError("figure needs one claim: an id of the catalogue, or --claim 'text'.");
  const checkOptions: CheckOptions = {
    alpha,
    budget,
    seed,
    workers,
    ...(claim === undefined ? {} : { claim: [claim] }),
    ...(oracle === undefined ? {} : { oracle }),
  };
  const jobs = await readJobs(id === undefined ? [] : [id], checkOptions);
  const [job, further] = jobs;
  if (further !== undefined)
    throw new InputError(
      `'${id}' has several claims: name one of ${jobs.map((each) => each.id).join(', ')}.`,
    );
  return { job: job!, checkOptions };
}
