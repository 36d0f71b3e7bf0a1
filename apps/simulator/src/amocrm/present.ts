import type { Academy } from '../world/academy.ts';
import { writeEmail, writePhone } from '../world/contacts.ts';
import { pipelinesOf, type Pipeline } from '../world/pipelines.ts';
import { createRng } from '../world/random.ts';
import type { Deal, Person } from '../world/types.ts';
import type { Account } from './account.ts';
import { utmFields } from './custom-fields.ts';

const PHONE_FIELD = 735_649;
const EMAIL_FIELD = 735_651;

/** A deal as GET /leads answers it (shape: the documented lead). An empty budget is 0 here and "" in a hook. */
export function presentDeal(academy: Academy, account: Account, deal: Deal, withContacts: boolean): object {
  const fields = utmFields(academy.preset, deal.touch.utm);
  return {
    id: deal.id,
    name: deal.name,
    price: deal.price ?? 0,
    responsible_user_id: account.userId,
    group_id: 0,
    status_id: deal.statusId,
    pipeline_id: deal.pipelineId,
    loss_reason_id: null,
    source_id: null,
    created_by: account.userId,
    updated_by: account.userId,
    created_at: deal.createdAtSec,
    updated_at: deal.updatedAtSec,
    closed_at: deal.closedAtSec,
    closest_task_at: null,
    is_deleted: deal.deleted,
    custom_fields_values:
      fields.length === 0
        ? null
        : fields.map(({ id, name, code, value }) => ({
            field_id: id,
            field_name: name,
            field_code: code,
            field_type: 'tracking_data',
            values: [{ value }],
          })),
    score: null,
    account_id: account.id,
    labor_cost: null,
    _links: selfLink(account, `leads/${deal.id}`),
    _embedded: {
      tags: [],
      companies: [],
      ...(withContacts && { contacts: [presentContactRef(account, academy.world.person(deal.personId))] }),
    },
  };
}

function presentContactRef(account: Account, person: Person): object {
  return { id: person.contactId, is_main: true, _links: selfLink(account, `contacts/${person.contactId}`) };
}

/** A contact as GET /contacts answers it: phone and e-mail only as custom fields, as typed by whoever created it. */
export function presentContact(
  academy: Academy,
  account: Account,
  person: Person,
  withLeads: boolean,
): object {
  const [firstName, lastName] = person.name.split(' ');
  const deals = withLeads ? academy.world.dealsOf(person.id) : [];
  return {
    id: person.contactId,
    name: person.name,
    first_name: firstName ?? '',
    last_name: lastName ?? '',
    responsible_user_id: account.userId,
    group_id: 0,
    created_by: account.userId,
    updated_by: account.userId,
    created_at: person.createdAtSec,
    updated_at: person.createdAtSec,
    closest_task_at: null,
    is_deleted: false,
    is_unsorted: false,
    custom_fields_values: contactFields(academy.seed, person),
    account_id: account.id,
    _links: selfLink(account, `contacts/${person.contactId}`),
    _embedded: {
      tags: [],
      companies: [],
      ...(withLeads && { leads: deals.map(({ id }) => ({ id, _links: selfLink(account, `leads/${id}`) })) }),
    },
  };
}

/** Phone and e-mail as this CRM has them: typed differently from the landing page, the e-mail sometimes missing. */
function contactFields(seed: number, person: Person): object[] {
  const rng = createRng(seed, 'crm-contact', person.id);
  const phone = writePhone(person.phoneDigits, rng);
  const email = person.email === null || rng.chance(0.2) ? null : writeEmail(person.email, rng);
  const field = (id: number, name: string, code: string, value: string, enumId: number): object => ({
    field_id: id,
    field_name: name,
    field_code: code,
    field_type: 'multitext',
    values: [{ value, enum_id: enumId, enum_code: 'WORK' }],
  });
  return [
    field(PHONE_FIELD, 'Телефон', 'PHONE', phone, 718_321),
    ...(email === null ? [] : [field(EMAIL_FIELD, 'Email', 'EMAIL', email, 718_333)]),
  ];
}

/** All pipelines with their stages as GET /leads/pipelines answers them. */
export function presentPipelines(academy: Academy, account: Account): object[] {
  return pipelinesOf(academy).map((pipeline, index) => presentPipeline(account, pipeline, index));
}

function presentPipeline(account: Account, pipeline: Pipeline, index: number): object {
  return {
    id: pipeline.id,
    name: pipeline.name,
    sort: index + 1,
    is_main: index === 0,
    is_unsorted_on: true,
    is_archive: false,
    account_id: account.id,
    _links: selfLink(account, `leads/pipelines/${pipeline.id}`),
    _embedded: {
      statuses: pipeline.stages.map((stage, place) => ({
        id: stage.id,
        name: stage.name,
        sort: (place + 1) * 10,
        is_editable: stage.id > 1000,
        pipeline_id: pipeline.id,
        color: '#fffeb2',
        type: place === 0 ? 1 : 0,
        account_id: account.id,
        _links: selfLink(account, `leads/pipelines/${pipeline.id}/statuses/${stage.id}`),
      })),
    },
  };
}

export function selfLink(account: Account, path: string): { self: { href: string } } {
  return { self: { href: `${account.origin}/api/v4/${path}` } };
}
