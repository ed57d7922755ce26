-- meta watermarks
-- A watermark is a question, not a value: how far is a dataset whole? For windows of time it is the end of the first
-- run of whole windows without a gap; for a feed it is the cursor of the newest whole window. Windows may be merged
-- in any order; the answer is right at every moment and there is nothing to update.
CREATE OR REPLACE VIEW meta.watermarks AS
WITH whole AS (
    SELECT * FROM meta.windows WHERE outcome IN ('complete', 'empty')
),
spans AS (
    SELECT
        source, tenant, dataset, from_time, to_time,
        max(to_time) OVER (
            PARTITION BY source, tenant, dataset ORDER BY from_time, to_time
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS reached
    FROM whole
    WHERE from_time IS NOT NULL AND to_time IS NOT NULL
),
gaps AS (
    SELECT source, tenant, dataset, min(from_time) AS gap
    FROM spans
    WHERE from_time > reached
    GROUP BY ALL
),
reach AS (
    SELECT s.source, s.tenant, s.dataset, max(s.to_time) AS whole_until
    FROM spans AS s
    LEFT JOIN gaps AS g USING (source, tenant, dataset)
    WHERE g.gap IS NULL OR s.from_time < g.gap
    GROUP BY ALL
),
latest AS (
    SELECT
        source, tenant, dataset,
        max(planned) AS last_whole,
        max(planned) FILTER (WHERE absence) AS last_sweep,
        arg_max(cursor, planned) FILTER (WHERE cursor <> '') AS cursor,
        arg_max(cursor_at, planned) FILTER (WHERE cursor <> '') AS cursor_at
    FROM whole
    GROUP BY ALL
)
SELECT l.source, l.tenant, l.dataset, l.last_whole, l.last_sweep, r.whole_until, l.cursor, l.cursor_at
FROM latest AS l
LEFT JOIN reach AS r USING (source, tenant, dataset);
COMMENT ON VIEW meta.watermarks IS 'How far each dataset is whole, computed from meta.windows.';
