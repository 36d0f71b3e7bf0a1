import { AsyncLocalStorage } from 'node:async_hooks';

/** What code far below a handler may know of the request it works for. */
export type RequestContext = {
  readonly requestId: string;
  /** Whether the act of this request stands in the audit log already. */
  audited: boolean;
};

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `work` and whatever it starts as part of this request. */
export function runInRequest<Result>(context: RequestContext, work: () => Result): Result {
  return storage.run(context, work);
}

/** The request that the running code works for; undefined in jobs, loops and commands. */
export function currentRequest(): RequestContext | undefined {
  return storage.getStore();
}
