-- load changes
-- The counts of a comparison, in the order of the Go struct that they are read into.
SELECT
    (SELECT count(*) FROM arrived),
    count(*),
    count(*) FILTER (WHERE verdict = 'insert'),
    count(*) FILTER (WHERE verdict = 'update'),
    count(*) FILTER (WHERE verdict = 'same'),
    count(*) FILTER (WHERE verdict = 'older'),
{{- if .Absence}}
    (SELECT count(*) FROM absent WHERE gone),
    (SELECT count(*) FROM absent WHERE NOT gone),
{{- else}}
    0,
    0,
{{- end}}
    (SELECT count(*) FROM present_again),
    (SELECT count(*) FROM {{.Source}}.{{.Name}} WHERE _tenant = getvariable('tenant'))
FROM judged;
