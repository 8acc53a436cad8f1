/** Options of `doctor`. */
import type { Command } from 'commander';

export interface DoctorOptions {
  readonly json?: boolean;
}

export function addDoctor(program: Command, finish: (code: number) => void): void {
  program
    .command('doctor')
    .description('what this machine can do, a self-test of the arithmetic, and how fast nets are drawn here')
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import('../actions/doctor.js');
      finish(doctor(options));
    });
}

const help = `
Takes less than a second. The self-test: two numbers of docs/theory.md (F9, W1) by the exact law, one closed form, and the same nets by the WebAssembly kernel
and by plain code, bit for bit. Nets a second are those of 64 layers of 64 units, on one core.
Chromium is needed by the tests of a checkout alone: the variable CHROMIUM names it, or it is in the PATH.

Exit codes: 0 all is well, 1 a self-test failed or this version of Node is not supported.

Examples:
  vanishing-curvature doctor
  vanishing-curvature doctor --json`;
