-- load known_files
-- The Parquet files of one root table and tenant in the generation that this database comes from.
SELECT table_name, path, units, row_count, bytes, sha256, measures
FROM meta.files
WHERE source = ? AND tenant = ? AND root_name = ?
ORDER BY table_name, path;
