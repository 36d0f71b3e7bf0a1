import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { sendProblem } from './problem.ts';

const exchangeSchema = z.looseObject({ grant_type: z.literal('refresh_token'), refresh_token: z.string() });
const DAY_SEC = 86_400;

/** The tokens an integration may use: a long-lived one, and pairs got by exchange, whose refresh token works once. */
export class Tokens {
  readonly #accepted: Set<string>;
  #refreshToken: string;

  constructor(first: { amocrmToken: string; amocrmRefreshToken: string }) {
    this.#accepted = new Set([first.amocrmToken]);
    this.#refreshToken = first.amocrmRefreshToken;
  }

  accepts(authorization: string | undefined): boolean {
    return (
      authorization?.startsWith('Bearer ') === true &&
      this.#accepted.has(authorization.slice('Bearer '.length))
    );
  }

  /** A new pair for the current refresh token; undefined for any other, used ones included. */
  exchange(refreshToken: string): { access: string; refresh: string } | undefined {
    if (refreshToken !== this.#refreshToken) return undefined;
    const access = derive('access', refreshToken);
    this.#refreshToken = derive('refresh', refreshToken);
    this.#accepted.add(access);
    return { access, refresh: this.#refreshToken };
  }
}

/** POST /amocrm/oauth2/access_token with `grant_type=refresh_token`. */
export function registerOauth(app: FastifyInstance, tokens: Tokens): void {
  app.post('/amocrm/oauth2/access_token', async (request, reply) => {
    const body = exchangeSchema.safeParse(request.body);
    const pair = body.success ? tokens.exchange(body.data.refresh_token) : undefined;
    if (pair === undefined) return sendProblem(reply, body.success ? 401 : 400);
    return {
      token_type: 'Bearer',
      expires_in: DAY_SEC,
      access_token: pair.access,
      refresh_token: pair.refresh,
    };
  });
}

function derive(kind: string, refreshToken: string): string {
  return `sim-${kind}-${createHash('sha256').update(`${kind} ${refreshToken}`).digest('hex').slice(0, 24)}`;
}
