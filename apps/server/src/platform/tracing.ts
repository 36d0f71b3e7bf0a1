import { randomBytes } from 'node:crypto';
import type { Logger } from './log.ts';

/** One thing that took time: a request or a job. */
export type Span = {
  name: string;
  /** 2 = a request that was served, 1 = work of our own (OTLP's SpanKind). */
  kind: 1 | 2;
  startedAt: Date;
  ms: number;
  failed: boolean;
  /** The caller's `traceparent`, when it sent one: our span becomes part of its trace. */
  parent?: string | undefined;
  attributes: Record<string, string | number>;
};

export type Tracer = {
  record(span: Span): void;
  /** Sends what is left, within some seconds. */
  close(): Promise<void>;
};

const FLUSH_MS = 5_000;
const TIMEOUT_MS = 5_000;
/** A collector that is away costs this many spans of memory and no more; further ones are dropped. */
const QUEUE = 2_000;
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

/**
 * Sends spans to an OpenTelemetry collector by OTLP over HTTP in JSON (opentelemetry.io/docs/specs/otlp). Written by hand: the
 * official packages of the day exclude each other's versions of their API (ADR 45), and two kinds of spans need none of the rest.
 *
 * @param endpoint OTEL_EXPORTER_OTLP_ENDPOINT: `/v1/traces` is added, as the specification says
 */
export function createTracer(options: {
  endpoint: string;
  service: string;
  role: string;
  log: Logger;
}): Tracer {
  const { endpoint, log } = options;
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  let queue: Span[] = [];
  let dropped = 0;
  let told = false;

  async function flush(): Promise<void> {
    const spans = queue;
    if (spans.length === 0) return;
    queue = [];
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(toOtlp(spans, options)),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`the collector answered ${answer.status}`);
      told = false;
    } catch (error) {
      dropped += spans.length;
      // Once per outage: a log full of this helps nobody.
      if (!told) log.warn({ err: error, dropped }, 'traces not delivered');
      told = true;
    }
  }

  const timer = setInterval(() => void flush(), FLUSH_MS);
  timer.unref();
  return {
    record(span) {
      if (queue.length < QUEUE) queue.push(span);
      else dropped += 1;
    },
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}

const nanos = (ms: number): string => String(BigInt(Math.round(ms * 1000)) * 1000n);
const attribute = ([key, value]: [string, string | number]) => ({
  key,
  value: typeof value === 'number' ? { intValue: String(Math.round(value)) } : { stringValue: value },
});

/** The body of ExportTraceServiceRequest in its JSON form: ids in hex, times in nanoseconds as text. */
export function toOtlp(spans: readonly Span[], { service, role }: { service: string; role: string }): object {
  const resource = { 'service.name': service, 'service.instance.id': `${role}-${process.pid}` };
  return {
    resourceSpans: [
      {
        resource: { attributes: Object.entries(resource).map(attribute) },
        scopeSpans: [{ scope: { name: 'traffic-dashboard' }, spans: spans.map(toOtlpSpan) }],
      },
    ],
  };
}

function toOtlpSpan({ name, kind, startedAt, ms, failed, parent, attributes }: Span): object {
  const [, traceId, parentSpanId] = TRACEPARENT.exec(parent ?? '') ?? [];
  return {
    traceId: traceId ?? randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    ...{ name, kind, startTimeUnixNano: nanos(startedAt.getTime()) },
    endTimeUnixNano: nanos(startedAt.getTime() + ms),
    attributes: Object.entries(attributes).map(attribute),
    status: failed ? { code: 2 } : {},
  };
}
