import { UpstreamError } from '../../platform/errors.ts';
import { classifyError, type MetaErrorKind, type MetaErrorScope, scopeOf } from './classify-error.ts';

const MESSAGES: Readonly<Record<MetaErrorKind, string>> = {
  auth: 'Meta не принимает токен: выпустите новый и обновите FB_ACCESS_TOKEN',
  permission: 'Meta не даёт прав на этот рекламный кабинет',
  version: 'Meta больше не отдаёт данные этой версией API или за такой давний период',
  split: 'Meta не отдаёт отчёт даже по частям: слишком много данных за день',
  throttle: 'Лимит запросов к Meta почти исчерпан: чтение отложено',
  transient: 'Meta не отвечает или отвечает ошибкой',
  permanent: 'Meta отклонила запрос или ответила не так, как описано в её документации',
};

type Options = {
  status: number | null;
  scope?: MetaErrorScope;
  details?: Record<string, unknown>;
  cause?: unknown;
};

/** A refusal of Meta, or no answer; `kind` says what to do about it, `scope` how far it reaches. */
export class MetaError extends UpstreamError {
  readonly kind: MetaErrorKind;
  readonly scope: MetaErrorScope;

  constructor(kind: MetaErrorKind, { status, scope = 'account', details, cause }: Options) {
    const retryable = kind === 'transient' || kind === 'throttle';
    super('meta', MESSAGES[kind], { status, retryable, details: { ...details, kind, scope }, cause });
    this.kind = kind;
    this.scope = scope;
  }
}

/** An error object of the Graph API, as far as we read it. */
export type GraphErrorBody = {
  code: number;
  error_subcode?: number | undefined;
  message?: string | undefined;
  fbtrace_id?: string | undefined;
};

/** The error of an answered error object. Meta quotes malformed tokens in its texts: the token is cut out. */
export function toMetaError(status: number, body: GraphErrorBody, token: string): MetaError {
  const { code, error_subcode: subcode = null, message = '', fbtrace_id: trace } = body;
  const kind = classifyError({ status, code, subcode, message });
  const answer = message.replaceAll(token, '[cut]').slice(0, 300);
  return new MetaError(kind, {
    status,
    scope: scopeOf(kind, code),
    details: { code, subcode, answer, trace },
  });
}
