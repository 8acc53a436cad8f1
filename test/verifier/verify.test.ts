/** Certificates that prove what they say are accepted; every other one is refused, with the place. */
import { describe, expect, test } from 'vitest';
import { type Verification, verifyCertificate } from '../../verifier/verify.js';
import { makeCertificate, type Statement } from './make-certificate.js';

type Json = null | string | number | boolean | Json[] | { [key: string]: Json };

const relu = { activation: 'relu' } as const;
const linear = { activation: 'linear' } as const;
const survival = {
  quantity: 'survival',
  ...relu,
  floor: '1/10',
  risk: '1/10',
  ratio: '15',
  from: 1,
} as const;

const good: readonly (readonly [
  name: string,
  Statement,
  Parameters<typeof makeCertificate>[1],
  says: string,
])[] = [
  [
    '1., relu',
    { quantity: 'logMean', ...relu, relation: '<=', bound: ['0', '-5/2'], from: 4 },
    { from: 64, halfDegree: 4 },
    'For every d >= 4 the log-mean of one he-initialised relu layer, given that it is alive, is less than -5/2 x, x = 1/d.',
  ],
  [
    '1., linear',
    { quantity: 'logMean', ...linear, relation: '<=', bound: ['0', '-1'], from: 1 },
    { from: 32, halfDegree: 4 },
    'For every d >= 1 the log-mean of one linear layer with normal weights of variance 1/d is less than -x, x = 1/d.',
  ],
  [
    '2., relu',
    { quantity: 'logVariance', ...relu, relation: '>=', bound: ['0', '9/2'], from: 2 },
    { from: 64, halfDegree: 3 },
    'For every d >= 2 the log-variance of one he-initialised relu layer, given that it is alive, is greater than 9/2 x, x = 1/d.',
  ],
  [
    '3., relu',
    { quantity: 'moment', power: '1/2', ...relu, relation: '<=', bound: ['0', '-5/8'], from: 2 },
    { from: 64, halfDegree: 4 },
    'For every d >= 2 log E X^(1/2), X the factor of one he-initialised relu layer, is less than -5/8 x, x = 1/d.',
  ],
  [
    '4., linear',
    { quantity: 'moment', power: '1/3', ...linear, relation: '>=', bound: ['0', '-1/4'], from: 2 },
    { from: 48, halfDegree: 4 },
    'For every d >= 2 log E X^(1/3), X the factor of one linear layer with normal weights of variance 1/d, is greater than -1/4 x, x = 1/d.',
  ],
  [
    '5.',
    { quantity: 'logMean', ...linear, relation: '>=', bound: ['0', '-1', '-1/2'], from: 1 },
    { from: 4, halfDegree: 1 },
    'For every d >= 1 the log-mean of one linear layer with normal weights of variance 1/d is greater than -x - 1/2 x^2, x = 1/d.',
  ],
  [
    '6.',
    { quantity: 'logVariance', ...linear, relation: '<=', bound: ['0', '2', '3'], from: 1 },
    { from: 4, halfDegree: 1 },
    'For every d >= 1 the log-variance of one linear layer with normal weights of variance 1/d is less than 2 x + 3 x^2, x = 1/d.',
  ],
  [
    '7.',
    { quantity: 'logMean', ...relu, relation: '>=', bound: ['0', '-5/2', '-6'], from: 30 },
    { from: 64, halfDegree: 5 },
    'For every d >= 30 the log-mean of one he-initialised relu layer, given that it is alive, is greater than -5/2 x - 6 x^2, x = 1/d.',
  ],
  [
    '8.',
    { quantity: 'logVariance', ...relu, relation: '<=', bound: ['0', '5', '30'], from: 60 },
    { from: 64, halfDegree: 5 },
    'For every d >= 60 the log-variance of one he-initialised relu layer, given that it is alive, is less than 5 x + 30 x^2, x = 1/d.',
  ],
  [
    'W3',
    survival,
    { from: 32, halfDegree: 5, mean: '-5', variance: '26' },
    'For every d >= 1 and every L >= 1 with d >= 15 L the squared forward norm of a he-initialised relu net with L layers of width d is at least 1/10 with a probability of at least 1 - 1/10.',
  ],
];

