// How docs/libraries.md came to its table: nerdamer 1.1.13 and nerdamer-prime 1.5.0 on the same random tasks, every answer
// compared at random points in exact rationals. In an empty folder with a copy of this file:
//   npm install nerdamer@1.1.13 nerdamer-prime@1.5.0 fraction.js@5.3.4
//   node measure-nerdamer.mjs nerdamer
//   node measure-nerdamer.mjs nerdamer-prime
import { createRequire } from 'node:module';
import Fraction from 'fraction.js';

const require = createRequire(import.meta.url);
const packageName = process.argv[2] ?? 'nerdamer-prime';
const started = performance.now();
const nerdamer = require(`${packageName}/nerdamer.core`);
require(`${packageName}/Algebra`);
require(`${packageName}/Calculus`);
console.log(`${packageName}: load ${(performance.now() - started).toFixed(0)} ms`);
try {
  nerdamer.set('TIMEOUT', 60000);
} catch {}

let state = 12345;
const uniform = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const integer = (from, to) => from + Math.floor(uniform() * (to - from + 1));
const pick = (list) => list[integer(0, list.length - 1)];

/** The exact value of an expression text at a point; throws for anything that is not rational. */
function readValue(text, point) {
  let at = 0;
  const tokens = text.match(/\d+|[A-Za-z_]\w*|[-+*/^()]/g) ?? [];
  if (tokens.join('') !== text.replaceAll(' ', '')) throw new Error(`unreadable: ${text}`);
  const sum = () => {
    let value = product();
    while (tokens[at] === '+' || tokens[at] === '-') {
      value = tokens[at++] === '+' ? value.add(product()) : value.sub(product());
    }
    return value;
  };
  const product = () => {
    let value = signed();
    while (tokens[at] === '*' || tokens[at] === '/') {
      value = tokens[at++] === '*' ? value.mul(signed()) : value.div(signed());
    }
    return value;
  };
  const signed = () => {
    if (tokens[at] === '-') {
      at++;
      return signed().neg();
    }
    const base = atom();
    if (tokens[at] !== '^') return base;
    at++;
    const exponent = signed();
    if (exponent.d !== 1n) throw new Error('fractional power');
    return base.pow(exponent);
  };
  const atom = () => {
    const token = tokens[at++];
    if (token === '(') {
      const value = sum();
      at++;
      return value;
    }
    if (/^\d/.test(token)) return new Fraction(BigInt(token), 1n);
    if (!Object.hasOwn(point, token)) throw new Error(`unknown name ${token}`);
    return point[token];
  };
  return sum();
}

const names = ['a', 'b', 'd', 'L'];
const randomPoint = () =>
  Object.fromEntries(names.map((name) => [name, new Fraction(integer(2, 400), integer(3, 97))]));

function polynomial(depth) {
  if (depth === 0)
    return uniform() < 0.5 ? pick(names) : `${integer(1, 12)}${uniform() < 0.3 ? `/${integer(2, 9)}` : ''}`;
  const kind = uniform();
  if (kind < 0.35) return `(${polynomial(depth - 1)}+${polynomial(depth - 1)})`;
  if (kind < 0.55) return `(${polynomial(depth - 1)}-${polynomial(depth - 1)})`;
  if (kind < 0.85) return `(${polynomial(depth - 1)})*(${polynomial(depth - 1)})`;
  return `(${polynomial(depth - 1)})^${integer(2, 3)}`;
}
const rational = (depth) =>
  uniform() < 0.6 ? `(${polynomial(depth)})/(${polynomial(depth - 1)}+${integer(1, 5)})` : polynomial(depth);

/** Number of tries, wrong answers, refusals (exceptions and texts that are not rational) and time of one kind of task. */
function trial(title, tries, task) {
  let wrong = 0;
  let refused = 0;
  let example = '';
  const times = [];
  for (let i = 0; i < tries; i++) {
    const before = performance.now();
    let check;
    try {
      check = task();
    } catch {
      refused++;
      continue;
    }
    times.push(performance.now() - before);
    try {
      if (!check()) {
        wrong++;
        example ||= check.example;
      }
    } catch (error) {
      if (String(error).includes('Division by Zero')) continue;
      refused++;
      example ||= String(error).slice(0, 120);
    }
  }
  times.sort((x, y) => x - y);
  const median = times[times.length >> 1]?.toFixed(2);
  const largest = times.at(-1)?.toFixed(0);
  console.log(
    `${title}: ${wrong} wrong, ${refused} refused of ${tries}; median ${median} ms, largest ${largest} ms  ${example}`,
  );
}

const agree = (text, input) => () => {
  for (let i = 0; i < 3; i++) {
    const point = randomPoint();
    if (!readValue(text, point).equals(readValue(input, point))) return false;
  }
  return true;
};

const withExample = (check, example) => Object.assign(check, { example });

