// Writes the JSON Schema of claims files beside the compiled package.
import { writeFileSync } from 'node:fs';
import { claimsFileJsonSchema } from '../dist/theory/language/claims-file.js';

writeFileSync(
  new URL('../dist/claims-file.schema.json', import.meta.url),
  `${JSON.stringify(claimsFileJsonSchema(), null, 2)}\n`,
);
