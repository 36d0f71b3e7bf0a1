import type { FastifyReply } from 'fastify';

/** An error of the Graph API. Clients must classify by (code, subcode); the text is for people. */
export class GraphError extends Error {
  readonly status: number;
  readonly code: number;
  readonly subcode: number | undefined;

  constructor(status: number, code: number, message: string, subcode?: number) {
    super(message);
    this.status = status;
    this.code = code;
    this.subcode = subcode;
  }
}

const OAUTH_CODES = new Set([10, 102, 104, 190, 200]);

export function sendGraphError(reply: FastifyReply, error: GraphError): void {
  if (error.code === 190) {
    reply.header('www-authenticate', `OAuth "Facebook Platform" "invalid_token" "${error.message}"`);
  }
  reply.code(error.status).send({
    error: {
      message: error.message,
      type: OAUTH_CODES.has(error.code) || error.code < 100 ? 'OAuthException' : 'GraphMethodException',
      code: error.code,
      ...(error.subcode !== undefined && { error_subcode: error.subcode }),
      fbtrace_id: 'AsimulatedTraceId0000000',
    },
  });
}

export const errors = {
  noToken: () => new GraphError(400, 104, 'An access token is required to request this resource.'),
  badToken: () => new GraphError(400, 190, 'Invalid OAuth access token - Cannot parse access token'),
  expiredToken: () =>
    new GraphError(
      401,
      190,
      'Error validating access token: Session has expired. The current time is later.',
      463,
    ),
  unknownNode: (id: string) =>
    new GraphError(
      400,
      100,
      `Unsupported get request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
      33,
    ),
  parameter: (text: string) => new GraphError(400, 100, `(#100) ${text}`),
  permission: (field: string) =>
    new GraphError(403, 200, `(#200) Requires permission to read the field ${field}`),
  tooOld: () =>
    new GraphError(
      400,
      3018,
      '(#3018) The start date of the time range cannot be beyond 37 months from the current date',
    ),
  reduceData: () =>
    new GraphError(500, 1, "Please reduce the amount of data you're asking for, then retry your request"),
};
