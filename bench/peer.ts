/** Other programs beside ours in a benchmark: each answers one line with one line, and waits in between. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Peer {
  ask(line: string): Promise<string>;
  end(): void;
}

/** The file in bench/ of the sources, of which dist/ has no copy. */
const source = (name: string): string => fileURLToPath(new URL(`../../bench/${name}`, import.meta.url));

function startPeer(command: string, args: readonly string[]): Peer {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(line) {
      child.stdin.write(`${line}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error(`${command} ended at ${line}.`);
      return value;
    },
    end: () => void child.stdin.end(),
  };
}

/** The system's Python, where Debian's packages of NumPy and PyTorch are, on a script of bench/. */
export const startPython = (script: string): Peer => startPeer('/usr/bin/python3', [source(script)]);

/** The yardstick in C, or undefined without gcc or a processor for it. */
export function startYardstick(lanes: 4 | 8): Peer | undefined {
  const program = join(mkdtempSync(join(tmpdir(), 'yardstick-')), 'yardstick');
  const options = ['-O3', '-march=native', '-fno-math-errno', `-DLANES=${lanes}`];
  try {
    execFileSync('gcc', [...options, source('yardstick.c'), '-o', program, '-lm'], { stdio: 'pipe' });
  } catch {
    return undefined;
  }
  return startPeer(program, []);
}
