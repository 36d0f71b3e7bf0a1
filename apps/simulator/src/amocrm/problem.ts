import type { FastifyReply } from 'fastify';

const TITLES: Record<number, [title: string, detail: string]> = {
  400: ['Bad Request', 'Request validation failed'],
  401: ['Unauthorized', 'Неверный логин или пароль'],
  402: ['Payment Required', 'Аккаунт не оплачен'],
  404: ['Not found', 'Сущность не найдена'],
  429: ['Too Many Requests', 'Превышен лимит запросов'],
};

/** An error as AmoCRM writes it: application/problem+json (shape of the captured 401). */
export function sendProblem(reply: FastifyReply, status: number): void {
  const [title, detail] = TITLES[status] ?? ['Internal Server Error', 'Внутренняя ошибка сервера'];
  const body = { title, type: `https://httpstatus.es/${status}`, status, detail };
  // As bytes: to a string the framework would add a charset, which the real header does not have.
  if (status === 429) reply.header('retry-after', '1');
  reply
    .code(status)
    .header('content-type', 'application/problem+json')
    .send(Buffer.from(JSON.stringify(body)));
}
