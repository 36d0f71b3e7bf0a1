import type { Role, TeamRef, TokenScope } from '@traffic/contract';

/** Who is calling: a signed-in person or a script with an API token. */
export type Principal =
  | {
      kind: 'user';
      id: string;
      email: string;
      name: string;
      role: Role;
      team: TeamRef | null;
      sessionId: string;
    }
  | {
      kind: 'token';
      id: number;
      name: string;
      scope: TokenScope;
      /** Of a `team:read` token; null for the others. */
      team: TeamRef | null;
    };

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the access guard before any handler; null only on routes that the policy declares open. */
    principal: Principal | null;
  }
}
