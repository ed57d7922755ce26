-- report dictionary
-- Every column of every table, in the order of the tables.
SELECT source, table_name, column_name, type, role, privacy, is_key, payload_path, doc
FROM meta.columns
ORDER BY source, table_name, ordinal;
