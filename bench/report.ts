/** Where benchmarks leave their figures: bench/results.json, and the page docs/performance.md between marks of their own. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

const results = new URL('../../bench/results.json', import.meta.url);
const page = new URL('../../docs/performance.md', import.meta.url);

function version(command: string): string {
  try {
    return execFileSync(command, ['--version'], { encoding: 'utf8', stdio: 'pipe' }).split('\n')[0]!;
  } catch {
    return 'absent';
  }
}

export const machine = {
  processor: cpus()[0]?.model.trim(),
  processors: cpus().length,
  node: process.version,
  gcc: version('gcc'),
};

/** Puts `figures` under `name` into the results, and `paragraphs` between the marks of that name. */
export function report(name: string, figures: object, paragraphs: readonly string[]): void {
  const all = JSON.parse(readFileSync(results, 'utf8')) as Record<string, unknown>;
  writeFileSync(results, `${JSON.stringify({ ...all, [name]: figures }, null, 2)}\n`);
  const [head, tail] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const text = readFileSync(page, 'utf8');
  const [start, end] = [text.indexOf(head), text.indexOf(tail)];
  if (start < 0 || end < start) throw new Error(`docs/performance.md has no marks ${head} and ${tail}.`);
  writeFileSync(page, `${text.slice(0, start)}${head}\n\n${paragraphs.join('\n\n')}\n\n${text.slice(end)}`);
}
