/** Of the band in a picture of a law, the picture's own: it decides nothing, and spends nothing of the run's alpha. Apart, for pages that draw nothing. */
export const bandConfidence = 0.95;
