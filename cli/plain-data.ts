/** Plain data as JSON text and back, without the losses of JSON: undefined, NaN, the infinities and -0 come back as they were. */

/** Such a value becomes an object with this one name; so does an object that has the name itself. */
const mark = '$';

export function stringify(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (each === undefined) return { [mark]: 'undefined' };
    if (typeof each === 'number' && Object.is(each, -0)) return { [mark]: '-0' };
    if (typeof each === 'number' && !Number.isFinite(each)) return { [mark]: String(each) };
    if (isObject(each) && Object.hasOwn(each, mark)) return { [mark]: Object.entries(each) };
    return each;
  });
}

/** Undefined if the text is no JSON. */
export function parse(text: string): unknown {
  try {
    return restore(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function restore(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(restore);
  if (!isObject(value)) return value;
  if (!Object.hasOwn(value, mark)) return fromEntries(Object.entries(value));
  const marked = (value as Record<string, unknown>)[mark];
  if (Array.isArray(marked)) return fromEntries(marked as [string, unknown][]);
  return marked === 'undefined' ? undefined : Number(marked);
}

function fromEntries(entries: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(entries.map(([name, value]) => [name, restore(value)]));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
