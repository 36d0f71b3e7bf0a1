/** Whether this process is leaving: asked by readiness and by every answer, begun once. */
export type Drain = {
  readonly begun: boolean;
  begin(): void;
};

/**
 * The way out of a process behind a balancer: first it says that it is not ready and asks every client to close its connection,
 * still serving; later the listener is closed, when nobody uses it any more.
 */
export function createDrain(): Drain {
  let begun = false;
  return {
    get begun() {
      return begun;
    },
    begin() {
      begun = true;
    },
  };
}
