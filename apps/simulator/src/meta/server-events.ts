import { z } from 'zod';
import { GraphError } from './graph-error.ts';

/** An event as the Conversions API took it; the same event sent twice stands here twice, as Meta counts it. */
export interface TakenEvent {
  datasetId: string;
  /** The request it came with: 1, 2, 3... */
  request: number;
  /** A test event is shown in the Events Manager under its code. */
  testCode: string | null;
  atMs: number;
  event: ServerEvent;
}

export const DATASET_ID = '1122334455667788';
const MOST_EVENTS = 1000;
const OLDEST_MS = 7 * 86_400_000;
/** Clocks differ a little; an event of tomorrow is a mistake. */
const AHEAD_MS = 60_000;

const hashes = z
  .union([z.string(), z.array(z.string()).min(1)])
  .transform((value) => [value].flat())
  .pipe(z.array(z.string().regex(/^[0-9a-f]{64}$/, 'must be hashed by SHA-256')));

const UserData = z.looseObject({
  em: hashes.optional(),
  ph: hashes.optional(),
  external_id: hashes.optional(),
  fbc: z
    .string()
    .regex(/^fb\.[0-2]\.\d{13}\.[\w-]+$/, 'fbc is fb.1.<ms>.<fbclid>')
    .optional(),
  lead_id: z
    .union([z.string(), z.number()])
    .transform(String)
    .pipe(z.string().regex(/^\d{15,17}$/, 'lead_id has 15 to 17 digits'))
    .optional(),
});
const IDENTIFIERS = ['em', 'ph', 'external_id', 'fbc', 'lead_id'] as const;

const ACTION_SOURCES = [
  'email',
  'website',
  'app',
  'phone_call',
  'chat',
  'physical_store',
  'system_generated',
  'business_messaging',
  'other',
] as const;

const ServerEvent = z.looseObject({
  event_name: z.string().min(1).max(50),
  event_time: z.number().int(),
  event_id: z.string().min(1).optional(),
  action_source: z.enum(ACTION_SOURCES),
  user_data: UserData,
  custom_data: z.looseObject({}).optional(),
});
export type ServerEvent = z.infer<typeof ServerEvent>;

const PurchaseData = z.looseObject({
  value: z.number().min(0),
  currency: z.string().regex(/^[A-Z]{3}$/),
});

const Body = z.looseObject({
  /** A form holds it as JSON in a text. */
  data: z.preprocess(fromText, z.array(z.unknown()).min(1)),
  test_event_code: z
    .string()
    .regex(/^TEST\w+$/)
    .optional(),
});

/**
 * The events of a request, all or none: one that breaks a rule refuses the whole batch, as Meta does.
 * Throws GraphError; subcodes by hand from Meta's published list of server event errors.
 */
export function readServerEvents(
  body: unknown,
  nowMs: number,
): { events: ServerEvent[]; testCode: string | null } {
  const request = Body.safeParse(body);
  if (!request.success) throw new GraphError(400, 100, 'Invalid parameter', 2_804_008);
  const { data, test_event_code: testCode = null } = request.data;
  if (data.length > MOST_EVENTS)
    throw new GraphError(400, 100, `Invalid parameter: more than ${MOST_EVENTS} events`, 2_804_002);
  return { events: data.map((one) => readEvent(one, nowMs)), testCode };
}

function readEvent(given: unknown, nowMs: number): ServerEvent {
  const parsed = ServerEvent.safeParse(given);
  if (!parsed.success) throw new GraphError(400, 100, 'Invalid parameter', 2_804_019);
  const event = parsed.data;
  const ageMs = nowMs - event.event_time * 1000;
  if (ageMs > OLDEST_MS || ageMs < -AHEAD_MS)
    throw new GraphError(400, 100, 'Invalid parameter: event_time is too old or in the future', 2_804_003);
  if (IDENTIFIERS.every((name) => event.user_data[name] === undefined))
    throw new GraphError(400, 100, 'Invalid parameter: not enough customer information', 2_804_050);
  if (event.event_name === 'Purchase' && !PurchaseData.safeParse(event.custom_data).success)
    throw new GraphError(400, 100, 'Invalid parameter: a Purchase needs value and currency', 2_804_009);
  return event;
}

function fromText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
