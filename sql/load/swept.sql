-- load swept
-- How many records of a tenant are in the parts that were swept.
SELECT count(*)
FROM {{.Source}}.{{.Name}} AS p
WHERE p._tenant = getvariable('tenant') AND p.{{.Within}}::VARCHAR IN (SELECT unnest(getvariable('within')));
