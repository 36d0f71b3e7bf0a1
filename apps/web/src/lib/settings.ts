/** What this browser remembers between visits; nothing here changes a figure. */
type Setting = 'theme' | 'language' | 'sidebar';

/** The remembered value, or null when there is none or storage is blocked. */
export function readSetting(name: Setting): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Remembers `value`; with blocked storage the choice holds until the page is closed. */
export function writeSetting(name: Setting, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Storage is blocked or full: nothing depends on it.
  }
}
