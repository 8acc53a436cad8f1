/** The figures that a claim may have, in the order of a report. */
export const figureKinds = ['slack', 'sides', 'law', 'path', 'points', 'escape'] as const;
export type FigureKind = (typeof figureKinds)[number];
