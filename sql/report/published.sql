-- report published
-- What this generation holds, one row a tenant, table and measure, as DuckDB and as the independent reader of the
-- Parquet files have it. same is never false in a published generation.
SELECT
    source, tenant, table_name, measure,
    max(value) FILTER (WHERE stage = 'present') AS present,
    max(value) FILTER (WHERE stage = 'lake') AS lake,
    coalesce(present = lake, TRUE) AS same
FROM meta.receipts
WHERE window_id = ''
GROUP BY ALL
ORDER BY ALL;
