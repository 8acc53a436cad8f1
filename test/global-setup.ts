/** Makes the claim language's parser and the kernel before the tests run, where they are missing or older than their sources. */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';

const folder = new URL('../theory/language/', import.meta.url);

function changedAt(name: string): number {
  return statSync(new URL(name, folder), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

const run = (script: string): void => {
  execFileSync('npm', ['run', '--silent', script], { cwd: new URL('..', import.meta.url), stdio: 'inherit' });
};

export default function setup(): void {
  run('kernel');
  const made = Math.min(changedAt('grammar.generated.js'), changedAt('grammar.generated.d.ts'));
  if (made > changedAt('grammar.peggy')) return;
  run('grammar');
}
