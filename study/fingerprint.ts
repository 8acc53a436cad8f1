/** Results of different code do not belong on one page: a journal is continued by the code that began it alone. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const parts = ['theory', 'numerics', 'properties', 'study'];

/**
 * Of everything, as built, that a study's results may depend on.
 * @param others names of the other studies: their files do not count.
 */
export function fingerprint(root: URL, others: readonly string[]): string {
  const foreign = new Set(others.map((name) => `study/${name}`));
  const hash = createHash('sha256');
  for (const part of parts) {
    const folder = new URL(`${part}/`, root);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => /\.c?js$/.test(file) && !foreign.has(`${part}/${file.split(/[./]/)[0]}`));
    for (const file of files.sort())
      hash.update(`${part}/${file}\0`).update(readFileSync(new URL(file, folder)));
  }
  return hash.digest('hex').slice(0, 16);
}
