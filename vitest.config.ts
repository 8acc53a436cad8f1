import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The dearest file goes first, lest one worker be left with it at the end; vitest itself knows only sizes, until it has run them once. */
class DearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isDearest = ({ moduleId }: TestSpecification) => moduleId.endsWith('/catalogue-claims.test.ts');
    const sorted = await super.sort(files);
    return [...sorted.filter(isDearest), ...sorted.filter((file) => !isDearest(file))];
  }
}

/** Folders whose modules keep no state that can change a result: their test files share a process, and what it has loaded. */
const pure = [
  'test/numerics/**/*.test.ts',
  'test/theory/!(algebra)/**/*.test.ts',
  'test/theory/*.test.ts',
  'test/properties/**/*.test.ts',
  'test/report/**/*.test.ts',
  'test/verifier/**/*.test.ts',
];

export default defineConfig({
  test: {
    globalSetup: ['test/global-setup.ts'],
    testTimeout: 60_000,
    // By default one core is left idle: half of a machine with two.
    maxWorkers: '100%',
    sequence: { sequencer: DearestFirst },
    projects: [
      { extends: true, test: { name: 'pure', include: pure, isolate: false } },
      { extends: true, test: { name: 'whole', include: ['test/**/*.test.ts'], exclude: pure } },
    ],
  },
});
