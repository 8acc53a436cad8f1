/** The claim parser: every text is a claim, whose canonical text means the same, or is refused with one sentence. */
import { isDeepStrictEqual } from 'node:util';
import { InputError } from '../../theory/errors.js';
import type { Claim } from '../../theory/language/claim.js';
import { formatClaim } from '../../theory/language/format-claim.js';
import { parseClaim } from '../../theory/language/parse-claim.js';
import { claimTree } from './claim-tree.js';
import type { Surface } from './surface.js';
import { hostileTexts } from './texts.js';

/** @param parse the parser, or one broken on purpose. */
export function examineText(text: string, parse: (text: string) => Claim = parseClaim): string {
  let claim: Claim;
  try {
    claim = parse(text);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expectPlace(error, text);
    return 'refused';
  }
  const canonical = formatClaim(claim);
  // The canonical text may be longer than a text may be, though the text is not: brackets and spaces are its own.
  if (canonical.length > 20_000) return 'accepted';
  const again = parseClaim(canonical);
  if (!isDeepStrictEqual(claimTree(again), claimTree(claim)))
    throw new Error(`Its canonical text means something else: ${canonical}`);
  return 'accepted';
}

function expectPlace({ message, column }: InputError, text: string): void {
  if (text.length > 20_000) {
    if (/^The text has \d+ characters: at most 20000 are allowed\.$/.test(message)) return;
  } else if (/^Column \d+: [\x20-\x7e]+[.?]$/.test(message) && message.length < 500) {
    if (message.startsWith(`Column ${column}: `) && column! >= 1 && column! <= text.length + 1) return;
  }
  throw new Error(`This names no place in the text: ${message.slice(0, 600)}`);
}

export const claimText: Surface<string> = {
  name: 'claim text',
  cases: hostileTexts,
  examine: (text) => examineText(text),
  secondsAtMost: 1,
};
