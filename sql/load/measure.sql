-- load measure
-- Rows and exact sums of a table: of its staged files, of those rows of them that were to be written, of what this
-- window has in the present, or of a tenant's present. Sums are text, so that nothing on the way can round them.
SELECT
    count(*)::VARCHAR
{{- range .Audit}},
    count({{.Name}})::VARCHAR,
    coalesce(sum({{.Number}})::VARCHAR, '0')
{{- end}}
{{- if eq .From "staged"}}
FROM read_parquet(getvariable('files_{{.Name}}')) AS f
{{- else if eq .From "changed"}}
FROM read_parquet(getvariable('files_{{.Name}}')) AS f
SEMI JOIN changed AS c ON f._page = c._page AND f.{{.Record}} = c._ordinal
{{- else if eq .From "window"}}
FROM {{.Source}}.{{.Name}}
WHERE _tenant = getvariable('tenant') AND _window = getvariable('window_id')
{{- else}}
FROM {{.Source}}.{{.Name}}
WHERE _tenant = getvariable('tenant')
{{- end}};
