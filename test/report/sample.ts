/** A run of a few cheap claims, one of each kind of evidence, with texts that would do harm if they were not escaped. */
import { decide } from '../../properties/check.js';
import { type ClaimJob, catalogueJobs, type JobDraft } from '../../properties/job.js';
import { picturesOf } from '../../properties/pictures/pictures.js';
import { runHere } from '../../properties/run-here.js';
import { openTrails } from '../../properties/trail.js';
import type { CheckReport, ReportedClaim } from '../../report/check-report.js';

const evilTitle = '<script>alert(1)</script> & "quoted" | `code` *bold* \u0007 \ud800 Ünïcödé 数学 𝔼';
export const evilSource = '</dd></article><img src="http://example.com/x.png" onerror=alert(2)>';

const own = (id: string, text: string, more: Partial<JobDraft> = {}): JobDraft => ({
  id,
  text,
  kind: 'claim',
  ...more,
});

const drafts: readonly JobDraft[] = [
  ...catalogueJobs(['forward-log-expansion/series-linear-mean', 'forward-log-expansion/mean-every-width']),
  ...catalogueJobs(['chain-uniform/gamma-median-below', 'escape-sign']),
  own('exact', 'median(forwardNorm2) <= exp(-5*L/(2*d)) for L in 1..12, d in 2..8 where L >= d'),
  own('refuted', 'median(forwardNorm2) <= exp(-3*L/d) for L in 1..30, d in 2..12 where L >= d', {
    about: { title: evilTitle, source: evilSource },
  }),
  own('proved', 'mean(forwardNorm2^2) = (1+5/d)^L for L in 1..9, d in 1..9'),
  own('drawn', 'median(forwardNorm2) <= 3/4 for L in 8..10, d in 3..4 with init he-uniform'),
  own('drawn-false', 'P(forwardNorm2 <= 0) <= 1/100 for L in 4..6, d in 2..3 with init he-uniform'),
  own('undecided', 'mean(forwardNorm2) = 1 for L in 40..41, d in 2..3 with init he-uniform'),
  own('atoms', 'quantile(forwardNorm2 | alive, 1/4) >= 1/1000 for L in 2..3, d in 4..5'),
];

/** @param isWanted of those above, by their ids; the last one, without a verdict, is always there. */
export async function sampleReport(isWanted: (id: string) => boolean = () => true): Promise<CheckReport> {
  const claims: ReportedClaim[] = [];
  for (const draft of drafts.filter(({ id }) => isWanted(id))) {
    const job: ClaimJob = { ...draft, alpha: 1e-8, seed: 1, budget: 2 };
    const trails = openTrails();
    const finding = await decide(job, async (each, unit, wanted) => {
      const outcome = await runHere(each, unit, wanted);
      if (outcome !== undefined) trails.note(unit, outcome);
      return outcome;
    });
    const pictures = await picturesOf(job, finding, trails.all(), runHere);
    const verdict = { id: job.id, claim: job.text, ...finding, seconds: 1, seed: 1 };
    claims.push({ job, verdict, pictures, replay: `vanishing-curvature check --claim '${job.text}'` });
  }
  const job: ClaimJob = {
    ...own('unreached', 'mean(forwardNorm2) <= 2 for L in 1..2, d in 1..2'),
    alpha: 1e-8,
    seed: 1,
    budget: 2,
  };
  claims.push({ job, verdict: undefined, pictures: undefined, replay: undefined });
  return { version: '0.0.0', seed: 1, alpha: 1e-6, budget: 2, partial: true, claims };
}
