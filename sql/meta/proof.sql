-- meta proof
-- Why the tables may be believed: receipts, checks, what was set aside and what nobody described. Reasons, paths and
-- counts only; a value that could not be kept is never in here.
CREATE TABLE IF NOT EXISTS meta.receipts (
    run_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    tenant VARCHAR NOT NULL,
    dataset VARCHAR NOT NULL,
    window_id VARCHAR NOT NULL,
    table_name VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    measure VARCHAR NOT NULL,
    value DECIMAL(38, 4) NOT NULL
);
COMMENT ON TABLE meta.receipts IS
    'Counts, distinct keys and money sums at each stage: api, landing, staged, duckdb, merged, present, lake.';

CREATE TABLE IF NOT EXISTS meta.rejects (
    run_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    tenant VARCHAR NOT NULL,
    dataset VARCHAR NOT NULL,
    window_id VARCHAR NOT NULL,
    page INTEGER NOT NULL,
    record INTEGER NOT NULL,
    table_name VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    whole_record BOOLEAN NOT NULL
);
COMMENT ON TABLE meta.rejects IS
    'Values and records that could not be kept exactly, and where in the landing they are.';

CREATE TABLE IF NOT EXISTS meta.drift (
    run_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    tenant VARCHAR NOT NULL,
    dataset VARCHAR NOT NULL,
    window_id VARCHAR NOT NULL,
    table_name VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    records BIGINT NOT NULL
);
COMMENT ON TABLE meta.drift IS 'Fields that the API sent and no table describes; their values are in _extra.';

CREATE TABLE IF NOT EXISTS meta.checks (
    run_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    tenant VARCHAR NOT NULL,
    dataset VARCHAR NOT NULL,
    window_id VARCHAR NOT NULL,
    table_name VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    found BIGINT NOT NULL
);
COMMENT ON TABLE meta.checks IS 'What was checked and how many rows were found wanting; outcome is pass or note.';

CREATE TABLE IF NOT EXISTS meta.columns (
    source VARCHAR NOT NULL,
    table_name VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    column_name VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    privacy VARCHAR NOT NULL,
    is_key BOOLEAN NOT NULL,
    payload_path VARCHAR NOT NULL,
    doc VARCHAR NOT NULL
);
COMMENT ON TABLE meta.columns IS 'The dictionary: every column of every table, where it comes from and what it means.';
COMMENT ON COLUMN meta.columns.role IS
    'payload, request (asked, and not in the answer), parent key, place, slot, count (of a list) or lineage.';
