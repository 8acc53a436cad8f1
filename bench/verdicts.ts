/**
 * Time to the verdict and memory for each claim of the catalogue (or of those whose ids are given), one after the other on one thread, at the settings of
 * `check`: seconds of processor time, the verdict, points, and the resident memory that the claim added at its end. One round: a claim costs what it draws.
 */
import { decide } from '../properties/check.js';
import { catalogueJobs } from '../properties/job.js';
import { openLedger } from '../properties/ledger.js';
import { runUnit } from '../properties/unit.js';
import { machine, report } from './report.js';
import { digits, table } from './turns.js';

interface VerdictRow {
  readonly id: string;
  readonly seconds: number;
  readonly verdict: string;
  readonly points: number;
  readonly oracle: string;
  /** Resident memory after the claim, and the most there was up to then, in MB. */
  readonly memory: number;
  readonly mostMemory: number;
}

async function* verdictRows(ids: readonly string[]): AsyncGenerator<VerdictRow> {
  const drafts = catalogueJobs(ids);
  const { perClaim } = openLedger(1e-6, catalogueJobs().length);
  for (const draft of drafts) {
    const job = { ...draft, alpha: perClaim, seed: 1, budget: 60 };
    const start = process.cpuUsage();
    const { verdict, points, oracle } = await decide(job, async (each, unit) => runUnit(each, unit));
    const { user, system } = process.cpuUsage(start);
    yield {
      id: job.id,
      seconds: digits((user + system) / 1e6, 3),
      verdict,
      points,
      oracle,
      memory: Math.round(process.memoryUsage.rss() / 2 ** 20),
      mostMemory: Math.round(process.resourceUsage().maxRSS / 2 ** 10),
    };
  }
}

/** As many rows go to the page. */
const dearest = 20;

const rows: VerdictRow[] = [];
for await (const row of verdictRows(process.argv.slice(2))) {
  rows.push(row);
  process.stderr.write(`${row.id} ${row.seconds} s\n`);
}
rows.sort((a, b) => b.seconds - a.seconds);
const heads = ['claim', 's', 'verdict', 'points', 'oracle', 'MB', 'most MB so far'];
const cells = rows.map(({ id, seconds, verdict, points, oracle, memory, mostMemory }) => [
  id,
  seconds,
  verdict,
  points,
  oracle,
  memory,
  mostMemory,
]);
process.stdout.write(`${table(heads, cells)}\n`);
const total = digits(
  rows.reduce((sum, { seconds }) => sum + seconds, 0),
  3,
);
const below = (limit: number) => rows.filter(({ seconds }) => seconds < limit).length;
const about = `${machine.processor}; Node ${machine.node}. ${rows.length} claims in ${total} s of processor time on one thread, ${below(1)} of them below 1 s each, ${below(0.1)} below 0.1 s; at most ${Math.max(...rows.map(({ mostMemory }) => mostMemory))} MB resident. The ${dearest} dearest:`;
process.stdout.write(`${about}\n`);
// Some claims asked for are no run to be kept.
if (process.argv.length === 2)
  report('verdicts', { machine, total, rows }, [about, table(heads, cells.slice(0, dearest))]);
