import { ERROR_CODES, type ErrorCode, type ErrorResponse } from '@traffic/contract';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { isConnectionError } from '../database/index.ts';
import { AppError, UpstreamError } from '../errors.ts';
import { languageOf, translate } from '../translate.ts';

/**
 * Turns whatever was thrown into the contract's error answer. Known errors say what they are; everything
 * else is a 500 with a generic text and the request id, and its cause goes to the log only.
 */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const known = toAppError(error);
  if (known.httpStatus >= 500) request.log.error({ err: error, code: known.code }, 'request failed');
  const body: ErrorResponse = {
    success: false,
    error: {
      code: known.code,
      message: translate(known.message, languageOf(request)),
      ...(known instanceof UpstreamError ? { source: known.source } : {}),
      ...(known.details === undefined ? {} : { details: known.details }),
      request_id: request.id,
    },
  };
  if (known.code === 'unavailable') reply.header('retry-after', '5');
  // The route's response schema describes its success only: an error is serialised as it is.
  reply
    .code(known.httpStatus)
    .type('application/json; charset=utf-8')
    .serializer((value: unknown) => JSON.stringify(value))
    .send(body);
}

export function answerNotFound(request: FastifyRequest, reply: FastifyReply): void {
  answerError(new AppError('not_found', 'Такого адреса нет'), request, reply);
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const problems = error.validation.map((problem) => ({
      field: problem.instancePath.split('/').filter(Boolean).join('.'),
      message: problem.message,
    }));
    return new AppError('validation', 'Запрос заполнен с ошибками: см. details', { details: problems });
  }
  if (isConnectionError(error))
    return new AppError('unavailable', 'База данных недоступна, попробуйте через минуту', { cause: error });
  return (
    fromFastify(error) ?? new AppError('internal', 'Внутренняя ошибка: сообщите её номер', { cause: error })
  );
}

/** Fastify's own refusals (broken JSON, body too large...) keep their status when it is one of ours. */
function fromFastify(error: unknown): AppError | null {
  const status = (error as Partial<FastifyError> | null)?.statusCode;
  if (typeof status !== 'number' || status < 400 || status >= 500) return null;
  const entry = Object.entries(ERROR_CODES).find(([, code]) => code.status === status);
  const code: ErrorCode = entry ? (entry[0] as ErrorCode) : 'validation';
  const messages: Partial<Record<ErrorCode, string>> = {
    too_large: 'Тело запроса слишком велико',
    validation: 'Запрос не удалось прочитать',
  };
  return new AppError(code, messages[code] ?? 'Запрос отклонён', { cause: error });
}
