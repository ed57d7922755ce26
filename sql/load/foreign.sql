-- load foreign
-- How many staged rows say that they are another tenant's or another window's. None, or the
-- files are not this window's.
SELECT count(*)
FROM read_parquet(getvariable('files_{{.Name}}'))
WHERE _tenant <> getvariable('tenant') OR _window <> getvariable('window_id');
