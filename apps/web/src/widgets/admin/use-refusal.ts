import { ApiError } from '../../lib/api.ts';
import { useCause } from '../../ui/widget-error.tsx';
import { useAdminTexts } from './texts.ts';

type Problem = { field: string; message?: string };

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && typeof (value as Problem).field === 'string';

/** The fields a refusal names, by their own names. */
function problemsOf(error: unknown): Problem[] {
  if (!(error instanceof ApiError) || !Array.isArray(error.details)) return [];
  return error.details.filter(isProblem);
}

/**
 * What a form says about a failed call: beside the field that the server refused, or above the buttons when it
 * named none.
 */
export function useRefusal(error: unknown): { of: (field: string) => string | null; general: string | null } {
  const t = useAdminTexts();
  const cause = useCause(error);
  const problems = problemsOf(error);
  return {
    of: (field) => {
      const problem = problems.find((one) => one.field === field || one.field.endsWith(`.${field}`));
      if (!problem) return null;
      // A sentence about one field is the server's own; a schema's remark is for developers.
      return problem.message === undefined ? cause : t('invalid');
    },
    general: error && problems.length === 0 ? cause : null,
  };
}