const clone = (json: unknown) => JSON.parse(JSON.stringify(json)) as { [key: string]: Json };
const reasonOf = (verification: Verification) =>
  verification.valid ? `valid: ${verification.says}` : verification.reason;

describe('accepted', () => {
  test.each(good)('%s', (_, statement, tail, says) => {
    expect(verifyCertificate(clone(makeCertificate(statement, tail)))).toEqual({ valid: true, says });
  });

  // By hand throughout: E T = -5/2 x + 44/3 x^2 from E u^2 = 5 x, E u^3 = 44 x^2; H = 11/6. At d = 16: -3/2 + 44/48 + 2^-16 16 11/6 < 0.
  test('written by hand, with zeros at the end of a list and a fraction not in lowest terms', () => {
    const made = clone(
      makeCertificate(
        { quantity: 'logMean', ...relu, relation: '<=', bound: ['0', '-1'], from: 2 },
        { from: 16, halfDegree: 2 },
      ),
    );
    const tail = {
      from: 16,
      halfDegree: 2,
      residues: [{ plain: ['0', '-3/2', '88/6', '0'], dead: ['11/6', '-1', '0'] }],
    };
    expect(verifyCertificate({ ...made, tail }).valid).toBe(true);
    const wrong = { ...tail, residues: [{ plain: ['0', '-3/2', '88/6', '1'], dead: ['11/6', '-1'] }] };
    expect(reasonOf(verifyCertificate({ ...made, tail: wrong }))).toBe(
      'Residue 1, plain: the coefficient of x^3 is not the one that the derivation gives.',
    );
  });
});

/** Every leaf and every container of a JSON value, by path. */
function* places(
  json: Json,
  path: readonly (string | number)[] = [],
): Generator<readonly (string | number)[]> {
  yield path;
  if (Array.isArray(json)) for (let i = 0; i < json.length; i++) yield* places(json[i]!, [...path, i]);
  else if (typeof json === 'object' && json !== null)
    for (const key of Object.keys(json)) yield* places(json[key]!, [...path, key]);
}

const valueAt = (json: Json, path: readonly (string | number)[]): Json =>
  path.reduce<Json>((value, key) => (value as { [key: string]: Json })[key]!, json);

function replaced(json: Json, path: readonly (string | number)[], value: Json | undefined): Json {
  const copy = JSON.parse(JSON.stringify(json)) as Json;
  if (path.length === 0) return value ?? null;
  const holder = valueAt(copy, path.slice(0, -1)) as { [key: string | number]: Json };
  const key = path[path.length - 1]!;
  if (value !== undefined) holder[key] = value;
  else if (Array.isArray(holder)) holder.splice(key as number, 1);
  else delete holder[key];
  return copy;
}

/** What a value of a certificate may be changed to, so that the certificate is no proof any more. */
function* changes(value: Json, path: readonly (string | number)[]): Generator<Json | undefined> {
  const name = path[path.length - 1];
  yield undefined;
  yield null;
  yield true;
  yield {};
  yield '1/0';
  if (typeof value === 'string' && /^-?\d/.test(value)) {
    const [num, den = '1'] = value.split('/');
    yield Number(num) / Number(den);
    yield `${value} `;
    // For survival the statement's own numbers are checked elsewhere: a weaker statement may well follow.
    if (name === 'floor' || name === 'risk' || name === 'ratio') return;
    yield `${BigInt(num!) + 1n}/${den}`;
    yield `${BigInt(num!) * 1_000_000n - 1n}/${BigInt(den) * 1_000_000n}`;
    if (value !== '0') yield value.startsWith('-') ? value.slice(1) : `-${value}`;
  } else if (typeof value === 'string') {
    yield `${value}x`;
    if (name === 'relation') yield value === '<=' ? '>=' : '<=';
    if (name === 'activation') yield value === 'relu' ? 'linear' : 'relu';
    if (name === 'quantity')
      yield* ['logMean', 'logVariance', 'moment', 'survival'].filter((other) => other !== value);
  } else if (typeof value === 'number') {
    yield `${value}`;
    yield value + 1;
    yield value - 1;
    yield value * 2 + 0.5;
    yield Number.NaN;
    yield Number.POSITIVE_INFINITY;
    // An end of an enclosure: moved past the truth, by little.
    if (typeof name === 'number') yield value + (name === 0 ? 1 : -1) * 3e-13 * Math.max(1, Math.abs(value));
  } else if (Array.isArray(value)) {
    // Zeros at the end are the same polynomial.
    yield [...value, value[0] === '0' || value.length === 0 ? '1/7' : value[0]!];
    yield [...value, value[value.length - 1] ?? '0/0', null];
    if (value.length > 1) yield [...value.slice(1), value[0]!];
  } else if (typeof value === 'object' && value !== null) {
    yield { ...value, extra: 0 };
  }
}

