import { openPool } from './worker/pool.js';
const pool = openPool(2);
console.log(await pool.compute('panel')('law-curve', { depth: 1, width: 1 }, new AbortController().signal));
const w = new Worker(new URL('./worker/claim-worker.ts', import.meta.url), { type: 'module' });
w.onmessage = (e) => console.log(e.data);
w.postMessage({ text: 'median(forwardNorm2) <= exp(-5*L/(2*d)) for L in 1..20, d in 2..16' });
import { figuresOf } from '../report/figures/claim-figures.js';
import { typesetClaim } from '../report/claim-math.js';
console.log(figuresOf, typesetClaim);
