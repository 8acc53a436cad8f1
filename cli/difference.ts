/** In what two runs differ, for people. */

type Data = Readonly<Record<string, unknown>>;

/** `its seed is 1, not 2` or `its claims include 'a', which this run's do not`: the first difference; undefined if there is none. */
export function difference(theirs: Data, ours: Data): string | undefined {
  for (const name of namesOf(ours, theirs)) {
    const [there, here] = [theirs[name], ours[name]];
    const found = isData(there) && isData(here) ? withinOf(name, there, here) : between(name, there, here);
    if (found !== undefined) return found;
  }
  return undefined;
}

function between(name: string, there: unknown, here: unknown): string | undefined {
  const [a, b] = [there, here].map((each) => JSON.stringify(each) ?? 'not given');
  return a === b ? undefined : `its ${name} is ${a}, not ${b}`;
}

/** A group, such as claims by their ids: what they are is too long to be said. */
function withinOf(group: string, there: Data, here: Data): string | undefined {
  for (const name of namesOf(here, there)) {
    if (!Object.hasOwn(there, name)) return `its ${group} do not include '${name}', which this run's do`;
    if (!Object.hasOwn(here, name)) return `its ${group} include '${name}', which this run's do not`;
    if (JSON.stringify(there[name]) !== JSON.stringify(here[name]))
      return `'${name}' is not the same in its ${group}`;
  }
  return undefined;
}

function namesOf(...objects: readonly Data[]): Set<string> {
  return new Set(objects.flatMap((each) => Object.keys(each)));
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
