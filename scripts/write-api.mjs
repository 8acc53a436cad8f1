// Writes docs/api.md, the reference of the package's public names, from their docstrings.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { apiPage } from './public-names.mjs';

const root = new URL('../', import.meta.url);
const packageJson = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
writeFileSync(new URL('docs/api.md', root), apiPage(packageJson, fileURLToPath(root)));
