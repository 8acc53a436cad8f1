/** The page, the JUnit file and the Markdown of one run: well-formed, complete, harmless. */
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { catalogueJobs } from '../../properties/job.js';
import { junitReport } from '../../report/junit.js';
import { markdownReport } from '../../report/markdown.js';
import { htmlReport } from '../../report/page.js';
import { evidence } from '../../report/words.js';
import { evilSource, sampleReport } from './sample.js';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** How many figures of each kind the catalogue has. */
const catalogueFigures: ReadonlyMap<string, number> = new Map([
  ['The law: drawn, exact, log-normal', 69],
  ['Both sides along the depth', 47],
  ['Slack over width and depth', 33],
  ['Confidence sequence', 36],
  ['Every point drawn', 28],
  ['Steps along the depth', 10],
]);

const report = await sampleReport();
const html = htmlReport(report);
const errors: string[] = [];
const tree = parse(html, {
  onParseError: ({ code, startLine }) => errors.push(`${code} in line ${startLine}`),
});
const elements = tree.childNodes.flatMap(within);

function within(node: Node): Element[] {
  return 'tagName' in node ? [node, ...node.childNodes.flatMap(within)] : [];
}
const named = (name: string) => elements.filter(({ tagName }) => tagName === name);
const attributeOf = ({ attrs }: Element, name: string) => attrs.find((each) => each.name === name)?.value;
const textOf = (node: Node): string =>
  'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
const byId = new Map(
  elements.flatMap((each) => {
    const id = attributeOf(each, 'id');
    return id === undefined ? [] : [[id, each] as const];
  }),
);

test('all verdicts are there, or the rest would test little', () => {
  const words = report.claims.map(({ job, verdict }) => [job.id, verdict?.verdict]);
  expect(Object.fromEntries(words)).toEqual({
    'forward-log-expansion/series-linear-mean': 'proved',
    'forward-log-expansion/mean-every-width': 'proved',
    'chain-uniform/gamma-median-below': 'verified',
    'escape-sign': 'verified',
    exact: 'verified',
    refuted: 'refuted',
    proved: 'proved',
    drawn: 'supported',
    'drawn-false': 'refuted',
    undecided: 'undecided',
    atoms: 'verified',
    unreached: undefined,
  });
});

