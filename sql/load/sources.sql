-- load sources
-- Every source that has tables in this database.
SELECT source FROM meta.schema_versions ORDER BY source;
