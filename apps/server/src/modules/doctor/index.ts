export { examine } from './examine.ts';
export type { Finding } from './finding.ts';
export { printFindings } from './print-findings.ts';