describe('every value changed in turn: refused', () => {
  test.each(good)('%s', (name, statement, tail) => {
    // Few widths are enough here: those nearest to the tail.
    const late = { ...statement, from: Math.max(statement.from, tail.from - 3) };
    const certificate = clone(makeCertificate(late, tail));
    expect(verifyCertificate(certificate).valid).toBe(true);
    const accepted: string[] = [];
    let tried = 0;
    for (const path of places(certificate)) {
      const value = valueAt(certificate, path);
      for (const change of changes(value, path)) {
        if (Object.is(change, value)) continue;
        // A widened enclosure still holds the truth, and may still prove the statement: no fault.
        const isEnd = path.includes('enclosures') && typeof value === 'number' && typeof change === 'number';
        if (isEnd && (path[path.length - 1] === 0 ? change < value : change > value)) continue;
        tried++;
        const changed = replaced(certificate, path, change);
        if (verifyCertificate(changed).valid)
          accepted.push(`${path.join('.')}: ${JSON.stringify(value)} -> ${JSON.stringify(change)}`);
      }
    }
    expect(tried).toBeGreaterThan(100);
    // The claim is a text for the reader. 5. and 6. do not depend on the half-degree.
    const harmless = accepted.filter(
      (text) => !text.startsWith('claim: ') && !(/^[56]/.test(name) && text.startsWith('tail.halfDegree: ')),
    );
    expect(harmless).toEqual([]);
  });
});

