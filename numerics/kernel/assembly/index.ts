/** What the host calls (../instance.ts). */
export { configure, forward, gradient, product, productTransposed } from './forward';
export { setSeed } from './key';
export { edgesAt, heightsAt, patternsAt, reserve, reserveReduced, resultsAt, tableAt, widthsAt } from './layout';
export { reduced } from './reduced';
