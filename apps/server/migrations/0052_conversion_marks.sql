-- Up to which row of the ledger purchases were collected: a school that sells every second is not read whole every turn.
alter table conversion_gate add column sales_collected_to bigint not null default 0;
