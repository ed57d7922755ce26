-- load forget_proof
-- Receipts and checks of the present as a whole are those of the last publish only.
{{- range .Tree}}
DELETE FROM meta.receipts
WHERE source = '{{.Source}}' AND tenant = getvariable('tenant') AND window_id = '' AND table_name = '{{.Name}}';
DELETE FROM meta.checks
WHERE source = '{{.Source}}' AND tenant = getvariable('tenant') AND window_id = '' AND table_name = '{{.Name}}';
{{- end}}
