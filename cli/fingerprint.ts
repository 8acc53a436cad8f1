/** Results of different code do not belong together: a journal is continued by the code that began it alone. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * Of compiled code that results may depend on, and of the versions of its libraries.
 * @param root the folder of the compiled code, within the package.
 * @param parts folders of it.
 * @param skip whether a file (`study/verdicts.js`) does not count.
 */
export function fingerprint(root: URL, parts: readonly string[], skip = (_file: string) => false): string {
  const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', root), 'utf8'));
  const hash = createHash('sha256').update(JSON.stringify(dependencies));
  for (const part of parts) {
    const files = readdirSync(new URL(`${part}/`, root), { recursive: true, encoding: 'utf8' })
      .map((file) => `${part}/${file.replaceAll('\\', '/')}`)
      .filter((file) => /\.c?js$/.test(file) && !skip(file));
    for (const file of files.sort()) hash.update(`${file}\0`).update(readFileSync(new URL(file, root)));
  }
  return hash.digest('hex').slice(0, 16);
}
