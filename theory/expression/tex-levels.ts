/** How tightly TeX holds together: `signed` starts with a minus or is a sum sign, `raised` carries an exponent. */
export const levels = { sum: 1, signed: 2, product: 3, prefix: 4, raised: 5, atom: 6 } as const;
export type Level = (typeof levels)[keyof typeof levels];

export interface Typeset {
  readonly tex: string;
  readonly level: Level;
}
