export { enrichDeals } from './enrich-deals.ts';
export { handleDeliveries } from './handle-deliveries.ts';
export { importDeals } from './import-deals.ts';
export { createLedger, holdLedger, type Ledger, type NewSale } from './ledger.ts';
export { recordBuyers } from './record-buyers.ts';
export { recreditSales } from './credit-sales.ts';
export { redecideSales, redecideUnattributedSales } from './redecide-sales.ts';
export { registerSalesRoutes } from './routes.ts';
export { loadSaleNotice } from './sale-notice.ts';
