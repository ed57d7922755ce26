-- load forget_proof
-- Receipts of the present as a whole are those of the last publish only. Checks of all rows stay: a publish that
-- changes a little checks what its merges wrote, and stands on the one that checked everything.
{{- range .Tree}}
DELETE FROM meta.receipts
WHERE source = '{{.Source}}' AND tenant = getvariable('tenant') AND window_id = '' AND table_name = '{{.Name}}';
{{- end}}
