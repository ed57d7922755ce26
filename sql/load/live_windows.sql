-- load live_windows
-- Which windows the records of a tenant's present came with, and how many with each.
SELECT _window, count(*)
FROM {{.Source}}.{{.Name}}
WHERE _tenant = getvariable('tenant')
GROUP BY ALL
ORDER BY ALL;
