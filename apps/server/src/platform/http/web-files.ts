import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerNotFound } from './answer-error.ts';
import type { Server } from './create-server.ts';

/** Addresses of screens are not files: those of an API or a hook never are screens. */
const NOT_A_SCREEN = /^\/(api|webhook|healthz|readyz|assets)(\/|$|\?)/;

/**
 * Serves the built web application: hashed files for a year, `index.html` fresh each time and for every
 * address that is a screen of the application.
 *
 * @param directory the build's output; without it (a worker, a test) only the API answers
 */
export async function registerWebFiles(app: Server, directory: string): Promise<void> {
  const built = existsSync(join(directory, 'index.html'));
  await app.register(fastifyStatic, {
    root: directory,
    wildcard: true,
    // The build writes .br and .gz beside each file.
    preCompressed: true,
    cacheControl: false,
    setHeaders: (response, path) => {
      const immutable = path.includes('/assets/');
      response.setHeader('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
    if (built && request.method === 'GET' && !NOT_A_SCREEN.test(request.url))
      return reply.sendFile('index.html');
    return answerNotFound(request, reply);
  });
}
