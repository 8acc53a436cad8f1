export { reserve } from './layout';
export { setSeed } from './key';
export { configure, forward } from './forward';
