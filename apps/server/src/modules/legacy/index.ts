export type { SaleDifference } from './compare-sales.ts';
export { importLegacy, type LegacyImport } from './import-legacy.ts';