describe('statements that are false, or do not follow', () => {
  const verify = (statement: Statement, tail: Parameters<typeof makeCertificate>[1]) =>
    reasonOf(verifyCertificate(clone(makeCertificate(statement, tail))));

  test.each([
    [
      'one width too many',
      { quantity: 'logMean', ...relu, relation: '<=', bound: ['0', '-5/2'], from: 3 },
      4,
      'Width 3: ',
    ],
    [
      '1 % sharper',
      { quantity: 'logMean', ...relu, relation: '<=', bound: ['0', '-101/40'], from: 4 },
      4,
      'Residue 1: the lowest coefficient of plain',
    ],
    [
      '1 % sharper',
      { quantity: 'moment', power: '1/2', ...relu, relation: '<=', bound: ['0', '-101/160'], from: 2 },
      4,
      'Residue 1: the lowest',
    ],
    [
      'd = 1',
      { quantity: 'moment', power: '1/2', ...relu, relation: '<=', bound: ['0', '-5/8'], from: 1 },
      4,
      'Width 1: ',
    ],
    [
      '1 % sharper',
      { quantity: 'logVariance', ...relu, relation: '>=', bound: ['0', '101/20'], from: 2 },
      4,
      'Residue 2: the lowest',
    ],
    [
      'the bound itself',
      { quantity: 'logVariance', ...linear, relation: '>=', bound: ['0', '2', '2'], from: 2 },
      4,
      'Residue 1: plain is 0',
    ],
    [
      'true, but no polynomial of this degree shows it',
      { quantity: 'logMean', ...relu, relation: '<=', bound: ['0', '-5/2', '-4'], from: 10 },
      2,
      'Residue 1: the lowest',
    ],
    [
      'm from above for linear nets, 1 % sharper',
      { quantity: 'logMean', ...linear, relation: '<=', bound: ['0', '-101/100'], from: 1 },
      4,
      'Residue 1: the lowest',
    ],
  ] as const)('%s', (_, statement, halfDegree, place) => {
    expect(verify(statement, { from: 64, halfDegree })).toContain(place);
  });

  test.each([
    ['ratio', '3', 'W3 does not hold'],
    ['risk', '1/1000', 'W3 does not hold'],
    ['floor', '9/10', 'W3 does not hold'],
    ['ratio', '23/2', 'Width 12: the statement cannot be shown'],
    ['ratio', '-15', 'statement.ratio must be positive'],
    ['ratio', '0', 'statement.ratio must be positive'],
    ['risk', '0', 'statement.risk must lie between 0 and 1'],
    ['floor', '1', 'statement.floor must lie between 0 and 1'],
  ])('W3 with %s %s', (name, value, place) => {
    expect(
      verify({ ...survival, [name]: value }, { from: 64, halfDegree: 6, mean: '-5', variance: '26' }),
    ).toContain(place);
  });

  test('W3 needs bounds that hold and terms that fall', () => {
    expect(verify(survival, { from: 32, halfDegree: 5, mean: '-4', variance: '26' })).toContain(
      'Residue 1: ',
    );
    expect(verify(survival, { from: 32, halfDegree: 5, mean: '-5', variance: '19' })).toContain(
      'Residue 2: ',
    );
  });

  test('7. and 8. need n >= 4 and d >= 32', () => {
    const statement = { quantity: 'logMean', ...relu, relation: '>=', bound: ['0', '-3'], from: 30 } as const;
    expect(verify(statement, { from: 31, halfDegree: 4 })).toBe(
      'tail.from must be at least 32 for this statement.',
    );
    expect(verify(statement, { from: 64, halfDegree: 3 })).toBe(
      'tail.halfDegree must be at least 4 for this statement.',
    );
  });
});

test('enclosures that hold the truth but show nothing', () => {
  const certificate = clone(makeCertificate(good[0]![1], good[0]![2]));
  const wide = replaced(certificate, ['finite', 3, 'enclosures', 0, 1], 0);
  expect(reasonOf(verifyCertificate(wide))).toBe(
    'Width 7: the statement does not follow from the enclosures listed.',
  );
  const beside = replaced(certificate, ['finite', 3, 'enclosures', 0, 1], -0.5);
  expect(reasonOf(verifyCertificate(beside))).toBe('Width 7: the enclosure does not hold the log-mean.');
});

describe('no certificate at all', () => {
  test.each([
    [null],
    [7],
    ['text'],
    [[]],
    [{}],
    [{ format: 'vanishing-curvature certificate 2' }],
    [undefined],
  ])('%j', (json) => {
    expect(verifyCertificate(json).valid).toBe(false);
  });

  // Sizes are looked at before anything of that size is computed.
  test.each([
    ['tail.from', ['tail', 'from'], 1e9],
    ['tail.halfDegree', ['tail', 'halfDegree'], 1000],
    ['statement.from', ['statement', 'from'], 0],
    ['statement.bound', ['statement', 'bound'], Array(50).fill('1')],
    ['statement.bound', ['statement', 'bound'], ['1'.repeat(5000)]],
    ['Residue 1, plain', ['tail', 'residues', 0, 'plain', 0], '9'.repeat(20_000)],
    ['claim', ['claim'], 'x'.repeat(20_000)],
  ] as const)('%s is out of bounds', (place, path, value) => {
    const certificate = clone(makeCertificate(good[0]![1], good[0]![2]));
    const started = performance.now();
    expect(reasonOf(verifyCertificate(replaced(certificate, path, value as Json)))).toContain(place);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
