import { z } from 'zod';

/** GET /api/v1/people (admin): by name, phone, e-mail or the number of a deal */
export const PeopleQuery = z.object({ q: z.string().trim().min(3).max(100) });

/** A person as an administrator finds them; keys of an erased one are hashes. */
export const FoundPerson = z.object({
  id: z.string(),
  name: z.string().nullable(),
  phones: z.array(z.string()),
  emails: z.array(z.string()),
  leads: z.number().int(),
  sales: z.number().int(),
  first_seen_at: z.iso.datetime().nullable(),
  erased: z.boolean(),
});
export type FoundPerson = z.infer<typeof FoundPerson>;
export const FoundPeopleResponse = z.object({ success: z.literal(true), people: z.array(FoundPerson) });
export type FoundPeopleResponse = z.infer<typeof FoundPeopleResponse>;

/** POST /api/v1/people/:id/export (admin): every kept row of the person, by table */
export const PersonExportResponse = z.object({
  success: z.literal(true),
  person_id: z.string(),
  tables: z.record(z.string(), z.array(z.unknown())),
});
export type PersonExportResponse = z.infer<typeof PersonExportResponse>;

/** POST /api/v1/people/:id/erase (admin): cannot be undone; `reason` is kept and holds no personal data */
export const EraseRequest = z.object({ reason: z.string().trim().min(3).max(200) });
export type EraseRequest = z.infer<typeof EraseRequest>;
export const ErasureResult = z.object({
  /** Rows changed, by table. */
  counts: z.record(z.string(), z.number().int()),
  /** The applications of a separate Landing database: there is none, they are erased, or it is away. */
  landing_database: z.enum(['ours', 'erased', 'away']),
});
export type ErasureResult = z.infer<typeof ErasureResult>;
export const EraseResponse = ErasureResult.extend({ success: z.literal(true) });
export type EraseResponse = z.infer<typeof EraseResponse>;