describe('the page', () => {
  test('is well-formed, and no id is there twice', () => {
    expect(errors).toEqual([]);
    expect(byId.size).toBe(elements.filter((each) => attributeOf(each, 'id') !== undefined).length);
  });

  test('has every claim: its formula or its words, verdict, evidence, command', () => {
    const articles = named('article').map(textOf);
    expect(articles).toHaveLength(report.claims.length);
    report.claims.forEach(({ job, verdict, replay }, i) => {
      expect(articles[i]).toContain(job.id);
      expect(articles[i]).toContain(verdict?.verdict ?? 'no verdict');
      if (replay !== undefined) expect(articles[i]).toContain(replay);
      const formulas = within(named('article')[i]!).filter(({ tagName }) => tagName === 'math');
      // Of words, what is no formula stands there as it is.
      if (job.kind === 'experiment') expect(articles[i]).toContain('dyadic w0, w1, eta');
      expect(formulas.length).toBeGreaterThanOrEqual(job.kind === 'experiment' ? 1 : 2);
    });
    expect(named('merror')).toEqual([]);
    expect(textOf(named('main')[0]!)).toContain('Partial.');
  });

  test('has a figure of each kind, each with a title, a description and its numbers', () => {
    const pictures = named('svg');
    const titles = pictures.map((svg) => {
      expect(attributeOf(svg, 'role')).toBe('img');
      const [title, description] = attributeOf(svg, 'aria-labelledby')!
        .split(' ')
        .map((id) => byId.get(id)!);
      expect([title!.tagName, description!.tagName]).toEqual(['title', 'desc']);
      expect([title!.parentNode, description!.parentNode]).toEqual([svg, svg]);
      expect(textOf(description!).length).toBeGreaterThan(40);
      return textOf(title!);
    });
    expect([...new Set(titles)].sort()).toEqual([
      'Both sides along the depth',
      'Confidence sequence',
      'Confidence sequence, on fresh nets',
      'Every point drawn',
      'Slack over width and depth',
      'Steps along the depth',
      'The law: drawn, exact, log-normal',
    ]);
    expect(named('figure')).toHaveLength(pictures.length);
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('asks nobody for anything: no script, no image, no link but to itself and to numbers', () => {
    for (const name of ['script', 'link', 'img', 'image', 'iframe', 'object', 'embed', 'base', 'use', 'form'])
      expect(named(name)).toEqual([]);
    const links = elements.flatMap(({ tagName, attrs }) =>
      attrs.flatMap(({ name, value }) => {
        expect(name).not.toMatch(/^(on|src|srcset|action|formaction|xlink:href|style)$|^on/);
        if (name === 'href') expect(tagName).toBe('a');
        return name === 'href' ? [value] : [];
      }),
    );
    for (const link of links) expect(link).toMatch(/^#|^data:text\/csv,/);
    for (const link of links.filter((each) => each.startsWith('#')))
      expect(byId.has(link.slice(1))).toBe(true);
    expect(textOf(named('style')[0]!)).not.toMatch(/url\(|@import/);
  });

  test('shows texts as they are, whatever is in them', () => {
    const article = named('article').find((each) => attributeOf(each, 'id') === 'claim-refuted')!;
    expect(textOf(article)).toContain(
      '<script>alert(1)</script> & "quoted" | `code` *bold* \ufffd \ufffd Ünïcödé 数学 𝔼',
    );
    expect(textOf(article)).toContain(evilSource);
  });

  test('a title turns round no text but its own', () => {
    const title = named('bdi').find((each) => textOf(each).startsWith('<script>'))!;
    expect(textOf(title)).toMatch(/𝔼$/);
    expect(named('bdi').map(textOf)).toContain(evilSource);
  });

  test('what is undecided is not called wrong with any probability', () => {
    const cards = named('article').map(textOf);
    expect(cards.filter((each) => each.includes('wrong with probability'))).toHaveLength(2);
    expect(report.claims.find(({ job }) => job.id === 'undecided')!.verdict!.alpha).toBeGreaterThan(0);
    expect(cards.find((each) => each.trim().startsWith('undecided'))).not.toContain('wrong with');
  });

  test('room without a limit has no number', () => {
    const { point } = { point: { L: 1, d: 2 } };
    const verdict = { ...report.claims[4]!.verdict!, tightest: { point, slack: Number.MAX_VALUE } };
    expect(evidence(verdict)).toMatch(/; unlimited slack at L=1, d=2$/);
  });

  test('the numbers of each link are a table', () => {
    const tables = named('a').filter((each) => attributeOf(each, 'download') !== undefined);
    expect(tables.length).toBeGreaterThan(10);
    for (const link of tables) {
      const rows = decodeURIComponent(attributeOf(link, 'href')!.slice('data:text/csv,'.length)).split('\n');
      const columns = rows[0]!.split(',').length;
      expect(rows.length).toBeGreaterThan(1);
      for (const row of rows) expect(row.split(',')).toHaveLength(columns);
    }
  });

  test('a theorem is typeset: its statement, conditions and derivation, and no mark of a formula is left', () => {
    const sections = named('section').filter((each) => attributeOf(each, 'class') === 'group');
    const expansion = sections.find((each) => textOf(each).includes('Expansion of the log-moments'))!;
    const paragraph = within(expansion).find((each) => attributeOf(each, 'class') === 'theorem')!;
    const formulas = within(paragraph).filter(({ tagName }) => tagName === 'math');
    // -5/(2d) - 49/(12 d^2) - 12/d^3 - 6239/(120 d^4), and so on.
    expect(formulas.map(textOf).join('')).toMatch(/m=−5\/\(2d\)−49\/\(12d2\)−12\/d3−6239\/\(120d4\)/);
    expect(formulas.map(textOf).join('')).not.toContain('kappa');
    const derivation = within(expansion).find(({ tagName }) => tagName === 'dl')!;
    expect(within(derivation).filter(({ tagName }) => tagName === 'math').length).toBeGreaterThan(8);
    for (const section of sections) expect(textOf(section).replace(/`code`/g, '')).not.toContain('`');
  });

  /**
   * Everything that the catalogue's page holds beside its figures, as it is, and for each of its figures what those of its kind take on
   * average here.
   */
  test('the catalogue fits into 1 MB, with room', () => {
    const claims = catalogueJobs([]).map((draft) => {
      const job = { ...draft, alpha: 1e-8, seed: 1, budget: 2 };
      const { verdict } = report.claims[4]!;
      return {
        job,
        verdict,
        pictures: undefined,
        replay: `npx vanishing-curvature check ${job.id} --seed 1`,
      };
    });
    expect(claims.length).toBeGreaterThan(100);
    const words = Buffer.byteLength(htmlReport({ ...report, claims }));
    const bytes = new Map<string, number[]>();
    for (const [figure] of html.matchAll(/<figure>.*?<\/figure>/gs)) {
      const title = /<strong>(.*?)<\/strong>/.exec(figure)![1]!.replace(', on fresh nets', '');
      bytes.set(title, [...(bytes.get(title) ?? []), Buffer.byteLength(figure)]);
    }
    const figures = [...catalogueFigures].reduce((sum, [title, count]) => {
      const sizes = bytes.get(title)!;
      return sum + (count * sizes.reduce((a, b) => a + b)) / sizes.length;
    }, 0);
    expect(words + figures).toBeLessThan(980_000);
    // What is checked is of the size of what is meant.
    expect(words + figures).toBeGreaterThan(600_000);
  });
});

describe('JUnit', () => {
  interface Tag {
    readonly name: string;
    readonly attributes: Record<string, string>;
    readonly parent: string | undefined;
    text: string;
  }
  const tags: Tag[] = [];
  const open: Tag[] = [];
  // Strict: anything that is not well-formed throws.
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    const tag = {
      name,
      attributes: attributes as Record<string, string>,
      parent: open.at(-1)?.name,
      text: '',
    };
    tags.push(tag);
    open.push(tag);
  });
  parser.on('text', (text) => {
    const tag = open.at(-1);
    if (tag !== undefined) tag.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(junitReport(report)).close();
  const of = (name: string) => tags.filter((each) => each.name === name);

  test('suites of cases, each refuted claim a failure, each undecided one an error, none that is left out a pass', () => {
    expect(tags[0]).toMatchObject({ name: 'testsuites', parent: undefined });
    const parents = {
      testsuite: 'testsuites',
      properties: 'testsuite',
      property: 'properties',
      testcase: 'testsuite',
      failure: 'testcase',
      error: 'testcase',
      skipped: 'testcase',
      'system-out': 'testcase',
    };
    for (const { name, parent } of tags.slice(1)) expect(parents[name as keyof typeof parents]).toBe(parent);
    expect(of('testcase').map(({ attributes }) => attributes.name)).toEqual(
      report.claims.map(({ job }) => job.id),
    );
    for (const { attributes } of of('testcase')) expect(attributes.classname).toMatch(/\S/);
    expect(tags[0]!.attributes).toMatchObject({ tests: '12', failures: '2', errors: '1', skipped: '1' });
    expect([of('failure'), of('error'), of('skipped'), of('system-out')].map((each) => each.length)).toEqual([
      2, 1, 1, 8,
    ]);
  });

  test('the numbers of the suites add up to those of the whole', () => {
    for (const name of ['tests', 'failures', 'errors', 'skipped']) {
      const sum = of('testsuite').reduce((total, { attributes }) => total + Number(attributes[name]), 0);
      expect(sum).toBe(Number(tags[0]!.attributes[name]));
    }
  });

  test('says how to replay what failed', () => {
    for (const { text, attributes } of [...of('failure'), ...of('error')]) {
      expect(text).toContain('replay: vanishing-curvature check');
      expect(attributes.message!.length).toBeGreaterThan(10);
    }
  });

  test('control characters and lone surrogates become characters that XML has', () => {
    const claims = [{ ...report.claims[0]!, replay: 'a\u0000\u001b\ud800]]>&<b>' }];
    const strict = new SaxesParser();
    let text = '';
    strict.on('text', (piece) => {
      text += piece;
    });
    strict.write(junitReport({ ...report, claims })).close();
    expect(text).toContain('a\ufffd\ufffd\ufffd]]>&<b>');
  });
});

describe('Markdown', () => {
  const markdown = markdownReport(report);
  const rows = markdown.split('\n').filter((line) => line.startsWith('|'));

  test('a row of four cells for each claim', () => {
    expect(rows).toHaveLength(2 + report.claims.length);
    for (const row of rows) expect(row.replace(/\\[\\|]/g, '').split('|')).toHaveLength(6);
    for (const { job } of report.claims) expect(rows.some((row) => row.includes(`\`${job.id}\``))).toBe(true);
  });

  test('nothing in a title is read as markup', () => {
    const row = rows.find((each) => each.includes('`refuted`'))!;
    expect(row).toContain(
      '&lt;script&gt;alert\\(1\\)&lt;/script&gt; &amp; "quoted" \\| \\`code\\` \\*bold\\*',
    );
    expect(markdown.replace(/```text\n.*?\n```/gs, '')).not.toMatch(/[<>]/);
  });

  test('no control character, no formula, no change of direction', () => {
    const { job } = report.claims[5]!;
    const title = '\u001b[31m $\\frac12$ \u202eevil\u2066 \u200fعربي';
    const claims = [{ ...report.claims[5]!, job: { ...job, about: { title } } }];
    const row = markdownReport({ ...report, claims })
      .split('\n')
      .at(-4)!;
    expect(row).toContain('| \ufffd\\[31m \\$\\\\frac12\\$ \ufffdevil\ufffd \u200fعربي `refuted` |');
  });

  test('refuted claims come with their text and the command, in fences that hold them', () => {
    expect(markdown.match(/^\*\*refuted\*\*/gm)).toHaveLength(2);
    const claims = report.claims.slice(5, 6).map((claim) => ({ ...claim, replay: 'x ```` y' }));
    expect(markdownReport({ ...report, claims })).toContain('`````text\nx ```` y\n`````');
  });
});
