import { readFileSync } from 'node:fs';

/** The package's version; package.json lies beside dist/ and beside the sources' folder alike. */
function read(): string {
  for (const path of ['../package.json', '../../package.json']) {
    try {
      return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')).version;
    } catch {
      // Compiled and source files lie at different depths; try the other.
    }
  }
  return 'unknown';
}

export const version = read();
