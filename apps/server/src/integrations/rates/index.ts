export { createNbkClient, type DayRates, type RatesClient } from './nbk-client.ts';
