-- load orphans
-- How many rows of a child table do not belong to the version of their record that is present. None, or a set of
-- children was not replaced as a whole.
SELECT count(*)
FROM {{.Source}}.{{.Name}} AS c
ANTI JOIN {{.Source}}.{{.Root.Name}} AS r
    ON r._tenant = c._tenant AND {{same "r" .Root.Keys "c" .Keys}}
    AND r._window = c._window AND r._page = c._page AND r._ordinal = c._record
WHERE c._tenant = getvariable('tenant');
