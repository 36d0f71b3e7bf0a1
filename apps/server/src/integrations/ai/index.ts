export { type AiClient, createAiClient } from './client.ts';
