import {
  ConversionSettingsResponse,
  ConversionsQuery,
  ConversionsResponse,
  DecideConversionsRequest,
  DecideConversionsResponse,
  SaveConversionSettings,
} from '@traffic/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Server } from '../../platform/http/index.ts';
import type { Logger } from '../../platform/log.ts';
import { actorOf, requirePrincipal } from '../access/index.ts';
import { decideDoubts } from './decide-doubts.ts';
import { listEvents } from './list-events.ts';
import { readGate } from './read-gate.ts';
import { type ConversionSettings, loadSettings, saveSettings, showSettings } from './settings.ts';

type Deps = { db: Db; clock: Clock; log: Logger; config: Config };

const tags = ['conversions'];
const success = { success: true as const };

/** «Конверсии в Meta»: what was told, what was not and why, what a person must decide. Administrators only. */
export function registerConversionRoutes(app: Server, deps: Deps): void {
  const { db, clock, config } = deps;
  const answer = async (settings: ConversionSettings) => {
    const stopped = await readGate(db, clock.now());
    return {
      ...success,
      settings: showSettings(settings),
      api_version: config.conversions.version,
      stopped: stopped && { reason: stopped.reason, until: stopped.until?.toISOString() ?? null },
    };
  };
  const read = { schema: { response: { 200: ConversionSettingsResponse }, tags } };
  app.get('/api/v1/conversions/settings', read, async () => answer(await loadSettings(db)));

  const save = { body: SaveConversionSettings, response: { 200: ConversionSettingsResponse }, tags };
  app.put('/api/v1/conversions/settings', { schema: save }, async (request) => {
    const { encryptionKeys } = config;
    const actor = actorOf(requirePrincipal(request));
    return answer(await saveSettings({ db, clock, encryptionKeys }, actor, request.body));
  });

  const list = { querystring: ConversionsQuery, response: { 200: ConversionsResponse }, tags };
  app.get('/api/v1/conversions', { schema: list }, async (request) => ({
    ...success,
    ...(await listEvents(db, request.query)),
  }));

  const decide = { body: DecideConversionsRequest, response: { 200: DecideConversionsResponse }, tags };
  app.post('/api/v1/conversions/decide', { schema: decide }, async (request) => ({
    ...success,
    decided: await decideDoubts(deps, actorOf(requirePrincipal(request)), request.body),
  }));
}
