-- load schema
-- The fingerprints of the tables that a source's part of the database was made by.
SELECT structure, wording FROM meta.schema_versions WHERE source = getvariable('source');
