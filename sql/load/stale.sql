-- load stale
-- How many rows of a child table belong to a record that was just replaced or removed, and not to what replaced it.
-- None, or a set of children was not replaced as a whole.
-- The rows of those records are picked out first: they are few, and the table is large.
WITH touched AS MATERIALIZED (
    SELECT {{list "c." .Keys}}, c._window, c._page, c._record
    FROM {{.Source}}.{{.Name}} AS c
    SEMI JOIN (
        SELECT {{list "" .Root.Keys}} FROM changed
        UNION ALL
        SELECT {{list "" .Root.Keys}} FROM ending
    ) AS x ON {{same "c" .Keys "x" .Root.Keys}}
    WHERE c._tenant = getvariable('tenant')
)
SELECT count(*)
FROM touched AS c
ANTI JOIN changed AS n
    ON {{same "c" .Keys "n" .Root.Keys}}
    AND c._window = getvariable('window_id') AND c._page = n._page AND c._record = n._ordinal;
