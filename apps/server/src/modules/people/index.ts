export { lookAtNewest } from './newest-first.ts';
export { markFirstLeads } from './move-people.ts';
export { resolvePeople } from './resolve-people.ts';
export { registerPeopleRoutes } from './routes.ts';
export { type PeopleSearch, readSearch } from './search-people.ts';
export { erasedOrigins, createVeil, type RawPerson, type Veil, veilPeople } from './veil.ts';
export { eraseIdentity, type PersonRecords, recordsOf } from './erase-identity.ts';
export { type PersonTouch, recordTouches, touchesOf } from './touches.ts';
