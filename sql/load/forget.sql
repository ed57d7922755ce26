-- load forget
-- Everything that one tenant's dataset has put into the ledger is taken out, so that it can be loaded anew.
{{- range .}}
DELETE FROM meta.{{.}}
WHERE source = getvariable('source') AND tenant = getvariable('tenant') AND dataset = getvariable('dataset');
{{- end}}
