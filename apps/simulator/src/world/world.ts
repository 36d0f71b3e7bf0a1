import type { Deal, LandingLead, Person } from './types.ts';

export type Entity =
  | { type: 'person'; value: Person }
  | { type: 'lead'; value: LandingLead }
  | { type: 'deal'; value: Deal };

/** All people, landing leads and deals that exist. `put` replaces by id and tells who listens. */
export class World {
  readonly people = new Map<number, Person>();
  readonly leads = new Map<number, LandingLead>();
  readonly deals = new Map<number, Deal>();
  /** Grows with every change; for caches. */
  version = 0;
  readonly #leadsOf = new Map<number, Set<number>>();
  readonly #dealsOf = new Map<number, Set<number>>();
  readonly #personOfContact = new Map<number, number>();
  #listener: (entity: Entity) => void = () => {};

  onPut(listener: (entity: Entity) => void): void {
    this.#listener = listener;
  }

  put(entity: Entity): void {
    this.version += 1;
    switch (entity.type) {
      case 'person':
        this.people.set(entity.value.id, entity.value);
        this.#personOfContact.set(entity.value.contactId, entity.value.id);
        break;
      case 'lead':
        this.leads.set(entity.value.id, entity.value);
        addTo(this.#leadsOf, entity.value.personId, entity.value.id);
        break;
      case 'deal':
        this.deals.set(entity.value.id, entity.value);
        addTo(this.#dealsOf, entity.value.personId, entity.value.id);
        break;
    }
    this.#listener(entity);
  }

  person(id: number): Person {
    const person = this.people.get(id);
    if (person === undefined) throw new Error(`no person ${id}`);
    return person;
  }

  contact(contactId: number): Person | undefined {
    const id = this.#personOfContact.get(contactId);
    return id === undefined ? undefined : this.people.get(id);
  }

  leadsOf(personId: number): LandingLead[] {
    return present([...(this.#leadsOf.get(personId) ?? [])].map((id) => this.leads.get(id)));
  }

  dealsOf(personId: number): Deal[] {
    return present([...(this.#dealsOf.get(personId) ?? [])].map((id) => this.deals.get(id)));
  }
}

function addTo(index: Map<number, Set<number>>, key: number, id: number): void {
  const ids = index.get(key);
  if (ids === undefined) index.set(key, new Set([id]));
  else ids.add(id);
}

function present<T>(values: readonly (T | undefined)[]): T[] {
  return values.filter((value) => value !== undefined);
}
