/**
 * What runs in the cage (cage.ts): fuzzes one surface and prints, in lines of JSON, each case before it is tried and at last what was found.
 */
import { writeSync } from 'node:fs';
import { fuzz } from './fuzz.js';
import { type SurfaceName, shown } from './surface.js';
import { surfaceOf } from './surfaces.js';

const { surface, seed, runs } = JSON.parse(process.argv[2]!) as {
  surface: SurfaceName;
  seed: number;
  runs: number;
};
// Cases that are dear enough to hang: where one does, the last line says which.
const announced = surface === 'check' || surface === 'expression';
const found = await fuzz(await surfaceOf(surface), { seed, runs }, (input) => {
  if (announced) writeSync(1, `${JSON.stringify({ trying: shown(input) })}\n`);
});
const megabytes = process.resourceUsage().maxRSS / 1024;
writeSync(1, `${JSON.stringify({ found: { ...found, megabytes } })}\n`);
