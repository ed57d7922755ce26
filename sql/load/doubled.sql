-- load doubled
-- How many records a tenant has more than once, in all or among those that were just written. None, or the merge is
-- wrong.
SELECT count(*)
FROM (
    SELECT {{list "p." .Keys}}
    FROM {{.Source}}.{{.Name}} AS p
{{- if .Delta}}
    SEMI JOIN changed AS c ON {{same "p" .Keys "c" .Keys}}
{{- end}}
    WHERE p._tenant = getvariable('tenant')
    GROUP BY ALL
    HAVING count(*) > 1
);
