/**
 * `npm run study -- [NAME ...]`: runs studies of the checker, all by default, and writes their pages into docs/study/. Finished cells are
 * kept in .study/, so that a run that was stopped goes on where it was.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { fingerprint } from '../cli/fingerprint.js';
import { type Header, type Journal, openJournal } from '../cli/journal.js';
import { lockFile } from '../cli/lock.js';
import { openCountProgress } from '../cli/progress.js';
import { writeWhole } from '../cli/write-whole.js';
import { InputError } from '../theory/errors.js';
import { studies } from './index.js';
import type { Study } from './study.js';
import type { CellDone, Task } from './worker.js';

/** This file runs from dist/study/. */
const built = new URL('../', import.meta.url);
const root = fileURLToPath(new URL('../', built));

const names = process.argv.slice(2);
const unknown = names.find((name) => !studies.some((study) => study.name === name));
if (unknown !== undefined) {
  process.stderr.write(
    `There is no study '${unknown}'; there are ${studies.map((study) => study.name).join(', ')}.\n`,
  );
  process.exit(2);
}
/** Folders that results depend on. */
const parts = ['theory', 'numerics', 'properties', 'study'];
const workers = availableParallelism();
const pool = new Piscina({
  filename: new URL('./worker-entry.cjs', import.meta.url).href,
  maxThreads: workers,
  concurrentTasksPerWorker: 1,
});
let kept = true;
try {
  for (const study of studies) {
    if (names.length === 0 || names.includes(study.name)) kept = (await runStudy(study)) && kept;
  }
  process.exitCode = kept ? 0 : 1;
} catch (error) {
  // Such as a journal that another process works on.
  if (!(error instanceof InputError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
await pool.destroy();

async function runStudy(study: Study): Promise<boolean> {
  const others = studies.map((each) => each.name).filter((name) => name !== study.name);
  mkdirSync(`${root}.study`, { recursive: true });
  const path = `${root}.study/${study.name}.jsonl`;
  const unlock = lockFile(path, `The journal of ${study.name}`);
  const code = fingerprint(built, parts, (file) =>
    others.some((name) => file.startsWith(`study/${name}.`) || file.startsWith(`study/${name}/`)),
  );
  const journal = journalOf(path, { study: study.name, code });
  const cells = study.cells('full');
  const progress = await openCountProgress(cells.length, `cells of ${study.name}`, journal.known);
  const done: CellDone[] = [];
  let next = 0;
  // A cell is handed out when a thread is free for it: the pool would share them all out at once, and one long cell would hold up half of them.
  const work = async () => {
    for (let index = next++; index < cells.length; index = next++) {
      const key = `${index} ${JSON.stringify(cells[index])}`;
      const before = journal.get(key);
      if (before === undefined) {
        const task: Task = { name: study.name, scale: 'full', index };
        done[index] = await pool.run(task);
        journal.record(key, done[index]);
        progress.done();
      } else done[index] = before as CellDone;
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  progress.stop();
  journal.close();
  unlock();
  const { text, broken } = study.report(
    done.map((each) => each.result),
    cells,
    'full',
  );
  const seconds = done.reduce((sum, each) => sum + each.seconds, 0);
  mkdirSync(`${root}docs/study`, { recursive: true });
  writeWhole(`${root}docs/study/${study.name}.md`, page(study, text, broken, seconds));
  process.stdout.write(
    `${study.name}: ${broken.length === 0 ? 'kept' : `BROKEN\n  ${broken.join('\n  ')}`}\n`,
  );
  return broken.length === 0;
}

/** Other code's cells are of no use: the journal is begun anew. */
function journalOf(path: string, header: Header): Journal {
  try {
    return openJournal(path, header);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    rmSync(path);
    return openJournal(path, header);
  }
}

function page(study: Study, text: string, broken: readonly string[], seconds: number): string {
  const verdict =
    broken.length === 0
      ? 'Everything that had to hold held.'
      : `**Not everything that had to hold held:**\n\n${broken.map((each) => `- ${each}`).join('\n')}`;
  const where = `${cpus()[0]!.model}, Node ${process.version}`;
  return `# ${study.title}

Made by \`npm run study -- ${study.name}\` (${Math.ceil(seconds / 60)} min of one core: ${where}). ${verdict}

${text.trim()}
`;
}
