import {
  ApplyRulesRequest,
  DraftResponse,
  MovedQuery,
  MovedResponse,
  NewValuesQuery,
  NewValuesResponse,
  RuleRunResponse,
  RuleRunsResponse,
  RulesResponse,
  RuleVersionsResponse,
  SaveDraftRequest,
  SuccessResponse,
  TeamChange,
  TeamInput,
  TeamResponse,
} from '@traffic/contract';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Server } from '../../platform/http/index.ts';
import type { JobQueue } from '../../platform/jobs.ts';
import { actorOf, requirePrincipal } from '../access/index.ts';
import type { RuleBook } from '../attribution/index.ts';
import { RULES_JOB } from './jobs.ts';
import { newValues } from './new-values.ts';
import { listVersions, readDraft, readRules } from './read-rules.ts';
import { listMoved, listRuns, readRun } from './read-runs.ts';
import { cancelRun, requestApply, requestPreview, requestUndo } from './request-run.ts';
import { discardDraft, saveDraft } from './save-draft.ts';
import { changeTeam, createTeam } from './teams.ts';

export type RulesDeps = { db: Db; clock: Clock; rules: () => Promise<RuleBook>; jobs: JobQueue };

const DAY_MS = 86_400_000;
const RUNS_SHOWN = 50;
const tags = ['rules'];
const RunParams = z.object({ id: z.string().max(30) });
const actor = (request: FastifyRequest) => actorOf(requirePrincipal(request));
const success = { success: true as const };

/** The Team Constructor: teams, the rules in force, a draft, and what it would move or has moved. */
export function registerRulesRoutes(app: Server, deps: RulesDeps): void {
  registerReading(app, deps);
  registerDraft(app, deps);
  registerRuns(app, deps);
  registerTeams(app, deps);
}

function registerReading(app: Server, { db, clock, rules }: RulesDeps): void {
  app.get('/api/v1/rules', { schema: { response: { 200: RulesResponse }, tags } }, async () => ({
    ...success,
    ...(await readRules(db)),
  }));
  app.get(
    '/api/v1/rules/versions',
    { schema: { response: { 200: RuleVersionsResponse }, tags } },
    async () => ({
      ...success,
      versions: await listVersions(db),
    }),
  );
  app.get(
    '/api/v1/rules/new-values',
    { schema: { querystring: NewValuesQuery, response: { 200: NewValuesResponse }, tags } },
    async (request) => {
      const now = clock.now();
      const since = new Date(now.getTime() - request.query.days * DAY_MS);
      return { ...success, values: await newValues(db, await rules(), since, now) };
    },
  );
}

function registerDraft(app: Server, deps: RulesDeps): void {
  const { db } = deps;
  app.get('/api/v1/rules/draft', { schema: { response: { 200: DraftResponse }, tags } }, async () => ({
    ...success,
    draft: await readDraft(db),
  }));
  app.put(
    '/api/v1/rules/draft',
    { schema: { body: SaveDraftRequest, response: { 200: DraftResponse }, tags } },
    async (request) => {
      await saveDraft(deps, actor(request), request.body);
      return { ...success, draft: await readDraft(db) };
    },
  );
  app.delete(
    '/api/v1/rules/draft',
    { schema: { response: { 200: SuccessResponse }, tags } },
    async (request) => {
      await discardDraft(deps, actor(request));
      return success;
    },
  );
}

function registerRuns(app: Server, deps: RulesDeps): void {
  const { db } = deps;
  const started = { schema: { response: { 202: RuleRunResponse }, tags } };
  const begin = async (id: string) => {
    // Only sooner: the job also looks every minute for what was asked.
    await deps.jobs.enqueue(RULES_JOB).catch(() => false);
    return { ...success, run: await readRun(db, id) };
  };
  app.post('/api/v1/rules/draft/preview', started, async (request, reply) =>
    reply.code(202).send(await begin(await requestPreview(deps, actor(request)))),
  );
  app.post(
    '/api/v1/rules/apply',
    { schema: { ...started.schema, body: ApplyRulesRequest } },
    async (request, reply) =>
      reply.code(202).send(await begin(await requestApply(deps, actor(request), request.body))),
  );
  app.post('/api/v1/rules/undo', started, async (request, reply) =>
    reply.code(202).send(await begin(await requestUndo(deps, actor(request)))),
  );
  app.get('/api/v1/rules/runs', { schema: { response: { 200: RuleRunsResponse }, tags } }, async () => ({
    ...success,
    runs: await listRuns(db, RUNS_SHOWN),
  }));
  const one = { params: RunParams, response: { 200: RuleRunResponse }, tags };
  app.get('/api/v1/rules/runs/:id', { schema: one }, async (request) => ({
    ...success,
    run: await readRun(db, request.params.id),
  }));
  app.post('/api/v1/rules/runs/:id/cancel', { schema: one }, async (request) => {
    const { id } = await readRun(db, request.params.id);
    await cancelRun(deps, actor(request), id);
    return { ...success, run: await readRun(db, id) };
  });
  app.get(
    '/api/v1/rules/runs/:id/moved',
    { schema: { params: RunParams, querystring: MovedQuery, response: { 200: MovedResponse }, tags } },
    async (request) => ({ ...success, ...(await listMoved(db, request.params.id, request.query)) }),
  );
}

function registerTeams(app: Server, deps: RulesDeps): void {
  app.post(
    '/api/v1/teams',
    { schema: { body: TeamInput, response: { 201: TeamResponse }, tags } },
    async (request, reply) =>
      reply.code(201).send({ ...success, team: await createTeam(deps, actor(request), request.body) }),
  );
  app.patch(
    '/api/v1/teams/:slug',
    {
      schema: {
        params: z.object({ slug: z.string().max(40) }),
        body: TeamChange,
        response: { 200: TeamResponse },
        tags,
      },
    },
    async (request) => ({
      ...success,
      team: await changeTeam(deps, actor(request), request.params.slug, request.body),
    }),
  );
}
