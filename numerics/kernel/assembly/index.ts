/** What the host calls (../instance.ts, ../double-kernel.ts, ../batch-kernel.ts, ../symmetric-kernel.ts). */
export { configureBatch, descendBatch, gradientOfBatch, isDeadBatch, lossOfBatch } from './batch';
export { configureDoubles } from './double-job';
export { columnsDoubles, forwardDoubles, gradientDoubles, runBackDoubles, runDoubles } from './double-net';
export { configure, forward, product } from './forward';
export {
  carriedBitsAt,
  carryTrace,
  carryTransfer,
  columnNormsAt,
  reserveHessian,
  squareColumns,
  startTransfer,
} from './hessian';
export { setSeed } from './key';
export {
  activationsAt,
  deltaNormsAt,
  diagonalAt,
  doubleTableAt,
  edgesAt,
  eigenvaluesAt,
  gradientAt,
  heightsAt,
  masksAt,
  matrixAt,
  matrixColumns,
  normsAt,
  parametersAt,
  patternsAt,
  reserve,
  reserveBatch,
  reserveDoubles,
  reserveReduced,
  reserveSymmetric,
  residualsAt,
  resultsAt,
  sideAt,
  squareAt,
  squaresAt,
  tableAt,
  targetsAt,
  unitsAt,
  widthsAt,
} from './layout';
export { reduced } from './reduced';
export { countTridiagonal, iterateTridiagonal, reduceSymmetric } from './symmetric';
