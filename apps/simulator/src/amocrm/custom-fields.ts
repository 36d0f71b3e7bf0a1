import type { Preset } from '../world/preset.ts';
import type { Utm } from '../world/types.ts';

export interface CustomField {
  id: number;
  /** Both the name on the card and the code of AmoCRM's tracking fields. */
  name: string;
  code: string;
  value: string;
}

/** The UTM of a deal as its custom fields, in the order of the preset. An account with no field for a key loses the value. */
export function utmFields(preset: Preset, utm: Utm): CustomField[] {
  return Object.entries(preset.amocrm.lead_custom_fields).flatMap(([key, ids]) => {
    const value = key in utm ? utm[key as keyof Utm] : null;
    const id = ids[0];
    return value === null || id === undefined ? [] : [{ id, name: key, code: key.toUpperCase(), value }];
  });
}
