-- load forget_root
-- One tenant's rows leave a table, its history, its marks of absence and the list of its Parquet files.
{{- range .Tree}}
DELETE FROM {{.Source}}.{{.Name}} WHERE _tenant = getvariable('tenant');
DELETE FROM history.{{.Source}}_{{.Name}}_closed WHERE _tenant = getvariable('tenant');
{{- end}}
DELETE FROM meta.absences WHERE source = '{{.Source}}' AND tenant = getvariable('tenant') AND table_name = '{{.Name}}';
DELETE FROM meta.files WHERE source = '{{.Source}}' AND tenant = getvariable('tenant') AND root_name = '{{.Name}}';
DELETE FROM meta.receipts WHERE source = '{{.Source}}' AND tenant = getvariable('tenant') AND window_id = ''
    AND table_name IN ({{range $i, $t := .Tree}}{{if $i}}, {{end}}'{{$t.Name}}'{{end}});
