/** Runs the command line, as built (worker threads load compiled files), in this process and gathers what it prints. */
import { capture } from '../../study/hostile/capture.js';

const built = new URL('../../dist/bin/program.js', import.meta.url).href;
const { run }: typeof import('../../cli/program.js') = await import(built);

export const cli = (...args: string[]) => capture(run, args);
