/** Options of `verify-certificate`. */
import type { Command } from 'commander';

export interface VerifyCertificateOptions {
  readonly json?: boolean;
}

export function addVerifyCertificate(program: Command, finish: (code: number) => void): void {
  program
    .command('verify-certificate')
    .description(
      'check the certificate of a proof about all widths anew, by code that the prover has no part in',
    )
    .argument('<file>', 'a certificate (JSON)')
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action(async (file: string, options: VerifyCertificateOptions) => {
      const { verifyCertificateFile } = await import('../actions/verify-certificate.js');
      finish(verifyCertificateFile(file, options));
    });
}

const help = `
Prints what the certificate proves of one layer, or the place where it fails. The text of its claim is not read: whether the
claim follows from the sentence printed is for the reader to judge.
A certificate is the field certificate of a verdict of 'check --json'; docs/derivations/bounds.md describes it.

Exit codes: 0 valid, 1 not valid, 2 bad input (no such file, no JSON).

Examples:
  vanishing-curvature check forward-log-moments --json > verdicts.json
  node -p "JSON.stringify(JSON.parse(fs.readFileSync('verdicts.json')).verdicts.find((v) => v.certificate).certificate)" > proof.json
  vanishing-curvature verify-certificate proof.json
  vanishing-curvature verify-certificate proof.json --json`;
