-- load window
-- The ledger's row of a window. It is written in the transaction of the records that the window brought.
INSERT INTO meta.windows VALUES (?, ?, ?, ?, ?, ?, ?::TIMESTAMPTZ, ?::TIMESTAMPTZ, ?, ?::TIMESTAMPTZ, ?::TIMESTAMPTZ,
    ?, ?, ?, ?, ?, ?, ?::TIMESTAMPTZ, ?);
