import { UpstreamError } from '../../platform/errors.ts';

/** What AmoCRM's refusals mean for us: wait and ask again, or stop and tell a person. */
const KINDS = {
  unauthorized: {
    retryable: false,
    message: 'AmoCRM не принимает токен: выпустите новый и обновите настройки',
  },
  unpaid: {
    retryable: false,
    message: 'AmoCRM: подписка не оплачена. Оплатите её, работа продолжится сама',
  },
  blocked: {
    retryable: false,
    message:
      'AmoCRM закрыл доступ: проверьте блокировку аккаунта, IP-адрес и права, напишите в поддержку AmoCRM',
  },
  rate: { retryable: true, message: 'AmoCRM просит подождать: слишком много запросов' },
  server: { retryable: true, message: 'AmoCRM отвечает ошибкой' },
  network: { retryable: true, message: 'AmoCRM не отвечает' },
  unexpected: { retryable: false, message: 'AmoCRM ответил не так, как описано в его документации' },
} as const;
export type AmocrmErrorKind = keyof typeof KINDS;

/** Refusals that asking again only makes worse: everybody stops, and a person has to act. */
export const REFUSALS = ['unauthorized', 'unpaid', 'blocked'] as const;
export type Refusal = (typeof REFUSALS)[number];
export const isRefusal = (kind: string): kind is Refusal => REFUSALS.some((refusal) => refusal === kind);

type Options = {
  status: number | null;
  answer?: string;
  retryAfterMs?: number;
  heldBack?: boolean;
  cause?: unknown;
};

/** A refusal of AmoCRM or no answer at all; `kind` says which, `retryable` whether to ask again by itself. */
export class AmocrmError extends UpstreamError {
  readonly kind: AmocrmErrorKind;
  /** How long AmoCRM asked us to wait; null when it did not say. */
  readonly retryAfterMs: number | null;
  /** AmoCRM was not asked at all: its last refusal still stands, or it wants us to wait for long. */
  readonly heldBack: boolean;

  constructor(kind: AmocrmErrorKind, { status, answer, retryAfterMs, heldBack, cause }: Options) {
    const details = answer === undefined ? { kind } : { kind, answer };
    super('amocrm', KINDS[kind].message, { status, retryable: KINDS[kind].retryable, details, cause });
    this.kind = kind;
    this.retryAfterMs = retryAfterMs ?? null;
    this.heldBack = heldBack ?? false;
  }
}

/** The error an unsuccessful answer stands for. Bodies of 403, 429 and 5xx may be HTML: only excerpted. */
export function toAmocrmError(status: number, headers: Headers, body: string): AmocrmError {
  const kind = kindOf(status, body);
  const answer = excerpt(body);
  if (kind !== 'rate') return new AmocrmError(kind, { status, answer });
  return new AmocrmError(kind, { status, answer, retryAfterMs: retryAfterMs(headers, body) });
}

/** An unpaid account was also seen as 400 with the title "Payment Required". */
function kindOf(status: number, body: string): AmocrmErrorKind {
  if (status === 401) return 'unauthorized';
  if (status === 402 || (status === 400 && body.includes('Payment Required'))) return 'unpaid';
  if (status === 403) return 'blocked';
  if (status === 429) return 'rate';
  return status >= 500 ? 'server' : 'unexpected';
}

/** Seconds, in the body's `retry_after` or the Retry-After header; 0 when neither says. */
function retryAfterMs(headers: Headers, body: string): number {
  const inBody = /"retry_after"\s*:\s*"?(\d{1,6})/.exec(body)?.[1];
  const inHeader = /^\d{1,6}$/.exec(headers.get('retry-after') ?? '')?.[0];
  return Number(inBody ?? inHeader ?? 0) * 1000;
}

function excerpt(body: string): string {
  const words = body
    .slice(0, 2000)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
  return words.trim().slice(0, 200);
}
