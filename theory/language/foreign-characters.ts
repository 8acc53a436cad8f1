/** Characters that no word of the claim language is made of, and what is written instead. */
import { quote } from './complaint.js';

const instead: ReadonlyMap<string, string> = new Map([
  ['\u2264', '<='],
  ['\u2a7d', '<='],
  ['\u2265', '>='],
  ['\u2a7e', '>='],
  ['\u2260', '!='],
  ['\u00b7', '*'],
  ['\u00d7', '*'],
  ['\u22c5', '*'],
  ['\u2217', '*'],
  ['\u00f7', '/'],
  ['\u2215', '/'],
  ['\u2044', '/'],
  ['\u2212', '-'],
  ['\u2010', '-'],
  ['\u2011', '-'],
  ['\u2013', '-'],
  ['\u2014', '-'],
  ['\u2026', '..'],
  ['\u2208', 'in'],
  ['\u2227', 'and'],
  ['\u2228', 'or'],
  ['\u00ac', 'not'],
  ['\u00b1', 'within'],
  ['\u00b2', '^2'],
  ['\u00b3', '^3'],
  ['\u00bd', '(1/2)'],
  ['\u00bc', '(1/4)'],
  ['\u221a', 'sqrt(...)'],
  ['\u2211', 'sum(n, a, b, expression)'],
  ['\u03a3', 'sum(n, a, b, expression)'],
  ['\u03c0', 'pi'],
  ['\u03b3', 'EulerGamma'],
  ['\u03c8', 'digamma(x)'],
  ['\u03a6', 'normalCdf(x)'],
  ['\u2113', 'l'],
  ['\u03b5', 'eps'],
  ['\u03f5', 'eps'],
  ['\u03b4', 'delta'],
  ['\u03b1', 'alpha'],
  ['\u03c3', 'sigma'],
  ['\u03c4', 'tau'],
  ['&', 'and'],
  ['%', '/100'],
  ['{', '('],
  ['}', ')'],
]);

const useless: ReadonlyMap<string, string> = new Map([
  ['"', 'nothing stands in quotes here'],
  ["'", 'nothing stands in quotes here'],
  ['`', 'nothing stands in quotes here'],
  ['\u201c', 'nothing stands in quotes here'],
  ['\u201d', 'nothing stands in quotes here'],
  ['\u2018', 'nothing stands in quotes here'],
  ['\u2019', 'nothing stands in quotes here'],
  [';', "lists are joined with ','"],
  [':', "a range is written with '..', as in L in 1..20"],
  ['!', 'write not before a comparison, and gamma(n+1) for n!'],
  ['\u221e', 'every number is finite'],
  ['\u200b', 'leave out this invisible space'],
  ['\ufeff', 'leave out this byte order mark'],
]);

/** The sentence for a character that belongs to no token; undefined if it may begin or join one. */
export function foreignCharacter(character: string): string | undefined {
  if (/^(\w+|[ \t\r\n()[\]+\-*/^=<>,.|])/.test(character)) return undefined;
  const shown = `the character ${quote(character)}`;
  const better = instead.get(character);
  if (better !== undefined) return `${shown} is unknown here: write ${quote(better)}`;
  const reason = useless.get(character) ?? (/\s/.test(character) ? 'write an ordinary space' : undefined);
  return `${shown} is unknown here${reason === undefined ? '' : `: ${reason}`}`;
}
