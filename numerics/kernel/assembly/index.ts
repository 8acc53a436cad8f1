/** What the host calls (../instance.ts, ../double-kernel.ts, ../batch-kernel.ts). */
export { configureBatch, gradientOfBatch, isDeadBatch, lossOfBatch } from './batch';
export { configureDoubles } from './double-job';
export { columnsDoubles, forwardDoubles, gradientDoubles, runBackDoubles, runDoubles } from './double-net';
export { configure, forward, product } from './forward';
export { setSeed } from './key';
export {
  activationsAt,
  deltaNormsAt,
  doubleTableAt,
  edgesAt,
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
  residualsAt,
  resultsAt,
  tableAt,
  targetsAt,
  unitsAt,
  widthsAt,
} from './layout';
export { reduced } from './reduced';
