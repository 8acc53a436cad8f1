/** Makes the claim language's parser from its grammar before the tests run, where it is missing or older. */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';

const folder = new URL('../theory/language/', import.meta.url);

function changedAt(name: string): number {
  return statSync(new URL(name, folder), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

export default function setup(): void {
  const made = Math.min(changedAt('grammar.generated.js'), changedAt('grammar.generated.d.ts'));
  if (made > changedAt('grammar.peggy')) return;
  execFileSync('npm', ['run', '--silent', 'grammar'], {
    cwd: new URL('..', import.meta.url),
    stdio: 'inherit',
  });
}
