/** What a report draws of claims about escapes: numbers over the depth, computed, and as the claim states them. */

export interface EscapePicture {
  readonly kind: 'time' | 'curvature' | 'steps' | 'ball' | 'race';
  readonly curves: readonly EscapeCurve[];
  /** Steps or times were followed so far. */
  readonly cap?: number;
  /** How many are behind a median, at least and at most. */
  readonly nets?: readonly [number, number];
}

export interface EscapeCurve {
  /** `from 0.3`, `adam, rate 0.01`. */
  readonly name: string;
  /** Computed and joined by lines, computed and alone, or stated by the claim: as a line, or as bounds. */
  readonly role: 'line' | 'points' | 'stated' | 'bounds';
  readonly rows: readonly EscapeRow[];
}

export interface EscapeRow {
  /** The depth; of a ball, the least time that the claim allows. */
  readonly x: number;
  /** null: beyond the cap. */
  readonly y: number | null;
  /** Ends of a bar, if there is one; null: beyond the cap. */
  readonly lower?: number | null;
  readonly upper?: number | null;
}

/** null where it is not within the cap. */
export const within = (cap: number, count: number): number | null => (count <= cap ? count : null);
