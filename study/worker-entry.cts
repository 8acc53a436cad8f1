/** What Piscina loads (see cli/worker-entry.cts). */
const work = import('./worker.js').then((module) => module.default);
export = work;
