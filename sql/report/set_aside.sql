-- report set_aside
-- What the newest reading of everything set aside, by dataset, table, path and reason. A reading that brought nothing
-- new set the same aside as the one before, and is not entered again. One that read a part of the account
-- is none of everything.
WITH newest AS (
    SELECT source, tenant, dataset, max(window_id) AS window_id
    FROM (FROM meta.windows UNION ALL BY NAME SELECT NULL::VARCHAR AS parts WHERE FALSE)
    SEMI JOIN meta.pages USING (source, tenant, dataset, window_id)
    WHERE mode = 'snapshot' AND coalesce(parts, '') = '' AND outcome IN ('complete', 'empty', 'partial')
    GROUP BY ALL
)
SELECT source, tenant, dataset, table_name, path, reason, whole_record, count(*) AS found
FROM meta.rejects
SEMI JOIN newest USING (source, tenant, dataset, window_id)
GROUP BY ALL
ORDER BY ALL;
