/** One line of the doctor's answer. An error keeps the product from working; a warning is a risk somebody should know of. */
export type Finding = {
  level: 'ok' | 'warning' | 'error';
  /** The key, or the thing that was looked at: `PUBLIC_URL`, `database`. */
  subject: string;
  message: string;
  /** What to do; null when there is nothing to do. */
  action: string | null;
};

export const ok = (subject: string, message: string): Finding => ({
  ...{ level: 'ok', subject, message },
  action: null,
});
export const warning = (subject: string, message: string, action: string): Finding => ({
  level: 'warning',
  ...{ subject, message, action },
});
export const failure = (subject: string, message: string, action: string): Finding => ({
  level: 'error',
  ...{ subject, message, action },
});
