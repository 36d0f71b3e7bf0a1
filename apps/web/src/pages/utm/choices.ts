/** The lists of the audit: what tags lose. */
export const AUDIT_LISTS = ['spend', 'team', 'conflicts', 'unknown'] as const;
export type AuditList = (typeof AUDIT_LISTS)[number];

/** What the pivot's rows can be ordered by. */
export const UTM_SORTS = ['revenue', 'sales', 'leads'] as const;
export type UtmSort = (typeof UTM_SORTS)[number];
