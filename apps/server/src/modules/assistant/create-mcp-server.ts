import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import type { Principal } from '../../platform/http/index.ts';
import { type ApiAnswer, answerTool, NOTICE } from './answer-tool.ts';
import { type Tool, type ToolInput, TOOLS } from './tools.ts';

/** Asks the API as the caller. */
export type AskApi = (route: ReturnType<Tool['route']>) => Promise<ApiAnswer>;

const OUTPUT = { notice: z.string(), data: z.looseObject({}) };
const READS_ONLY = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };

/** The tools for one caller and one request: nothing is remembered between requests, so any process may answer. */
export function createMcpServer(principal: Principal, ask: AskApi): McpServer {
  const server = new McpServer(
    { name: 'traffic-dashboard', version: '1.0.0' },
    {
      instructions: `Read-only reports on whose ads brought which sale. Money is decimal strings; null is unknown, not zero. ${NOTICE}`,
    },
  );
  for (const tool of TOOLS)
    server.registerTool(
      tool.name,
      {
        title: tool.title,
        description: tool.description,
        inputSchema: z.strictObject(tool.input),
        outputSchema: OUTPUT,
        annotations: READS_ONLY,
      },
      async (input: unknown) => answerTool(tool, await ask(tool.route(input as ToolInput, principal))),
    );
  return server;
}
