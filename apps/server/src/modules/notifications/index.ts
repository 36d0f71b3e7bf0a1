export type { SaleNotice } from './format-sale-notice.ts';
export { eraseNotices } from './erase-notices.ts';
export { queueSaleNotices, releaseSaleNotices } from './queue-notice.ts';
export { registerNotificationRoutes } from './routes.ts';
export { sendNotices } from './send-notices.ts';
