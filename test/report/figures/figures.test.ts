/** What figures show is what is true: laws in closed form, confidence sequences, and nothing lost when they are made compact. */
import erf from '@stdlib/math-base-special-erf';
import { describe, expect, test } from 'vitest';
import type { ClaimJob } from '../../../properties/job.js';
import { lawPictureAt, lawPoint } from '../../../properties/pictures/law-picture.js';
import { surveyPicture } from '../../../properties/pictures/survey-picture.js';
import { runHere } from '../../../properties/run-here.js';
import { simulatePoint } from '../../../properties/simulate-point.js';
import { openTrails } from '../../../properties/trail.js';
import { runUnit, type Unit } from '../../../properties/unit.js';
import { compact } from '../../../report/figures/compact.js';
import { heatMap } from '../../../report/figures/heat-map.js';
import { pathFigure } from '../../../report/figures/path.js';
import { pointsFigure } from '../../../report/figures/points.js';

const job = (text: string, budget = 4): ClaimJob => ({
  id: 'x',
  text,
  kind: 'claim',
  alpha: 1e-9,
  seed: 1,
  budget,
});

describe('the picture of a law', () => {
  const chain = job('mean(forwardNorm2) = 1 for L in 1..2, d = 1 with activation linear, init normal(1)');

  test('one layer of one linear unit: the exact law is that of chi^2 with one degree, given by erf', () => {
    const law = lawPictureAt(chain, { L: 1, d: 1 })!;
    expect(law).toMatchObject({
      nets: 600,
      dead: 0,
      isOwnLaw: true,
      isLog: true,
      observable: 'forwardNorm2',
    });
    for (const { x, exact, logNormal } of law.rows) {
      expect(exact!).toBeCloseTo(erf(Math.sqrt(Math.exp(x) / 2)), 10);
      // E log chi^2_1 = -gamma - log 2, its variance pi^2/2.
      const z = (x + 0.5772156649015329 + Math.LN2) / (Math.PI / Math.SQRT2);
      expect(logNormal!).toBeCloseTo((1 + erf(z / Math.SQRT2)) / 2, 10);
    }
  });

  // False alarm: 2 exp(-2 n r^2) = 1e-9 at the radius for n = 600 (Massart 1990), 0.134. A law that is 0.2 away is seen with probability
  // 1 - 2 exp(-2 n 0.066^2) > 0.98.
  test('drawn nets follow it, and their part of dead ones is the law’s', () => {
    const relu = job('P(forwardNorm2 <= 0) = 1-(1-2^(-d))^L for L in 1..4, d in 1..6');
    for (const [each, point] of [
      [chain, { L: 2, d: 1 }],
      [relu, { L: 3, d: 4 }],
    ] as const) {
      const { rows, nets } = lawPictureAt(each, point)!;
      expect(nets).toBe(600);
      for (const { drawn, exact } of rows) expect(Math.abs(drawn - exact!)).toBeLessThan(0.134 + 1 / 20);
    }
    const { rows, dead, nets } = lawPictureAt(relu, { L: 3, d: 4 })!;
    // Below all values lie the dead alone.
    expect(rows[0]!.drawn).toBeCloseTo((dead + 1) / nets, 12);
    expect(rows.at(-1)!.drawn).toBe(1);
  });

  test('the band is that of Dvoretzky, Kiefer and Wolfowitz at 95 %', () => {
    expect(lawPictureAt(chain, { L: 1, d: 1 })!.radius).toBeCloseTo(Math.sqrt(Math.log(2 / 0.05) / 1200), 12);
  });

  test('it is drawn where nets are cheap and alive', () => {
    const wide = job('median(forwardNorm2) <= 1 for L in 1..500, d in 1..500');
    const point = lawPoint(wide, [
      { L: 500, d: 500 },
      { L: 500, d: 2 },
      { L: 1, d: 9 },
    ])!;
    // 200 nets in a tenth of a second: no kernel makes a weight in less than half a nanosecond.
    expect(point.L! * point.d! ** 2).toBeLessThan(1_000_000);
    expect((1 - 2 ** -point.d!) ** point.L!).toBeGreaterThan(0.3);
    expect(lawPoint(wide, [{ L: 20, d: 20 }])).toEqual({ L: 20, d: 20 });
  });
});

