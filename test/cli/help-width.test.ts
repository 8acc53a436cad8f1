/** --help in narrow terminals: all but examples, which are to be copied, fits. No chance in it. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { filled } from '../../cli/help-text.js';
import { programOf, run } from '../../cli/program.js';

const { isTTY, columns } = process.stdout;

afterEach(() => {
  vi.restoreAllMocks();
  Object.assign(process.stdout, { isTTY, columns });
});

async function helpIn(width: number | undefined, args: readonly string[]): Promise<string> {
  let printed = '';
  Object.assign(process.stdout, { isTTY: width !== undefined, columns: width });
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
  expect(await run([...args, '--help'])).toBe(0);
  return printed;
}

const wordsOf = (text: string) => text.split(/\s+/);
const isExample = (line: string) => /^ {2}(?:npx )?(?:vanishing-curvature|eval|sudo|source|\S+ <)/.test(line);

const commands = programOf(() => {}).commands.map((command) => command.name());

describe.each([60, 80])('%i columns', (width) => {
  test.each(['', ...commands])('%s', async (command) => {
    const args = command === '' ? [] : [command];
    const text = await helpIn(width, args);
    const long = text.split('\n').filter((line) => line.length > width && !isExample(line));
    expect(long).toEqual([]);
    expect(wordsOf(text)).toEqual(wordsOf(await helpIn(undefined, args)));
  });
});

test('examples keep their lines, what words mean stands beside them, and without a terminal all is as it was', () => {
  const text =
    '\nOne two three\nfour.\n\n\nExit codes: 0, 1\nand 2.\n\na   it is one of them\nbc  no\n\nExamples:\n  a b c d e f g h i j k l m n o p q r s\n';
  expect(filled(text, 24)).toBe(
    '\nOne two three four.\n\n\nExit codes: 0, 1 and 2.\n\na   it is one of them\nbc  no\n\nExamples:\n  a b c d e f g h i j k l m n o p q r s\n',
  );
  expect(filled('a   it is one of all of them', 24)).toBe('a   it is one of all of\n    them');
  expect(filled(text, undefined)).toBe(text);
});
