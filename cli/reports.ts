/** What `check` writes at its end beside what it prints: a page, JUnit XML, Markdown. */
import type { CheckReport } from '../report/check-report.js';
import type { CheckOptions } from './commands/check.js';
import { writeWhole } from './write-whole.js';

/** @throws OutputError at the first that could not be written. */
export async function writeReports(
  { html, junit, markdown }: CheckOptions,
  report: () => CheckReport,
): Promise<void> {
  if (html !== undefined) {
    const { htmlReport } = await import('../report/page.js');
    writeWhole(html, htmlReport(report()));
  }
  if (junit !== undefined) {
    const { junitReport } = await import('../report/junit.js');
    writeWhole(junit, junitReport(report()));
  }
  if (markdown !== undefined) {
    const { markdownReport } = await import('../report/markdown.js');
    writeWhole(markdown, markdownReport(report()));
  }
}
