export { examine } from './examine.ts';
export { failure, type Finding, ok, warning } from './finding.ts';
export { printFindings } from './print-findings.ts';
