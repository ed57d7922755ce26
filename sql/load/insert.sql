-- load insert
-- The changed records of one table, from its staged files. Where every record that arrived is written, as in a first
-- load, nothing is joined.
INSERT INTO {{.Source}}.{{.Name}}
SELECT {{names "f." .Columns}}
FROM read_parquet(getvariable('files_{{.Name}}')) AS f
{{- if not .Whole}}
SEMI JOIN changed AS c ON f._page = c._page AND f.{{.Record}} = c._ordinal
{{- end}};
