-- load tenants
-- Every tenant of a source that the ledger knows.
SELECT DISTINCT tenant FROM meta.windows WHERE source = ? ORDER BY tenant;
