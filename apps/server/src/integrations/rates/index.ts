export { createNbkClient, type RatesClient } from './nbk-client.ts';
export type { DayRates } from './parse-rates.ts';
