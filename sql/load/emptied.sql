-- load emptied
-- The part of a tenant's records of which a sweep of parts takes the most away: how many, and of how many. A part that
-- loses little is none.
SELECT coalesce(max(gone), 0), coalesce(arg_max(before, gone), 0)
FROM (
    SELECT count(a._key) AS gone, count(*) AS before
    FROM {{.Source}}.{{.Name}} AS p
    LEFT JOIN absent AS a ON a.gone AND {{same "p" .Keys "a" .Keys}}
    WHERE p._tenant = getvariable('tenant')
    GROUP BY p.{{.Within}}
)
WHERE gone * 2 > before;
