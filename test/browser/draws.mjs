/** What is drawn, as text that shows every bit; run in Node and in a browser alike, each with its own way to load modules. */

const relu = { kind: 'relu' };
const inits = ['he-normal', 'he-uniform', 'rademacher'];
const activations = [relu, { kind: 'linear' }, { kind: 'leaky-relu', slope: 0.3 }];

/** @param {(path: string) => Promise<any>} load a module of the compiled code by its path. */
export async function draws(load) {
  const { squareNetwork } = await load('numerics/network/network.js');
  const { plainNets } = await load('numerics/network/nets.js');
  const { forwardSamplesBy } = await load('numerics/kernel/forward.js');
  const { reducedSamplesBy } = await load('numerics/kernel/reduced.js');
  const { defaultEngine, doubleKernel, netsOf } = await load('numerics/kernel/default.js');
  const { plainEngine } = await load('numerics/kernel/plain.js');
  const first = 2 ** 53 - 1000;
  /** @type {Record<string, string>} */
  const results = {};
  const put = (name, count, draw) => {
    const out = new Float64Array(count);
    draw(out);
    results[name] = Array.from(new BigUint64Array(out.buffer), (bits) => bits.toString(16)).join(' ');
  };
  for (const [label, nets] of Object.entries({ default: netsOf, plain: plainNets })) {
    for (const init of inits) {
      for (const activation of activations) {
        for (const width of [4, 37]) {
          const network = squareNetwork(9, width, { init: { name: init }, activation });
          const name = `${label} doubles ${init} ${activation.kind} ${width}`;
          put(`${name}`, 100, (out) => nets(network, 5).forwardSamples(first, 100, out));
          put(`${name}, gradients`, 50, (out) =>
            nets(network, 5).gradientSamples(3, first, 50, out, new Uint8Array(50)),
          );
        }
      }
    }
  }
  for (const [label, engine] of Object.entries({ default: defaultEngine(), plain: plainEngine })) {
    for (const init of inits.slice(0, 2)) {
      for (const activation of activations) {
        const network = squareNetwork(9, 37, { init: { name: init }, activation });
        put(`${label} single ${init} ${activation.kind}`, 100, (out) =>
          forwardSamplesBy(engine, network, 5, first, 100, out),
        );
      }
    }
    for (const [depth, width] of [
      [3, 2],
      [6, 9],
      [64, 64],
    ]) {
      const network = squareNetwork(depth, width);
      put(`${label} reduced (${width}, ${depth})`, 500, (out) =>
        reducedSamplesBy(engine, network, 5, first, 500, out),
      );
    }
  }
  return { isKernel: defaultEngine() !== plainEngine && doubleKernel() !== undefined, results };
}
