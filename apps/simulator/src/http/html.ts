import type { FastifyReply } from 'fastify';

/** An error page of the web server in front of an API (a blocked account, a broken backend): HTML where JSON is expected. */
export function sendHtml(reply: FastifyReply, status: number): void {
  const title = status === 403 ? '403 Forbidden' : `${status} Bad Gateway`;
  const body = `<center><h1>${title}</h1></center><hr><center>nginx</center>`;
  reply
    .code(status)
    .header('content-type', 'text/html')
    .send(`<html><head><title>${title}</title></head><body>${body}</body></html>`);
}
