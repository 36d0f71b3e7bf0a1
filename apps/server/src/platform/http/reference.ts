import { randomBytes } from 'node:crypto';
import swagger from '@fastify/swagger';
import scalar from '@scalar/fastify-api-reference';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { Server } from './create-server.ts';

/**
 * The page makes its style elements and some `style` attributes at run time. This lets them pass a policy without
 * unsafe-inline: elements get the page's nonce, attributes go through the CSSOM, which is no inline style.
 */
const STYLES_BY_NONCE = `(() => {
  const nonce = document.currentScript.nonce;
  const create = Document.prototype.createElement;
  Document.prototype.createElement = function (...given) {
    const element = create.apply(this, given);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
  const set = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name, value) {
    if (name === 'style' && this.style) this.style.cssText = value;
    else set.call(this, name, value);
  };
})();`;

const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Gives every script of the page this answer's nonce, which the page's own script hands on to its styles. */
function withNonce(html: string, nonce: string): string {
  const first = `<meta property="csp-nonce" content="${nonce}" /><script>${STYLES_BY_NONCE}</script>`;
  return html.replace('<head>', `<head>${first}`).replaceAll('<script', `<script nonce="${nonce}"`);
}

/**
 * OpenAPI at `/api/openapi.json` and its reference page at `/api/docs`, from the routes' own schemas.
 * Register it before the routes it should describe.
 */
export async function registerReference(app: Server): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Traffic Dashboard', version: '0.1.0' },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
      security: [{ bearer: [] }],
    },
    transform: jsonSchemaTransform,
  });
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  await app.register(async (scope) => {
    scope.addHook('onSend', async (request, reply, payload) => {
      const path = request.routeOptions.url ?? '';
      if (path.endsWith('.js')) reply.header('cache-control', 'private, max-age=86400');
      if (typeof payload !== 'string' || !String(reply.getHeader('content-type')).startsWith('text/html'))
        return payload;
      const nonce = randomBytes(16).toString('base64url');
      reply.header('content-security-policy', policy(nonce));
      const html = withNonce(payload, nonce);
      reply.header('content-length', Buffer.byteLength(html));
      return html;
    });
    await scope.register(scalar, {
      routePrefix: '/api/docs',
      configuration: { url: '/api/openapi.json', telemetry: false, withDefaultFonts: false },
    });
  });
}