trial('expand a polynomial', 500, () => {
  const input = polynomial(3);
  const text = nerdamer(`expand(${input})`).toString();
  return withExample(agree(text, input), `${input} -> ${text}`);
});
trial('expand a quotient', 500, () => {
  const input = rational(3);
  const text = nerdamer(`expand(${input})`).toString();
  return withExample(agree(text, input), `${input} -> ${text}`);
});
trial('expand the square of p - expand(p) + monomial', 300, () => {
  const input = polynomial(2);
  const other = nerdamer(`expand(${input})`).toString();
  const square = `((${input})-(${other})+${pick(names)}*${pick(names)})^2`;
  const text = nerdamer(`expand(${square})`).toString();
  return withExample(agree(text, square), `${square} -> ${text}`);
});
trial('zero of p - expand(p)', 500, () => {
  const input = polynomial(3);
  const other = nerdamer(`expand(${input})`).toString();
  const text = nerdamer(`expand((${input})-(${other}))`).toString();
  return withExample(() => text === '0', `${input} - (${other}) -> ${text}`);
});
trial('not zero of p - expand(p) + one monomial', 500, () => {
  const input = polynomial(3);
  const other = nerdamer(`expand(${input})`).toString();
  const text = nerdamer(`expand((${input})-(${other})+${pick(names)}^${integer(1, 5)})`).toString();
  return () => text !== '0';
});
trial('diff of a polynomial', 300, () => {
  const input = polynomial(3);
  const text = nerdamer(`diff(${input},a)`).toString();
  return withExample(derivativeAgrees(input, text), `${input} -> ${text}`);
});
trial('diff of a quotient', 300, () => {
  const input = rational(2);
  const text = nerdamer(`diff(${input},a)`).toString();
  return withExample(derivativeAgrees(input, text), `${input} -> ${text}`);
});

/** Against a central difference in exact rationals with a step of 10^-15. */
function derivativeAgrees(input, text) {
  return () => {
    const point = randomPoint();
    const step = new Fraction(1n, 10n ** 15n);
    const up = readValue(input, { ...point, a: point.a.add(step) });
    const down = readValue(input, { ...point, a: point.a.sub(step) });
    const slope = up.sub(down).div(step.mul(2));
    const error = slope.sub(readValue(text, point)).abs();
    return (
      error.compare(
        slope
          .abs()
          .add(1)
          .div(10n ** 12n),
      ) <= 0
    );
  };
}

trial('gcd of products', 200, () => {
  const [f, g, h] = [
    `(${pick(names)}+${integer(1, 9)})`,
    `(2*${pick(names)}-${integer(1, 9)})`,
    `(${pick(names)}^2+3)`,
  ];
  const text = nerdamer(`gcd(expand(${f}*${g}),expand(${f}*${h}))`).toString();
  const remainder = nerdamer(`expand((${text})-${f})`).toString();
  const opposite = nerdamer(`expand((${text})+${f})`).toString();
  return withExample(() => remainder === '0' || opposite === '0', `gcd(${f}*${g}, ${f}*${h}) -> ${text}`);
});
trial('exact division', 200, () => {
  const [f, g] = [`(${polynomial(2)}+${pick(names)})`, `(${pick(names)}+${integer(1, 9)})`];
  const text = nerdamer(`divide(expand(${f}*${g}),${g})`).toString();
  return withExample(agree(text, f), `divide(${f}*${g}, ${g}) -> ${text}`);
});
trial('factor a product', 200, () => {
  const input = `(${pick(names)}+${integer(1, 9)})*(2*${pick(names)}-${integer(1, 9)})*(${pick(names)}^2+3)`;
  const text = nerdamer(`factor(expand(${input}))`).toString();
  return withExample(agree(text, input), `${input} -> ${text}`);
});
trial('simplify a quotient', 200, () => {
  const input = rational(2);
  const text = nerdamer(`simplify(${input})`).toString();
  return withExample(agree(text, input), `${input} -> ${text}`);
});

for (let size = 2; size <= 4; size++) {
  const before = performance.now();
  const weights = Array.from({ length: size }, (_, i) => `w${i + 1}`);
  const output = weights.join('*');
  const loss = `(${output}-y)^2/2`;
  let open = 0;
  for (const k of weights) {
    for (const l of weights) {
      const second = nerdamer.diff(nerdamer.diff(loss, k).toString(), l).toString();
      const diagonal = k === l ? `-${output}*(${output}-y)/${k}^2` : '';
      const closed = `${output}*(2*${output}-y)/(${k}*${l})${diagonal}`;
      if (nerdamer(`expand((${second})-(${closed}))`).toString() !== '0') open++;
    }
  }
  const time = (performance.now() - before).toFixed(0);
  console.log(`chain Hessian L=${size}: ${open} of ${size * size} entries not shown, ${time} ms`);
}

for (const power of [4, 6, 8]) {
  const before = performance.now();
  nerdamer(`expand((1+a+b+d)^${power})`).toString();
  console.log(`expand (1+a+b+d)^${power}: ${(performance.now() - before).toFixed(0)} ms`);
}
