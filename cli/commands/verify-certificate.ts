/** Options of `verify-certificate`. */
import type { Command } from 'commander';

export interface VerifyCertificateOptions {
  readonly json?: boolean;
}

export function addVerifyCertificate(program: Command, finish: (code: number) => void): void {
  program
    .command('verify-certificate')
    .description('check certificates of proofs about all widths anew, by code that the prover has no part in')
    .argument('<file>', 'a certificate, or a list of them (JSON)')
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action(async (file: string, options: VerifyCertificateOptions) => {
      const { verifyCertificateFile } = await import('../actions/verify-certificate.js');
      finish(verifyCertificateFile(file, options));
    });
}

const help = `
Prints what the certificate proves of one layer, or the place where it fails. The text of its claim is not read: whether the
claim follows from the sentence printed is for the reader to judge. Of a list of certificates each is judged;
a file may have 10,000 of them and 30,000,000 bytes, some 3,000 to 6,000 certificates.
'check --certificate' saves certificates; docs/derivations/bounds.md describes them.

Exit codes: 0 valid, 1 not valid (of a list: any of them), 2 bad input (no such file, too large, no JSON, a field
given twice, an empty list).

Examples:
  vanishing-curvature check forward-log-expansion/mean-every-width --certificate proof.json
  vanishing-curvature verify-certificate proof.json
  vanishing-curvature verify-certificate proof.json --json`;
