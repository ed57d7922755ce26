-- report set_aside_most
-- The most that any one window has set aside, by dataset, table, path and reason. Spans of time that overlap bring the
-- same again.
WITH counted AS (
    SELECT source, tenant, dataset, window_id, table_name, path, reason, whole_record, count(*) AS found
    FROM meta.rejects
    GROUP BY ALL
)
SELECT source, tenant, dataset, table_name, path, reason, whole_record, max(found) AS found
FROM counted
GROUP BY ALL
ORDER BY ALL;
