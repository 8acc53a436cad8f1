/** Colour: NO_COLOR, then FORCE_COLOR, then whether standard output is a terminal. Nothing else, CI least of all. */
import { describe, expect, test } from 'vitest';
import { wantsColour } from '../../cli/colour.js';
import { runMain } from './spawn.js';

const escapeSequence = '\u001b[';

describe('the decision', () => {
  test.each([
    [{}, true, true],
    [{}, false, false],
    [{ CI: 'true' }, false, false],
    [{ CI: 'true' }, true, true],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '' }, false, true],
    [{ FORCE_COLOR: '0' }, false, false],
    [{ FORCE_COLOR: '0' }, true, true],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    [{ TERM: 'dumb' }, true, false],
    [{ TERM: 'dumb', FORCE_COLOR: '1' }, true, true],
  ] as [NodeJS.ProcessEnv, boolean, boolean][])('%j, terminal %j: %j', (env, terminal, colour) => {
    expect(wantsColour(env, terminal)).toBe(colour);
  });
});

describe.each([
  ['check', 'forward-log-expansion/series-mean'],
  ['explain', 'forward-tail'],
])('%s %s in a pipe', (...args) => {
  test('no colour, CI or not', () => {
    const environments: Record<string, string>[] = [
      {},
      { CI: 'true' },
      { CI: 'true', NO_COLOR: '1', FORCE_COLOR: '1' },
    ];
    for (const env of environments) {
      const { stdout, stderr, status } = runMain(args, { env });
      expect({ status, stderr, coloured: stdout.includes(escapeSequence) }).toEqual({
        status: 0,
        stderr: '',
        coloured: false,
      });
    }
  });

  test('colour if forced', () => {
    expect(runMain(args, { env: { FORCE_COLOR: '1' } }).stdout).toContain(escapeSequence);
  });
});
