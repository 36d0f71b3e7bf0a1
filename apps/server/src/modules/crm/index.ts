export { createCrmClient } from './create-crm-client.ts';
