import { fileURLToPath } from 'node:url';

/** Where the explorer's page is, built: this file runs from dist/cli/ or, bundled, from dist/bin/. */
export const pageFolder = fileURLToPath(new URL('../explorer/', import.meta.url));
