// Compiles the kernel (numerics/kernel/assembly) and embeds it, in base64, in numerics/kernel/kernel.generated.js. Does nothing if
// that was made from the same sources by the same compiler.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import asc, { version } from 'assemblyscript/asc';

const folder = new URL('../numerics/kernel/', import.meta.url);
const target = new URL('kernel.generated.js', folder);
const options = [
  '-O3',
  '--converge',
  '--runtime',
  'stub',
  '--enable',
  'simd',
  '--noAssert',
  '--disableWarning',
];

const sources = new Map();
for (const name of readdirSync(new URL('assembly/', folder)).sort()) {
  sources.set(name, readFileSync(new URL(`assembly/${name}`, folder), 'utf8'));
}
const fingerprint = createHash('sha256')
  .update(JSON.stringify([version, options, [...sources]]))
  .digest('hex');
const header = `// Made by scripts/make-kernel.mjs from sources with the SHA-256 ${fingerprint}.\n`;
if (existsSync(target) && readFileSync(target, 'utf8').startsWith(header)) process.exit(0);

let binary;
const { error, stderr } = await asc.main(['index.ts', '--outFile', 'kernel.wasm', ...options], {
  readFile: (name) => sources.get(name) ?? null,
  writeFile: (name, contents) => {
    if (name === 'kernel.wasm') binary = contents;
  },
  listFiles: () => [],
});
if (error) {
  process.stderr.write(`${stderr}\n`);
  process.exit(1);
}
const text = Buffer.from(binary).toString('base64');
writeFileSync(target, `${header}/** @type {string} */\nexport const kernel =\n  '${text}';\n`);
