-- load reschema
-- The old fingerprints and the old dictionary of a source go, to make room for those that follow.
DELETE FROM meta.schema_versions WHERE source = getvariable('source');
DELETE FROM meta.columns WHERE source = getvariable('source');
