/** The six fields an ad link carries. Absent = null, as the landing page sends it. */
export interface Utm {
  utm_source: string | null;
  utm_medium: string | null;
  utm_campaign: string | null;
  utm_content: string | null;
  utm_term: string | null;
  fbclid: string | null;
}

export const NO_UTM: Utm = {
  utm_source: null,
  utm_medium: null,
  utm_campaign: null,
  utm_content: null,
  utm_term: null,
  fbclid: null,
};

/**
 * What a UTM set is by construction: an ad's, the school's own e-mail, an unresolved macro, words of two teams, nothing.
 * The simulator knows it because it made the link; the product has to find out.
 */
export type TouchKind = 'ad' | 'owned' | 'macro' | 'conflict' | 'none';

export interface Touch {
  kind: TouchKind;
  /** Slug of the team that paid for the ad; null unless kind is `ad`. */
  team: string | null;
  adId: string | null;
  utm: Utm;
}

export interface Person {
  id: number;
  contactId: number;
  name: string;
  /** Eleven digits, 77xxxxxxxxx. Every place that shows it writes it in its own way. */
  phoneDigits: string;
  email: string | null;
  createdAtSec: number;
}

export interface LandingLead {
  id: number;
  personId: number;
  atMs: number;
  phone: string;
  email: string | null;
  source: 'proftest' | 'express';
  touch: Touch;
}

export interface Move {
  atSec: number;
  pipelineId: number;
  statusId: number;
}

export interface Deal {
  id: number;
  personId: number;
  name: string;
  pipelineId: number;
  statusId: number;
  /** Whole KZT; null = the manager left it empty. */
  price: number | null;
  touch: Touch;
  createdAtSec: number;
  updatedAtSec: number;
  closedAtSec: number | null;
  deleted: boolean;
  /** Every stage it was in, first to last. */
  moves: Move[];
}
