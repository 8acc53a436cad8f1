/** `completion`: a script that completes the program's command line, made from the program itself. */
import type { Command } from 'commander';
import { catalogue } from '../../theory/catalogue/index.js';
import { claimId } from '../../theory/catalogue/theorem.js';
import type { Shell } from '../commands/completion.js';
import { bashCompletion } from '../completion/bash.js';
import { fishCompletion } from '../completion/fish.js';
import { wordsOf } from '../completion/words.js';
import { zshCompletion } from '../completion/zsh.js';

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

export function completion(program: Command, shell: Shell): number {
  const ids = new Set(
    catalogue.flatMap((theorem) => [theorem.id, ...theorem.claims.map((claim) => claimId(theorem, claim))]),
  );
  process.stdout.write(scripts[shell](wordsOf(program), [...ids]));
  return 0;
}
