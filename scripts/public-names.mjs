// What the package's entry points export, read from the declarations that the compiler wrote: name, docstring, declaration.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** The entry points, as package.json names them, and their declarations in dist/. */
export function entryPoints(packageJson) {
  return Object.entries(packageJson.exports)
    .filter(([, target]) => typeof target === 'object')
    .map(([path, { types }]) => ({ path: path.replace(/^\./, packageJson.name), types }));
}

/** [{ name, doc, declaration }] in alphabetical order; doc is undefined where there is none. */
export function publicNames(declarationFile) {
  return [...exportsOf(declarationFile)]
    .map(([name, file]) => ({ name, ...declarationOf(readFileSync(file, 'utf8'), name, file) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Name to the file that declares it. Entry points are lists of re-exports; whatever stands there itself is its own. */
function exportsOf(file) {
  const text = readFileSync(file, 'utf8');
  const found = new Map();
  for (const [, list, from] of text.matchAll(/export (?:type )?\{([^}]*)\} from '([^']+)'/g)) {
    const target = resolve(dirname(file), from.replace(/\.js$/, '.d.ts'));
    for (const word of list.split(',')) {
      const name = word.trim().replace(/^type /, '');
      if (name !== '') found.set(name, whereDeclared(target, name));
    }
  }
  for (const [, name] of text.matchAll(
    /^export (?:declare )?(?:abstract )?(?:function|const|class|interface|type) (\w+)/gm,
  )) {
    found.set(name, file);
  }
  return found;
}

function whereDeclared(file, name) {
  return exportsOf(file).get(name) ?? file;
}

function declarationOf(text, name, file) {
  const start = new RegExp(
    `^export (?:declare )?(?:abstract )?(?:function|const|class|interface|type) ${name}\\b`,
    'm',
  ).exec(text);
  if (start === null) throw new Error(`${file} does not declare ${name}.`);
  const doc = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(text.slice(0, start.index));
  const declaration = text.slice(start.index, endOf(text, start.index)).replace(/^export (declare )?/, '');
  return { declaration, doc: doc === null ? undefined : plain(doc[1]) };
}

/** Behind the declaration's semicolon, or the brace that closes it; comments are skipped. */
function endOf(text, from) {
  const token = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\]|\\.)*'|[(){}[\];]/g;
  token.lastIndex = from;
  let depth = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if ('([{'.includes(match[0])) depth += 1;
    else if (')]}'.includes(match[0])) depth -= 1;
    const isBody =
      match[0] === '}' &&
      /^export (?:declare )?(?:abstract )?(?:interface|class)/.test(text.slice(from, from + 40));
    if (depth === 0 && (match[0] === ';' || isBody)) return token.lastIndex;
  }
  return text.length;
}

function plain(comment) {
  return comment
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .trim();
}

/** The reference as Markdown: each name where it is first offered, from the widest entry point to the narrowest. */
export function apiPage(packageJson, root) {
  const known = new Map();
  const sections = entryPoints(packageJson).map(({ path, types }) => {
    const names = publicNames(resolve(root, types));
    const own = names.filter(({ name, declaration }) => known.get(name)?.declaration !== declaration);
    const shared = names.filter((each) => !own.includes(each));
    for (const { name, declaration } of own) known.set(name, { path, declaration });
    const also = shared.map(({ name }) => `\`${name}\``).join(', ');
    return [
      `## \`${path}\``,
      ...(also === '' ? [] : [`Described above: ${also}.`]),
      ...own.map(
        ({ name, doc, declaration }) =>
          `### \`${name}\`\n\n${asMarkdown(doc ?? '')}\n\n\`\`\`ts\n${declaration}\n\`\`\``,
      ),
    ].join('\n\n');
  });
  return `# Public names\n\n${preface}\n\n${sections.join('\n\n')}\n`;
}

const preface =
  'Made from the docstrings by `npm run api`; a test compares. All modules are ESM with types. `/theory`, `/numerics` and `/properties` run in browsers too.';

/** A tag begins a line of its own; `<`, `*` and `_` are meant as they stand. */
function asMarkdown(doc) {
  return doc
    .replace(/(\S)\s*\n?@(param|throws|returns)/g, '$1\n@$2')
    .split(/(`[^`]*`)/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/[<*_|]/g, '\\$&')))
    .join('')
    .replace(/^@(\w+) ?(\S*)/gm, (_, tag, word) =>
      tag === 'param' ? `\n\`${word}\`:` : `\n*${tag}* ${word}`,
    )
    .replace(/\n{3,}/g, '\n\n');
}
