/**
 * What Piscina loads. It tries `require` before `import`, and Node 20 aborts if a thread is stopped (Ctrl-C) while it
 * requires an ES module; importing one may be stopped at any time.
 */
const work = import('./worker.js').then((module) => module.default);
export = work;
