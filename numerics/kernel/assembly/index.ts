/** What the host calls (../instance.ts, ../double-instance.ts). */
export { columnsDoubles, configureDoubles, forwardDoubles, gradientDoubles, runBackDoubles, runDoubles } from './double-net';
export { configure, forward, product } from './forward';
export { setSeed } from './key';
export {
  deltaNormsAt,
  doubleTableAt,
  edgesAt,
  heightsAt,
  masksAt,
  matrixAt,
  matrixColumns,
  normsAt,
  patternsAt,
  reserve,
  reserveDoubles,
  reserveReduced,
  resultsAt,
  tableAt,
  unitsAt,
  widthsAt,
} from './layout';
export { reduced } from './reduced';
