-- report receipts
-- The receipts of the newest window of every dataset, one row a table and measure, with the stages side by side. A
-- stage that does not know a measure is null.
WITH newest AS (
    SELECT source, tenant, dataset, max(window_id) AS window_id FROM meta.windows GROUP BY ALL
)
SELECT
    r.source, r.tenant, r.dataset, r.window_id, r.table_name, r.measure,
    max(r.value) FILTER (WHERE r.stage = 'api') AS api,
    max(r.value) FILTER (WHERE r.stage = 'landing') AS landing,
    max(r.value) FILTER (WHERE r.stage = 'staged') AS staged,
    max(r.value) FILTER (WHERE r.stage = 'duckdb') AS duckdb,
    max(r.value) FILTER (WHERE r.stage = 'merged') AS merged
FROM meta.receipts AS r
JOIN newest AS n USING (source, tenant, dataset, window_id)
GROUP BY ALL
ORDER BY ALL;
