-- report status
-- How fresh each dataset is: its last window, its last whole one, how far it is whole, and what was set aside.
WITH last AS (
    SELECT
        source, tenant, dataset, max(planned) AS last_window, arg_max(outcome, window_id) AS outcome,
        count(*) AS windows
    FROM meta.windows
    GROUP BY ALL
),
set_aside AS (
    SELECT source, tenant, dataset, count(*) AS rejects FROM meta.rejects GROUP BY ALL
),
unknown AS (
    SELECT source, tenant, dataset, count(DISTINCT (table_name, path)) AS fields FROM meta.drift GROUP BY ALL
)
SELECT
    l.source, l.tenant, l.dataset, l.last_window, l.outcome, w.last_whole, w.whole_until, l.windows,
    coalesce(s.rejects, 0) AS rejects, coalesce(u.fields, 0) AS drift
FROM last AS l
LEFT JOIN meta.watermarks AS w USING (source, tenant, dataset)
LEFT JOIN set_aside AS s USING (source, tenant, dataset)
LEFT JOIN unknown AS u USING (source, tenant, dataset)
ORDER BY ALL;
