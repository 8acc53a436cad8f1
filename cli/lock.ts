/**
 * One process at a time works on a file. Each first says that it is there, by an empty file beside it that names the process, and then
 * looks for others: two that start at once may both give way, but never both go on. What a killed process left behind is cleared away.
 */
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../theory/errors.js';
import { reasonOf } from './system-error.js';

/**
 * @param what the file, for messages: `The journal 'run.jsonl'`.
 * @returns gives the lock back; the end of the process does too.
 * @throws InputError if another process, or another part of this one, works on the file, if it has several names that do not lead to
 *   one lock, or if its folder cannot be written.
 */
export function lockFile(path: string, what: string): () => void {
  const real = realPath(path);
  refuseManyNames(real, what);
  const own = `${basename(real)}.lock.${process.pid}.${startOf(process.pid) ?? 0}.${host}`;
  announce(join(dirname(real), own), what);
  const release = () => {
    process.removeListener('exit', release);
    rmSync(join(dirname(real), own), { force: true });
  };
  process.on('exit', release);
  try {
    for (const name of readdirSync(dirname(real))) {
      if (name === own || !name.startsWith(`${basename(real)}.lock.`)) continue;
      giveWayTo(name, dirname(real), what);
    }
  } catch (error) {
    release();
    throw error;
  }
  return release;
}

/** The lock lies beside one name: symbolic links and folders under several paths lead to it, these two do not. */
function refuseManyNames(real: string, what: string): void {
  const there = statOf(real);
  if (there === undefined || !there.isFile()) return;
  if (there.nlink > 1)
    throw new InputError(
      `${what} has ${there.nlink} names (hard links), by which two runs would not see each other: copy it, or delete the others.`,
    );
  if (isMountPoint(real))
    throw new InputError(
      `${what} is mounted by itself (a bind mount), so that runs that know it by another name would not be seen: mount its folder.`,
    );
}

/** Whoever opens the file says why it cannot be looked at. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** Field 5 of a line of /proc/self/mountinfo (proc(5)), in which some characters are octal. No answer without /proc. */
function isMountPoint(path: string): boolean {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8')
      .split('\n')
      .some((line) => {
        const escaped = line.split(' ')[4] ?? '';
        return (
          path ===
          escaped.replaceAll(/\\(\d{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)))
        );
      });
  } catch {
    return false;
  }
}

function announce(path: string, what: string): void {
  try {
    closeSync(openSync(path, 'wx'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw inUse(what, process.pid);
    throw new InputError(
      `${what} cannot be written: ${code === 'ENOENT' ? noFolder(path) : reasonOf(error)}.`,
    );
  }
}

const noFolder = (path: string) => `there is no folder '${dirname(path)}'`;

function giveWayTo(name: string, folder: string, what: string): void {
  const [, pid, started, where] = /\.lock\.(\d+)\.(\d+)\.(.+)$/.exec(name) ?? [];
  if (pid === undefined) return;
  if (where !== host) {
    const lock = join(folder, name);
    throw new InputError(
      `${what} is in use by process ${pid} on ${where}: wait for its end, or delete '${lock}' if it has ended.`,
    );
  }
  if (isRunning(Number(pid), started!)) throw inUse(what, Number(pid));
  const lock = join(folder, name);
  try {
    rmSync(lock, { force: true });
  } catch {
    throw new InputError(
      `${what}: the lock '${lock}' of a process that has ended could not be removed; delete it.`,
    );
  }
}

function inUse(what: string, pid: number): InputError {
  return new InputError(`${what} is in use by process ${pid}: wait for its end, or name another file.`);
}

/** Process ids are used again, so the moment of the start counts too, where the system tells it. */
function isRunning(pid: number, started: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user's.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const start = startOf(pid);
  return start === undefined ? true : start === started;
}

/** In ticks since the machine's start: field 22 of /proc/PID/stat (proc(5)). Undefined without /proc, none for what has ended. */
function startOf(pid: number): string | undefined {
  try {
    // The second field, a name in brackets, may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\)/s, '').trim().split(' ');
    return fields[0] === 'Z' ? 'ended' : fields[19];
  } catch {
    return undefined;
  }
}

const host = hostname().replaceAll(/[^\w-]/g, '_') || 'localhost';

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return notThereYet(path);
  }
}

/** A link may point to where the file is going to be: its other names have to share its lock. */
function notThereYet(path: string): string {
  try {
    return realPath(resolve(dirname(path), readlinkSync(path)));
  } catch {
    return path;
  }
}
