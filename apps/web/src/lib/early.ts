declare global {
  interface Window {
    /** Answers that public/first.js asked for before this code was loaded, by path; each is taken once. */
    earlyAnswers?: Record<string, Promise<Response>>;
  }
}

/** After this time an answer nobody came for is old: whoever asks then gets a new one. */
const FRESH_MS = 10_000;

/** Forgets them all: who signs in or changes something wants answers from after it. */
export function dropEarly(): void {
  delete window.earlyAnswers;
}

/** The answer to this path that is already under way, once; undefined when there is none. */
export function takeEarly(path: string): Promise<Response> | undefined {
  const answer = window.earlyAnswers?.[path];
  delete window.earlyAnswers?.[path];
  return performance.now() < FRESH_MS ? answer : undefined;
}
