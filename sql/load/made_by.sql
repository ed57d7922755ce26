-- load made_by
-- The fingerprints of the tables that a source's part of the database was made by.
INSERT INTO meta.schema_versions VALUES (?, ?, ?);
