-- meta ledger
-- What was done, one row a run, a window, a page and a unit. A window's row is written in the transaction that
-- merges its records, so the ledger never knows more or less than the tables. All times are UTC.
CREATE SCHEMA IF NOT EXISTS meta;

CREATE TABLE IF NOT EXISTS meta.runs (
    run_id VARCHAR NOT NULL,
    command VARCHAR NOT NULL,
    started TIMESTAMPTZ NOT NULL,
    ended TIMESTAMPTZ,
    outcome VARCHAR
);
COMMENT ON TABLE meta.runs IS 'One row a run that published.';

CREATE TABLE IF NOT EXISTS meta.windows (
    run_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    tenant VARCHAR NOT NULL,
    dataset VARCHAR NOT NULL,
    window_id VARCHAR NOT NULL,
    mode VARCHAR NOT NULL,
    from_time TIMESTAMPTZ,
    to_time TIMESTAMPTZ,
    after_cursor VARCHAR NOT NULL,
    planned TIMESTAMPTZ NOT NULL,
    ended TIMESTAMPTZ NOT NULL,
    outcome VARCHAR NOT NULL,
    sweep INTEGER NOT NULL,
    absence BOOLEAN NOT NULL,
    claimed BIGINT NOT NULL,
    distinct_keys BIGINT NOT NULL,
    cursor VARCHAR NOT NULL,
    cursor_at TIMESTAMPTZ
);
ALTER TABLE meta.windows ADD COLUMN IF NOT EXISTS parts VARCHAR; -- older databases have none
COMMENT ON TABLE meta.windows IS 'One row a merged window: what was asked for, and how it ended.';

CREATE TABLE IF NOT EXISTS meta.pages (
    source VARCHAR NOT NULL,
    tenant VARCHAR NOT NULL,
    dataset VARCHAR NOT NULL,
    window_id VARCHAR NOT NULL,
    page INTEGER NOT NULL,
    table_name VARCHAR NOT NULL,
    sweep INTEGER NOT NULL,
    call VARCHAR NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    raw_bytes BIGINT NOT NULL,
    sha256 VARCHAR NOT NULL
);
COMMENT ON TABLE meta.pages IS 'One row a landed page of a merged window; sha256 is that of the body as it came.';

CREATE TABLE IF NOT EXISTS meta.units (
    source VARCHAR NOT NULL,
    tenant VARCHAR NOT NULL,
    dataset VARCHAR NOT NULL,
    table_name VARCHAR NOT NULL,
    window_id VARCHAR NOT NULL,
    unit INTEGER NOT NULL,
    first_page INTEGER NOT NULL,
    last_page INTEGER NOT NULL,
    records BIGINT NOT NULL
);
COMMENT ON TABLE meta.units IS 'Runs of pages that were flattened together; Parquet files hold one or several.';

CREATE TABLE IF NOT EXISTS meta.files (
    source VARCHAR NOT NULL,
    tenant VARCHAR NOT NULL,
    root_name VARCHAR NOT NULL,
    table_name VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    units VARCHAR NOT NULL,
    row_count BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 VARCHAR NOT NULL,
    measures VARCHAR NOT NULL
);
COMMENT ON TABLE meta.files IS 'The Parquet files of this generation, and what the independent reader found in them.';

CREATE TABLE IF NOT EXISTS meta.absences (
    source VARCHAR NOT NULL,
    tenant VARCHAR NOT NULL,
    table_name VARCHAR NOT NULL,
    record_key VARCHAR NOT NULL,
    window_id VARCHAR NOT NULL,
    marked_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE meta.absences IS
    'Records that the last complete sweep did not see; missed by the next one too, they are gone.';

CREATE TABLE IF NOT EXISTS meta.schema_versions (
    source VARCHAR NOT NULL,
    structure VARCHAR NOT NULL,
    wording VARCHAR NOT NULL
);
COMMENT ON TABLE meta.schema_versions IS 'Fingerprints of the tables that this database was made by.';
