import { existsSync, readFileSync } from 'node:fs';

/** package.json lies beside dist/ and beside the sources' folder alike: compiled and source files lie at different depths. */
export const packageFile = ['../package.json', '../../package.json']
  .map((path) => new URL(path, import.meta.url))
  .find((url) => existsSync(url))!;

/** The package's version. */
export const version: string = JSON.parse(readFileSync(packageFile, 'utf8')).version;
