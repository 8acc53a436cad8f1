/**
 * The weight matrices of the nets of one seed, as linear maps. No matrix is stored: what is needed of it is drawn, and can be
 * drawn again.
 */
export interface Weights {
  /**
   * output[0..d_l) = W^l input[0..d_(l-1)) / scale_l, with scale_l such that the entries do not depend on the gain (so ±1
   * for Rademacher weights). The rest of `output` is left alone.
   */
  multiply(net: number, layer: number, input: Float64Array, output: Float64Array): void;
  /** The sum over the layers of log scale_l^2. */
  readonly logScale: number;
}
