/** The package as `npm pack` makes it of what was built, and empty projects that use it. */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface PackageJson {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly imports: Readonly<Record<string, unknown>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

export const packageJson: PackageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

export interface Packed {
  readonly tarball: string;
  /** Bytes of the tarball. */
  readonly size: number;
  readonly files: readonly string[];
}

/** Packs what stands in the work tree into a folder. */
export function pack(folder: string): Packed {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const printed = execFileSync('npm', args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const found: unknown = JSON.parse(printed);
  // npm prints a list, or from some version on an object by name.
  const [entry] = Object.values(
    found as Record<string, { filename: string; size: number; files: { path: string }[] }>,
  );
  if (entry === undefined) throw new Error(`npm pack said ${printed}`);
  return {
    tarball: join(folder, entry.filename),
    size: entry.size,
    files: entry.files.map(({ path }) => path),
  };
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'package-'));
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
}

/** What `npm install` would put beside the package: its dependencies and theirs, by the lockfile, and none of the development's. */
function installedBeside(): string[] {
  const { packages }: Lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages).flatMap(([path, { dev = false }]) => {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1];
    return name === undefined || dev ? [] : [name];
  });
}

/**
 * An empty ESM project in which the tarball is installed: unpacked, beside its dependencies as this repository has them, so that no registry is
 * needed, and those of `more`.
 */
export function install(tarball: string, more: readonly string[] = []): string {
  const project = newFolder();
  const modules = join(project, 'node_modules');
  mkdirSync(modules);
  execFileSync('tar', ['-xzf', tarball, '-C', modules]);
  renameSync(join(modules, 'package'), join(modules, packageJson.name));
  for (const name of [...installedBeside(), ...more]) {
    const link = join(modules, name);
    mkdirSync(dirname(link), { recursive: true });
    const target = join(root, 'node_modules', name);
    if (existsSync(target)) symlinkSync(target, link);
  }
  writeFileSync(join(project, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }');
  return project;
}

export function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
