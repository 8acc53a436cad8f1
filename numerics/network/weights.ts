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
  /**
   * output[0..d_(l-1)) = (W^l)' input[0..d_l) / scale_l. Entries j with wanted[j] = 0 may be left at 0: relu's backward pass has no use for
   * the columns of its dead units.
   */
  multiplyTransposed(
    net: number,
    layer: number,
    input: Float64Array,
    output: Float64Array,
    wanted?: Uint8Array,
  ): void;
  /** Writes columns units[0..count) of W^l / scale_l to `out`, one after the other, d_l numbers each. */
  columns(net: number, layer: number, units: Int32Array, count: number, out: Float64Array): void;
  /** log scale_l^2, l = 1..L; entry 0 is 0. */
  readonly logScales: Float64Array;
}
