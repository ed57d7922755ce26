-- load forget_files
-- The list of a root table's Parquet files is written anew by every publish.
DELETE FROM meta.files
WHERE source = '{{.Source}}' AND tenant = getvariable('tenant') AND root_name = '{{.Name}}';
