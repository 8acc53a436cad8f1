/** What can go wrong inside the algebra, and what becomes of it. */

/**
 * The computer algebra system contradicted exact arithmetic. Never the fault of the person who asked; the answer is thrown
 * away and nothing is proved from it.
 */
export class AlgebraFault extends Error {
  override readonly name = 'AlgebraFault';
}

/** A question that this algebra does not answer: too large, or outside what it can show. Nothing is proved. */
export class Undecided extends Error {
  override readonly name = 'Undecided';
}
