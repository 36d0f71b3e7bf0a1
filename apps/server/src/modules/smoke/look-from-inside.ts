import {
  DiagnosticsResponse,
  IntegrationsResponse,
  ProductsResponse,
  TokensHealthResponse,
} from '@traffic/contract';
import type { z } from 'zod';
import { failure, type Finding, ok, warning } from '../doctor/index.ts';
import { type Ask, jsonOf, saidBy } from './client.ts';

/** What the product says of itself to an administrator. Reads only; asks no third party. */
export async function lookFromInside(ask: Ask): Promise<Finding[]> {
  const signed = await ask('/api/v1/session', { signed: true });
  const products = await read(ask, '/api/v1/products', ProductsResponse);
  if (signed.status === 401 || typeof products === 'string')
    return [
      failure(
        'ADMIN_API_TOKEN',
        `is not accepted there: ${typeof products === 'string' ? products : saidBy(signed)}`,
        'set the token of that server, or make one in its settings',
      ),
    ];
  return [
    judgeMapping(products),
    ...judgeOr('services', await read(ask, '/api/integrations/all', IntegrationsResponse), judgeServices),
    ...judgeOr('keys', await read(ask, '/api/tokens/health', TokensHealthResponse), judgeTokens),
    ...judgeOr(
      'diagnostics',
      await read(ask, '/api/admin/diagnostics', DiagnosticsResponse, 'POST'),
      judgeDiagnostics,
    ),
  ];
}

async function read<Schema extends z.ZodType>(
  ask: Ask,
  path: string,
  schema: Schema,
  method = 'GET',
): Promise<z.infer<Schema> | string> {
  const answer = await ask(path, { signed: true, method });
  if (answer.status !== 200) return saidBy(answer);
  const parsed = schema.safeParse(jsonOf(answer));
  return parsed.success
    ? parsed.data
    : 'answers in another form than this version knows: is it the same version?';
}

function judgeOr<Answer>(
  subject: string,
  answer: Answer | string,
  judge: (answer: Answer) => Finding[],
): Finding[] {
  return typeof answer === 'string'
    ? [failure(subject, answer, 'look at the log of the server by the time of this check')]
    : judge(answer);
}

function judgeMapping({ products, pipelines }: ProductsResponse): Finding {
  const unsold = products.filter(({ key }) => !pipelines.some((pipeline) => pipeline.product_key === key));
  if (products.length === 0)
    return failure('mapping', 'no product is known', 'is PRESET imported? see docs/deployment.md');
  if (unsold.length > 0)
    return failure(
      'mapping',
      `no pipeline sells ${unsold.map(({ name }) => name).join(', ')}`,
      'map it in the settings of pipelines',
    );
  const undecided = pipelines.filter(({ known, deals }) => !known && deals > 0);
  if (undecided.length > 0)
    return warning(
      'mapping',
      `${undecided.length} pipeline(s) with deals are mapped to nothing`,
      'decide each in the settings of pipelines',
    );
  return ok('mapping', `${products.length} product(s), each sold by a pipeline`);
}

function judgeServices({ integrations }: IntegrationsResponse): Finding[] {
  return integrations
    .filter(({ status }) => status !== 'not_configured')
    .map(({ service, status, message }) => {
      if (status === 'online') return ok(service, message);
      // A standing refusal stops every request to that service until it is over: the breaker is open.
      const action = 'see Integrations on the screen: it says the cause and what to do';
      return status === 'offline' ? failure(service, message, action) : warning(service, message, action);
    });
}

function judgeTokens({ tokens }: TokensHealthResponse): Finding[] {
  return tokens
    .filter(({ configured, level }) => configured && (level === 'warning' || level === 'error'))
    .map(({ service, level, message, action }) =>
      (level === 'error' ? failure : warning)(`key of ${service}`, message, action ?? 'issue a new one'),
    );
}

function judgeDiagnostics({ data }: DiagnosticsResponse): Finding[] {
  const { summary, diagnostics } = data;
  const troubled = diagnostics.filter(({ status }) => status !== 'ok');
  return [
    ok('diagnostics', `${summary.ok} of ${summary.total} checks are ok`),
    ...troubled.map(({ name, status, message, action }) =>
      (status === 'error' ? failure : warning)(name, message, action ?? 'see Integrations on the screen'),
    ),
  ];
}
