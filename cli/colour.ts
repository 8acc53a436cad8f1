/** Whether to colour, decided in one place and by what the output is, never by guesses about the machine (such as CI=true). */
import pc from 'picocolors';

/** NO_COLOR beats FORCE_COLOR (0 is no force), which beats the question whether standard output is a terminal. */
export function wantsColour(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0') return true;
  return isTerminal && env.TERM !== 'dumb';
}

export const colour = pc.createColors(wantsColour(process.env, process.stdout.isTTY === true));
