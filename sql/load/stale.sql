-- load stale
-- How many rows of a child table belong to a record that was just replaced or removed, and not to what replaced it.
-- None, or a set of children was not replaced as a whole.
SELECT count(*)
FROM {{.Source}}.{{.Name}} AS c
SEMI JOIN (
    SELECT {{list "" .Root.Keys}} FROM changed
    UNION ALL
    SELECT {{list "" .Root.Keys}} FROM ending
) AS x ON {{same "c" .Keys "x" .Root.Keys}}
ANTI JOIN changed AS n
    ON {{same "c" .Keys "n" .Root.Keys}}
    AND c._window = getvariable('window_id') AND c._page = n._page AND c._record = n._ordinal
WHERE c._tenant = getvariable('tenant');
