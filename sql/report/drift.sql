-- report drift
-- Fields that no table describes, how often they came and when last.
SELECT source, tenant, table_name, path, sum(records)::BIGINT AS records, max(window_id) AS last_window
FROM meta.drift
GROUP BY ALL
ORDER BY ALL;