describe('trails', () => {
  const drawn = job('median(forwardNorm2) <= 3/4 for L in 8..10, d in 3..4 with init he-uniform');
  const unit = (index: number): Unit => ({ kind: 'simulate', index, count: 6 });

  test('a confidence sequence narrows, and its last look is what decided', () => {
    const { path, nets, tightest } = simulatePoint(drawn, 0, 6);
    expect(path!.at(-1)![0]).toBe(nets);
    path!.forEach(([size, lower, upper, a, b], look) => {
      const before = path![look - 1];
      if (before !== undefined) {
        expect(size).toBeGreaterThan(before[0]);
        expect(lower).toBeGreaterThanOrEqual(before[1]);
        expect(upper).toBeLessThanOrEqual(before[2]);
      }
      expect([a, b]).toEqual([0.75, 0.75]);
      expect(upper <= 0.75).toBe(look === path!.length - 1);
    });
    expect(tightest).toBeDefined();
  });

  test('they do not depend on the order of units, nor on those after a failure', () => {
    const [fine, fails, later] = [
      runUnit(drawn, unit(0)),
      {
        points: 1,
        path: [[400, 1, 2, 0, 0]] as const,
        failure: { point: { L: 1 }, lhs: 1, lhsError: 0, rhs: 0 },
      },
      runUnit(drawn, unit(2)),
    ];
    const inOrder = openTrails();
    inOrder.note(unit(0), fine);
    inOrder.note(unit(1), fails);
    const shuffled = openTrails();
    shuffled.note(unit(2), later);
    shuffled.note(unit(1), fails);
    shuffled.note(unit(0), fine);
    expect(shuffled.all()).toEqual(inOrder.all());
    expect(shuffled.all().map(({ state }) => state)).toEqual(['holds', 'fails']);
  });

  test('a point that was given more nets has the longer of its trails', () => {
    const trails = openTrails();
    trails.note(unit(0), {
      points: 1,
      path: [[400, 0, 1, 0, 0]],
      unresolved: { point: { L: 8 }, reason: '' },
    });
    trails.note(unit(0), {
      points: 1,
      path: [
        [400, 0, 1, 0, 0],
        [520, 0, 1, 0, 0],
      ],
      tightest: { point: { L: 8 }, slack: 1 },
    });
    expect(trails.all()).toMatchObject([{ state: 'holds', path: { length: 2 } }]);
  });

  test('ends that are missing, and numbers beyond the doubles, leave the figure out or are cut at its frame', () => {
    const trail = (path: readonly (readonly [number, number, number, number, number])[]) => ({
      point: { L: 1 },
      confirms: false,
      state: 'holds' as const,
      path,
    });
    expect(
      pathFigure(trail([[400, -Infinity, Infinity, -Infinity, Infinity]]), '=', undefined),
    ).toBeUndefined();
    expect(pathFigure(trail([[400, 0, 1e-310, 0, 0]]), '<=', undefined)).toBeUndefined();
    const figure = pathFigure(
      trail([
        [400, 0, Infinity, 1, 1],
        [520, 0.2, 0.9, 1, 1],
      ]),
      '<=',
      undefined,
    )!;
    expect(figure.svg).not.toMatch(/NaN|Infinity/);
    expect(figure.csv).toBe(
      'nets,leftLower,leftUpper,rightLower,rightUpper\n400,0,Infinity,1,1\n520,0.2,0.9,1,1',
    );
  });

  test.each([
    [7e7, '6e+7'],
    [1e-10, '1e-10'],
    [3e-4, '2e-4'],
    [300, '300'],
    [0.3, '0.2'],
  ])('numbers as large as %d fit beside the axis', (most, label) => {
    const path = [
      [400, 0, 2 * most, most, most],
      [520, 0, most, most, most],
    ] as const;
    const trail = { point: { L: 1 }, confirms: false, state: 'holds', path } as const;
    const figures = [pathFigure(trail, '<=', undefined)!, pointsFigure([trail, trail], '=', [])!];
    const labels = figures.flatMap(({ svg }) =>
      [...svg.matchAll(/>([^<]+)<\/text>/g)].map(([, text]) => text!),
    );
    expect(labels).toContain(label);
    // At 12 pixels digits are 7 wide, and there are 56 of them.
    for (const text of labels.filter((each) => /^[−\d]/.test(each)))
      expect(text.length).toBeLessThanOrEqual(7);
  });

  test('points compare in units of the margin, or as a ratio of the sides', () => {
    const at = (L: number, a: number, b: number, c: number) => ({
      point: { L },
      confirms: false,
      state: 'holds' as const,
      path: [[400, a, b, c, c]] as const,
    });
    const trails = [at(1, 0.9, 1.05, 1), at(2, 1.9, 2.2, 2)];
    const rows = (csv: string) =>
      csv
        .split('\n')
        .slice(1)
        .map((row) => row.split(',').slice(1, 3).map(Number));
    const relative = { kind: 'relative', value: 0.1 } as const;
    const absolute = { kind: 'absolute', value: 0.5 } as const;
    expect(rows(pointsFigure(trails, '=', [relative, relative])!.csv)).toEqual([
      [-1, 0.5],
      [-0.5, 1],
    ]);
    expect(rows(pointsFigure(trails, '=', [absolute, absolute])!.csv)).toEqual([
      [-0.2, 0.1],
      [-0.2, 0.4],
    ]);
    expect(rows(pointsFigure(trails, '<=', [])!.csv)).toEqual([
      [0.9, 1.05],
      [0.95, 1.1],
    ]);
  });
});

