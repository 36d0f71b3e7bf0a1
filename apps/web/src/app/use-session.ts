import type { SessionResponse } from '@traffic/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouteContext } from '@tanstack/react-router';
import { request } from '../lib/api.ts';

/** Who is signed in, on every page behind the sign-in. */
export function useSession(): SessionResponse {
  return useRouteContext({ from: '/signed-in' }).session;
}

/** Ends the session on the server, forgets every figure here, and shows the sign-in page. */
export function useSignOut() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => request('/api/v1/session', { method: 'DELETE' }),
    onSettled: async () => {
      await navigate({ to: '/login', search: {} });
      client.clear();
    },
  });
}
