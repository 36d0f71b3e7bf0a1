export type { Readers } from './compose.ts';
export { ensureEnvironmentChats } from './chats-repo.ts';
export { eraseNotices } from './erase-notices.ts';
export type { LeadNotice, SaleNotice } from './format-sale-notice.ts';
export { queueLeadNotices, queueSaleNotices, releaseSaleNotices } from './queue-notice.ts';
export { registerNotificationRoutes } from './routes.ts';
export { startTelegram } from './telegram-loops.ts';