describe('compact', () => {
  /** Corners of absolute or relative paths of M, L, H, V, h, v, l. */
  function corners(d: string): number[][] {
    let [x, y] = [0, 0];
    return [...d.matchAll(/([MLHVhvl])([^A-Za-z]*)/g)].map(([, command, rest]) => {
      const numbers = [...rest!.matchAll(/-?\d*\.?\d+/g)].map(Number);
      if (command === 'M' || command === 'L') [x, y] = numbers as [number, number];
      if (command === 'l') [x, y] = [x + numbers[0]!, y + numbers[1]!];
      if (command === 'h') x += numbers[0]!;
      if (command === 'v') y += numbers[0]!;
      return [x, y];
    });
  }

  test('a path goes through the same places, to a twentieth of a pixel, and no error adds up', () => {
    const places = Array.from(
      { length: 200 },
      (_, i) => [i * 1.23456, 100 * Math.sin(i / 3) - 0.04 * i] as const,
    );
    const steps = places.flatMap(([x, y], i) => [
      [x, y],
      [x, places[i + 1]?.[1] ?? y],
    ]);
    for (const way of [places, steps]) {
      const d = way.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x},${y}`).join('');
      const found = corners(
        / d="([^"]*)"/.exec(compact(`<svg viewBox="0 0 1 1"><path d="${d}"/></svg>`))![1]!,
      );
      const distinct = way.filter(
        ([x, y], i) =>
          i === 0 || tenth(x!) !== tenth(way[i - 1]![0]!) || tenth(y!) !== tenth(way[i - 1]![1]!),
      );
      expect(found).toHaveLength(distinct.length);
      found.forEach(([x, y], i) => {
        expect(Math.abs(x! - distinct[i]![0]!)).toBeLessThan(0.0501);
        expect(Math.abs(y! - distinct[i]![1]!)).toBeLessThan(0.0501);
      });
    }
  });
  const tenth = (x: number) => Math.round(10 * x);

  test('a line that ends where it begins stays a dot, alone or among others', () => {
    for (const [d, short] of [
      ['M1,2L1,2', 'M1 2h0'],
      ['M1,2L1.01,2', 'M1 2h0'],
      ['M1,2L1,2M3,4L3,5M6,7L6,7', 'M1 2h0M3 4v1M6 7h0'],
    ])
      expect(compact(`<svg viewBox="0 0 1 1"><path d="${d}"/></svg>`)).toContain(` d="${short}"`);
  });

  test('a map keeps its cells, their colours, marks and labels', async () => {
    const survey = (await surveyPicture(
      job('median(forwardNorm2) <= exp(1/8 - L/d) for L in 1..6, d in 1..5'),
      runHere,
    ))!;
    const { svg } = heatMap(survey, { width: 380, height: 300 });
    const small = compact(svg);
    expect(small.length).toBeLessThan(svg.length / 2);
    const cells = /<g aria-label="cell".*?<\/g>/s.exec(svg)![0].match(/<rect /g)!.length;
    const paths = [...small.matchAll(/<path stroke="(#[0-9a-f]{3})" d="([^"]*)"/g)];
    expect(paths.map(([, , d]) => d!.match(/M/g)!.length).reduce((a, b) => a + b)).toBe(cells);
    const letters = (text: string) =>
      [...text.matchAll(/>([^<>]+)</g)]
        .map(([, words]) => words!.trim())
        .join('')
        .split('')
        .sort()
        .join('');
    expect(letters(small)).toBe(letters(svg.replace(/<style>.*?<\/style>/gs, '')));
  });
});
