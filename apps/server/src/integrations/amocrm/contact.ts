import { z } from 'zod';
import { storable } from './storable-text.ts';

/** A contact as AmoCRM holds it: phones and e-mails as typed, the main one first. */
export type Contact = { id: string; name: string | null; phones: string[]; emails: string[] };

const RestContact = z.object({
  id: z.number().int().positive(),
  name: z.string().nullish(),
  custom_fields_values: z
    .array(
      z.object({
        field_code: z.string().nullish(),
        values: z.array(z.object({ value: z.unknown().optional() })).nullish(),
      }),
    )
    .nullish(),
});

/** The contact of one REST answer; null when it does not have the documented shape. */
export function readContact(json: unknown): Contact | null {
  const parsed = RestContact.safeParse(json);
  if (!parsed.success) return null;
  const { id, name, custom_fields_values } = parsed.data;
  const valuesOf = (code: string) =>
    (custom_fields_values ?? [])
      .filter((field) => field.field_code === code)
      .flatMap((field) => field.values ?? [])
      .map(({ value }) =>
        typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '',
      )
      .filter((value) => value !== '');
  return {
    id: String(id),
    name: storable(name ?? '').trim() || null,
    phones: valuesOf('PHONE'),
    emails: valuesOf('EMAIL'),
  };
}
