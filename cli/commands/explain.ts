/** Options of `explain`. */
import type { Command } from 'commander';

export interface ExplainOptions {
  readonly json?: boolean;
}

export function addExplain(program: Command, finish: (code: number) => void): void {
  program
    .command('explain')
    .description('a theorem in words: statement, conditions, source, derivation, how it is decided')
    .argument('<id>', 'id of a theorem or of one of its claims')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  vanishing-curvature explain forward-tail')
    .action(async (id: string, options: ExplainOptions) => {
      const { explain } = await import('../actions/explain.js');
      finish(explain(id, options));
    });
}
