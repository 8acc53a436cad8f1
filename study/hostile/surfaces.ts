import { wholeCheck } from './check.js';
import { claimText } from './claim-text.js';
import { claimsFile } from './claims-file.js';
import { expression } from './expression.js';
import type { Surface, SurfaceName } from './surface.js';

/** The surface of this name; what the command line needs is loaded for it alone. */
export async function surfaceOf(name: SurfaceName): Promise<Surface> {
  switch (name) {
    case 'claim text':
      return claimText as Surface;
    case 'expression':
      return expression as Surface;
    case 'check':
      return wholeCheck as Surface;
    case 'claims file':
      return claimsFile as Surface;
    case 'command line': {
      const { capture } = await import('./capture.js');
      const { commandLines } = await import('./command-lines.js');
      const { run } = await import('../../cli/program.js');
      return commandLines((args) => capture(run, args)) as Surface;
    }
  }
}
