-- What a pipeline sells is a decision that a person may change: to another product, or to "not a sale at all".
alter table product_pipelines
  add column counted boolean not null default true,
  -- When the decision was made, and up to which one the deals of the pipeline have been told anew.
  add column changed_at timestamptz,
  add column retold_at  timestamptz,
  add constraint not_counted_sells_nothing check (counted or product_key is null);
create index deals_pipeline on deals (pipeline_id, lead_id);
